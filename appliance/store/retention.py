"""What is too old is deleted, a little at a time; what it counts on the bill is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from appliance.core.model.billing import billed_minutes, is_of_selftest
from appliance.core.protocol.commands_retention import Expire
from appliance.store.reports.usage import SMS_OF_SELFTESTS
from appliance.store.rows import Row, instant
from appliance.store.store import Store

STEP = 200
"""Rows of each kind that go at once: a caller's message waits behind no more."""

CALLS = """
SELECT rowid AS row, * FROM calls WHERE clock_set AND started < ?1 ORDER BY started LIMIT ?2
"""
CALLS_OF_NO_TIME = """
SELECT rowid AS row, * FROM calls WHERE NOT clock_set AND rowid < ?1 ORDER BY rowid LIMIT ?2
"""
DONE_WITH = """
(heard_at IS NOT NULL OR (recording IS NULL AND promised = ''))
AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.message = messages.id
    AND NOT settled AND state NOT IN ('sent', 'delivered'))
"""
"""Nobody is owed anything of a message: it was heard, or its SMS have gone out."""
MESSAGES = f"""
SELECT rowid AS row, * FROM messages WHERE clock_set AND taken_at < ?1 AND {DONE_WITH}
ORDER BY taken_at LIMIT ?2
"""
MESSAGES_OF_NO_TIME = f"""
SELECT rowid AS row, * FROM messages WHERE NOT clock_set AND rowid < ?1 AND {DONE_WITH}
ORDER BY rowid LIMIT ?2
"""
SENT = f"""
SELECT outbox.rowid AS row, outbox.*, messages.client AS client,
    messages.id IS NOT NULL AND NOT ({SMS_OF_SELFTESTS}) AS billed
FROM outbox LEFT JOIN messages ON messages.id = outbox.message
LEFT JOIN calls ON calls.id = messages.call
WHERE (state IN ('sent', 'delivered') OR settled)
"""
SMS = f"{SENT} AND sent_at < ?1 ORDER BY sent_at LIMIT ?2"
SMS_NEVER_SENT = f"{SENT} AND sent_at IS NULL AND promised_at < ?1 LIMIT ?2"
SMS_OF_NO_TIME = (
    f"{SENT} AND sent_at IS NULL AND promised_at IS NULL AND outbox.rowid < ?1 LIMIT ?2"
)
SMS_OF_A_MESSAGE = f"{SENT} AND messages.rowid = ?1"
INBOX = """
SELECT rowid AS row FROM inbox WHERE handled AND received_at < ?1 ORDER BY received_at LIMIT ?2
"""

Sums = dict[str, float]
Figures = dict[tuple[str, str], Sums]
"""First moment of the day and client -> what is added to the figures of that day."""


def expire(store: Store, wanted: Expire) -> bool:
    """Delete up to STEP rows of each kind; whether there may be more. Raises StoreError.

    A row whose clock was not set is as old as the next one whose clock was.
    """
    zone = ZoneInfo(wanted.zone)
    steps = (
        _calls(store, wanted.calls, zone),
        _messages(store, wanted.messages, zone),
        _sms(store, wanted.sms, zone),
        _inbox(store, wanted.sms),
    )
    return any(list(steps))


def _calls(store: Store, before: datetime | None, zone: ZoneInfo) -> bool:
    with store.transaction() as db:
        old = _old(db, before, CALLS, CALLS_OF_NO_TIME)
        _keep_figures(db, _figures_of_calls(old, zone))
        _delete(db, "calls", old)
    return len(old) >= STEP


def _messages(store: Store, before: datetime | None, zone: ZoneInfo) -> bool:
    """The sounds go first: one without a row would be taken for a message that was never stored."""
    with store.transaction() as db:
        old = _old(db, before, MESSAGES, MESSAGES_OF_NO_TIME)
        for row in old:
            store.drop_recording(row["recording"])
            _keep_figures(db, _figures_of_sms(db.query(SMS_OF_A_MESSAGE, [row["row"]]), zone))
        _delete(db, "messages", old)
    return len(old) >= STEP


def _sms(store: Store, before: datetime | None, zone: ZoneInfo) -> bool:
    with store.transaction() as db:
        old = _old(db, before, SMS, SMS_OF_NO_TIME)
        old += list(db.query(SMS_NEVER_SENT, [instant(before), STEP])) if before else []
        _keep_figures(db, _figures_of_sms(old, zone))
        _delete(db, "outbox", old)
    return len(old) >= STEP


def _inbox(store: Store, before: datetime | None) -> bool:
    if before is None:
        return False
    with store.transaction() as db:
        old = list(db.query(INBOX, [instant(before), STEP]))
        _delete(db, "inbox", old)
    return len(old) >= STEP


def _old(db: Database, before: datetime | None, known: str, unknown: str) -> list[Row]:
    if before is None:
        return []
    old = list(db.query(known, [instant(before), STEP]))
    newest = max((row["row"] for row in old), default=0)
    return old + list(db.query(unknown, [newest, STEP]))


def _delete(db: Database, table: str, rows: Iterable[Row]) -> None:
    for row in rows:
        db.execute(f"DELETE FROM {table} WHERE rowid = ?", [row["row"]])


def _figures_of_calls(rows: Iterable[Row], zone: ZoneInfo) -> Iterator[tuple[str, str, Sums]]:
    """What calls count, as usage.py counts them; the staff's own calls count nothing."""
    for row in rows:
        if row["disposition"] != "staff_line" and not is_of_selftest(row["client"], row["dialled"]):
            began = datetime.fromisoformat(row["started"])
            yield _day_of(began, zone), row["client"] or "", _counts(row, began)


def _counts(row: Row, began: datetime) -> Sums:
    disposition, talked = row["disposition"], row["talk_seconds"]
    seconds = (datetime.fromisoformat(row["ended"]) - began).total_seconds()
    return {
        "calls": 1,
        "answered": talked > 0,
        "messages": disposition in ("message_left", "message_taken"),
        "abandoned": disposition == "abandoned",
        "minutes": billed_minutes(talked),
        "abuse": row["abuse"],
        "outgoing": row["outgoing"],
        "seconds": seconds,
        "talk_seconds": talked,
    }


def _figures_of_sms(rows: Iterable[Row], zone: ZoneInfo) -> Iterator[tuple[str, str, Sums]]:
    for row in rows:
        if row["billed"] and row["sent_at"]:
            day = _day_of(datetime.fromisoformat(row["sent_at"]), zone)
            yield day, row["client"] or "", {"sms_parts": max(row["parts"], 1)}


def _day_of(at: datetime, zone: ZoneInfo) -> str:
    return instant(datetime.combine(at.astimezone(zone).date(), time(), zone).astimezone(UTC))


def _keep_figures(db: Database, counted: Iterable[tuple[str, str, Sums]]) -> None:
    """Within the transaction that deletes the rows: whatever ends it, they count once."""
    figures: Figures = {}
    for day, client, some in counted:
        sums = figures.setdefault((day, client), {})
        for name, value in some.items():
            sums[name] = sums.get(name, 0) + value
    for (day, client), sums in figures.items():
        db.execute("INSERT OR IGNORE INTO usage_days (day, client) VALUES (?, ?)", [day, client])
        for name, value in sums.items():
            if value:
                db.execute(
                    f"UPDATE usage_days SET {name} = {name} + ? WHERE day = ? AND client = ?",
                    [value, day, client],
                )

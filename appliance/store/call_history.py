"""Closed calls as the page reads them: their stories, page by page, and counts per client."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appliance.store.rows import Row, instant
from appliance.store.store import Store

PAGE = 30
ANSWERED = ("answered_from_card", "message_taken", "put_through", "call_back", "not_stated")
"""Dispositions of calls that a person has answered."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calls: of a client's id, with these digits in the caller's number, and older than a
    row of the table (0: from the newest on)."""

    client: str = ""
    caller: str = ""
    before: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """What a client (None: unknown lines) has used: calls, talk in seconds, and parts of SMS."""

    client: str | None
    calls: int
    answered: int
    messages: int
    abandoned: int
    talk_seconds: float
    sms_parts: int = 0


class CallHistory:
    """Reads the closed calls; every method raises StoreError, as those of Store do."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, wanted: Wanted) -> list[Row]:
        """Up to PAGE calls, newest first, each with its `trail` and its `row` for the next page."""
        where, values = _condition(wanted)
        sql = f"SELECT rowid AS row, * FROM calls WHERE {where} ORDER BY rowid DESC LIMIT ?"
        calls = self._store.query(sql, *values, PAGE)
        stories = self._stories([call["id"] for call in calls])
        return [call | {"trail": stories.get(call["id"], [])} for call in calls]

    def _stories(self, calls: list[str]) -> dict[str, list[Row]]:
        marks = ", ".join("?" * len(calls))
        sql = f"SELECT call, at, words FROM trail WHERE call IN ({marks}) ORDER BY call, step"
        found: dict[str, list[Row]] = {}
        for step in self._store.query(sql, *calls):
            found.setdefault(step["call"], []).append(step)
        return found

    def usage(self, since: datetime, until: datetime) -> list[Usage]:
        """What each client has used in a time, by the start of the call; the busiest first."""
        between = (instant(since), instant(until))
        parts = {row["client"]: row["parts"] for row in self._store.query(_SMS, *between)}
        rows = self._store.query(_CALLS, *ANSWERED, *between)
        return list(_usages(rows, parts))


_CALLS = f"""
    SELECT client, count(*) AS calls,
           sum(disposition IN ({", ".join("?" * len(ANSWERED))})) AS answered,
           sum(disposition IN ('message_left', 'message_taken')) AS messages,
           sum(disposition = 'abandoned') AS abandoned,
           sum(talk_seconds) AS talk_seconds
    FROM calls WHERE started >= ? AND started < ? GROUP BY client ORDER BY calls DESC, client
"""
_SMS = """
    SELECT messages.client AS client, sum(outbox.parts) AS parts
    FROM outbox JOIN messages ON messages.id = outbox.message
    WHERE outbox.sent_at >= ? AND outbox.sent_at < ? GROUP BY messages.client
"""


def _usages(rows: Iterable[Row], parts: dict[Any, int]) -> Iterable[Usage]:
    for row in rows:
        yield Usage(**row, sms_parts=parts.get(row["client"]) or 0)


def _condition(wanted: Wanted) -> tuple[str, list[object]]:
    conditions: list[str] = ["1"]
    values: list[object] = []
    if wanted.client:
        conditions.append("client = ?")
        values.append(wanted.client)
    if digits := "".join(c for c in wanted.caller if c.isdigit()):
        conditions.append("caller LIKE ?")
        values.append(f"%{digits}%")
    if wanted.before:
        conditions.append("rowid < ?")
        values.append(wanted.before)
    return " AND ".join(conditions), values

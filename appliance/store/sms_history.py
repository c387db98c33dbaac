"""What a box that starts must know of the SMS that went out and came in before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from appliance.core.model.ids import SmsHistory
from appliance.core.state.inbox import MOST_REMEMBERED
from appliance.store.rows import Row, instant, sms_of

Query = Callable[..., list[Row]]

AWAITING = """
SELECT * FROM outbox WHERE +state = 'sent' AND unreported != '' AND sent_at > ? ORDER BY sent_at
"""
SPENT = "SELECT number, sum(parts) AS parts FROM outbox WHERE sent_at >= ? GROUP BY +number"
LAST_MESSAGES = """
WITH RECURSIVE
  numbers (number) AS (
    SELECT min(number) FROM outbox
    UNION ALL
    SELECT (SELECT min(number) FROM outbox WHERE number > numbers.number) FROM numbers
    WHERE number IS NOT NULL
  )
SELECT number, message FROM outbox WHERE rowid IN (
  SELECT (
    SELECT rowid FROM outbox AS own WHERE own.number = numbers.number AND message IS NOT NULL
    ORDER BY rowid DESC LIMIT 1
  ) FROM numbers
)
"""
"""A plus keeps SQLite from an index by which it would look at all that was ever sent; the numbers
are found by going from each to the next one (sqlite.org/optoverview.html, sections 2 and 12)."""


def sms_history(query: Query, since: datetime, day: datetime) -> SmsHistory:
    """The history; reports are awaited of what was sent after `since`, parts counted from `day`."""
    newest = f"ORDER BY rowid DESC LIMIT {MOST_REMEMBERED}"
    seen = query(f"SELECT id FROM inbox {newest}")
    asked = query(f"SELECT id FROM outbox WHERE id >= 'desk-' AND id < 'desk.' {newest}")
    lying = query(f"SELECT pieces FROM inbox WHERE (pieces = '') = 0 {newest}")
    return SmsHistory(
        awaiting=tuple(map(sms_of, query(AWAITING, instant(since)))),
        spent=tuple((row["number"], row["parts"]) for row in query(SPENT, instant(day))),
        stopped=_column(query("SELECT number FROM sms_stops WHERE stopped"), "number"),
        seen=_column(seen, "id")[::-1],
        unhandled=_column(query("SELECT id FROM inbox WHERE handled = 0"), "id"),
        last_messages=tuple((row["number"], row["message"]) for row in query(LAST_MESSAGES)),
        asked=_column(asked, "id")[::-1],
        pieces=tuple(piece for row in reversed(lying) for piece in row["pieces"].split()),
    )


def _column(rows: list[Row], name: str) -> tuple[str, ...]:
    return tuple(row[name] for row in rows)

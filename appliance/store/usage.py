"""What each client has used in a span of time, counted from the closed calls for the bill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from appliance.core.model import Disposition, SmsState
from appliance.store.rows import Row, instant

Query = Callable[..., list[Row]]


@dataclass(frozen=True, slots=True)
class Usage:
    """One client's calls and SMS; `client` None: of unknown lines. Seconds throughout.

    `answered` were talked to by a person for `talk_seconds` in all; `seconds` is the whole time of
    every call on the line, menu, waiting, and message included. `minutes` are talked minutes, each
    call rounded up to the whole minute. `sms` counts parts of SMS that the network has taken.
    """

    client: str | None
    calls: int = 0
    answered: int = 0
    seconds: float = 0.0
    talk_seconds: float = 0.0
    minutes: int = 0
    messages: int = 0
    sms: int = 0
    abuse: int = 0


CALLS = """
    SELECT client, COUNT(*) AS calls,
        SUM(talk_seconds > 0) AS answered,
        ROUND(SUM(julianday(ended) - julianday(started)) * 86400, 1) AS seconds,
        SUM(talk_seconds) AS talk_seconds,
        SUM(CAST((talk_seconds + 59.999) / 60 AS INTEGER)) AS minutes,
        SUM(abuse) AS abuse
    FROM calls WHERE started >= ? AND started < ? AND disposition != ?
    GROUP BY client
"""
MESSAGES = """
    SELECT client, COUNT(*) AS messages FROM messages
    WHERE taken_at >= ? AND taken_at < ? GROUP BY client
"""
SMS = """
    SELECT messages.client AS client, SUM(MAX(outbox.parts, 1)) AS sms
    FROM outbox JOIN messages ON outbox.message = messages.id
    WHERE outbox.sent_at >= ? AND outbox.sent_at < ? AND outbox.state IN (?, ?)
    GROUP BY messages.client
"""


def usage(query: Query, since: datetime, until: datetime) -> tuple[Usage, ...]:
    """The usage of each client from `since` up to, not including, `until` (aware), by id."""
    span = instant(since), instant(until)
    rows = query(CALLS, *span, Disposition.STAFF_LINE.value)
    rows += query(MESSAGES, *span)
    rows += query(SMS, *span, SmsState.SENT.value, SmsState.DELIVERED.value)
    counted: dict[str | None, Row] = {}
    for row in rows:
        counted.setdefault(row["client"], {}).update(row)
    return tuple(Usage(**counted[client]) for client in sorted(counted, key=lambda c: c or ""))

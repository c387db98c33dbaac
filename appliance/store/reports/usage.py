"""What each client has used in a span of time, counted from the closed calls for the bill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appliance.core.model.billing import SELFTEST, billed_minutes
from appliance.store.rows import Row, instant

Query = Callable[..., list[Row]]


@dataclass(frozen=True, slots=True)
class Usage:
    """One client's calls and SMS; `client` None: of unknown lines. Seconds throughout.

    `answered` were talked to by a person, for `talk_seconds` in all and the `minutes`
    of the bill; `seconds` is the whole time of every call, menu and waiting included.
    `outgoing` are those of them that we dialled.
    `messages` were taken or spoken. `sms_parts` are those that the network has taken.
    """

    client: str | None
    calls: int = 0
    answered: int = 0
    messages: int = 0
    abandoned: int = 0
    seconds: float = 0.0
    talk_seconds: float = 0.0
    minutes: int = 0
    sms_parts: int = 0
    abuse: int = 0
    outgoing: int = 0


SELFTESTS = f"client IS '{SELFTEST}' AND dialled LIKE '{SELFTEST}-%'"
SMS_OF_SELFTESTS = (
    f"messages.client IS '{SELFTEST}' AND ifnull(calls.dialled, '{SELFTEST}-') LIKE '{SELFTEST}-%'"
)
CALLS = f"""
    SELECT client, count(*) AS calls,
        sum(talk_seconds > 0) AS answered,
        sum(disposition IN ('message_left', 'message_taken')) AS messages,
        sum(disposition = 'abandoned') AS abandoned,
        sum(julianday(ended) - julianday(started)) * 86400 AS seconds,
        sum(talk_seconds) AS talk_seconds,
        sum(abuse) AS abuse,
        sum(outgoing) AS outgoing
    FROM calls WHERE started >= ? AND started < ? AND disposition != 'staff_line'
    AND NOT ({SELFTESTS}) GROUP BY client
"""
TALKS = f"""
    SELECT client, talk_seconds, count(*) AS talks
    FROM calls WHERE started >= ? AND started < ? AND disposition != 'staff_line'
    AND NOT ({SELFTESTS}) GROUP BY client, talk_seconds
"""
SMS = f"""
    SELECT messages.client AS client, sum(max(outbox.parts, 1)) AS sms_parts
    FROM outbox JOIN messages ON messages.id = outbox.message
    LEFT JOIN calls ON calls.id = messages.call
    WHERE outbox.sent_at >= ? AND outbox.sent_at < ? AND NOT ({SMS_OF_SELFTESTS})
    GROUP BY messages.client
"""


KEPT = """
    SELECT nullif(client, '') AS client, sum(calls) AS calls, sum(answered) AS answered,
        sum(messages) AS messages, sum(abandoned) AS abandoned, sum(seconds) AS seconds,
        sum(talk_seconds) AS talk_seconds, sum(minutes) AS minutes, sum(sms_parts) AS sms_parts,
        sum(abuse) AS abuse, sum(outgoing) AS outgoing
    FROM usage_days WHERE day >= ? AND day < ? GROUP BY usage_days.client
"""
"""The figures of days whose calls or SMS are deleted (retention.py)."""


def usage(query: Query, since: datetime, until: datetime) -> list[Usage]:
    """The usage of each client from `since` up to, not including, `until` (aware).

    The busiest first; a call counts by its start, an SMS by its sending. Of what is deleted
    whole days count, by the office's clock.
    """
    span = instant(since), instant(until)
    counted: dict[str | None, Counter[str]] = {}
    for sql in (CALLS, SMS, KEPT):
        for row in query(sql, *span):
            client = row.pop("client")
            counted.setdefault(client, Counter()).update(row)
    for row in query(TALKS, *span):
        minutes = row["talks"] * billed_minutes(row["talk_seconds"])
        counted[row["client"]].update(minutes=minutes)
    found = [Usage(client, **_rounded(sums)) for client, sums in counted.items()]
    return sorted(found, key=lambda used: (-used.calls, used.client or ""))


def _rounded(sums: Counter[str]) -> dict[str, Any]:
    """The sums of a client; tenths of a second are what the clock knows."""
    seconds: float = sums["seconds"]
    talked: float = sums["talk_seconds"]
    return {**sums, "seconds": round(seconds, 1), "talk_seconds": round(talked, 1)}

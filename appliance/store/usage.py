"""What each client has used in a span of time, counted from the closed calls for the bill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from appliance.core.billing import billed_minutes
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


CALLS = """
    SELECT client, count(*) AS calls,
        sum(talk_seconds > 0) AS answered,
        sum(disposition IN ('message_left', 'message_taken')) AS messages,
        sum(disposition = 'abandoned') AS abandoned,
        round(sum(julianday(ended) - julianday(started)) * 86400, 1) AS seconds,
        sum(talk_seconds) AS talk_seconds,
        sum(abuse) AS abuse,
        sum(outgoing) AS outgoing
    FROM calls WHERE started >= ? AND started < ? AND disposition != 'staff_line'
    GROUP BY client ORDER BY calls DESC, client
"""
TALKS = """
    SELECT client, talk_seconds, count(*) AS talks
    FROM calls WHERE started >= ? AND started < ? AND disposition != 'staff_line'
    GROUP BY client, talk_seconds
"""
SMS = """
    SELECT messages.client AS client, sum(max(outbox.parts, 1)) AS sms_parts
    FROM outbox JOIN messages ON messages.id = outbox.message
    WHERE outbox.sent_at >= ? AND outbox.sent_at < ? GROUP BY messages.client
"""


def usage(query: Query, since: datetime, until: datetime) -> list[Usage]:
    """The usage of each client from `since` up to, not including, `until` (aware).

    The busiest first; a call counts by its start, an SMS by its sending.
    """
    counted: dict[str | None, Row] = {}
    for row in query(CALLS, instant(since), instant(until)):
        counted[row["client"]] = {**row, "minutes": 0}
    for row in query(TALKS, instant(since), instant(until)):
        counted[row["client"]]["minutes"] += row["talks"] * billed_minutes(row["talk_seconds"])
    for row in query(SMS, instant(since), instant(until)):
        counted[row["client"]] = {**counted.get(row["client"], {}), **row}
    return [Usage(**row) for row in counted.values()]

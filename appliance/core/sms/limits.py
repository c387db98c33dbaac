"""When an SMS may go out: quiet hours, the day's limits, and how long it stays worth sending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from appliance.core.model.ids import Moment, Sms, SmsFailure, SmsPriority
from appliance.core.settings.directory import Office
from appliance.core.settings.hours import at_night
from appliance.core.state.outbox import Tally

RESTS: Mapping[SmsFailure, tuple[float, float]] = {
    SmsFailure.NOT_READY: (5.0, 60.0),
    SmsFailure.NETWORK: (15.0, 3600.0),
    SmsFailure.MODEM: (30.0, 3600.0),
    SmsFailure.SIM: (300.0, 21600.0),
}
"""Seconds until the next try: after the first failure, and at most; doubled each time."""


def counted(spent: Iterable[tuple[str, int]], now: Moment) -> Tally:
    """The tally as the store remembers it."""
    to = dict(spent)
    return Tally(now.wall.date(), sum(to.values()), to)


def rest_seconds(failure: SmsFailure, attempts: int) -> float:
    """How long a row rests after having failed so many times before."""
    first, longest = RESTS[failure]
    return min(longest, first * 2.0 ** min(attempts, 12))


def quiet(office: Office, now: Moment) -> bool:
    """Whether only urgent SMS and replies go out now; an unset clock keeps nothing back."""
    return at_night(office.sms_quiet, now)


def passes_quiet(row: Sms) -> bool:
    """Whether a row goes out in quiet hours too: urgent ones, and replies to people awake."""
    return row.priority is SmsPriority.URGENT or row.answers is not None


def used_up(tally: Tally, row: Sms, office: Office, now: Moment) -> bool:
    """Whether the row would exceed what the office sends in a day."""
    return tally.on(now).parts + row.parts > office.sms_per_day


def recipient_used_up(tally: Tally, row: Sms, office: Office, now: Moment) -> bool:
    """Whether the row would exceed what one number gets in a day."""
    return tally.on(now).to.get(row.number, 0) + row.parts > office.sms_per_recipient


def expired(row: Sms, office: Office, now: Moment) -> bool:
    """Whether a row has waited too long; without a set clock nobody knows."""
    if row.promised_at is None or not now.clock_set:
        return False
    return now.wall - row.promised_at > timedelta(seconds=office.sms_expire_seconds)


def stamped(row: Sms, now: Moment) -> Sms:
    """The row with the time of its promise; one of a time without a clock counts from now."""
    if row.promised_at is not None or not now.clock_set:
        return row
    return replace(row, promised_at=now.wall)

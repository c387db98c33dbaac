"""Opening hours: whether a line is answered at a time, and if not, why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from appliance.core.model.ids import Moment
from appliance.core.settings.directory import Directory, Hours
from appliance.core.settings.lines import Line

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def closed(directory: Directory, line: Line, at: datetime) -> str:
    """Why a line is closed: "hours", "holiday", or "" while it is open.

    `at` is the office's own time. A line without hours is always open.
    """
    return closed_at(directory, line.hours, at)


def closed_at(directory: Directory, named: str | None, at: datetime) -> str:
    """Why an entry of [hours] does not hold at a time, as `closed`; none is always open."""
    hours = directory.hours.get(named or "")
    if hours is None:
        return ""
    if is_holiday(hours, directory.holidays, at.date()):
        return "holiday"
    today = hours.weekly.get(WEEKDAYS[at.weekday()], ())
    return "" if any(within(span, at.time()) for span in today) else "hours"


def is_holiday(hours: Hours, holidays: Mapping[date, str], day: date) -> bool:
    """Whether the office has taken the day off."""
    return day.isoformat() in hours.closed_days or (hours.holidays and day in holidays)


def within(span: str, at: time) -> bool:
    """Whether a time lies in "08:00-16:00"; the end is outside, "00:00" as the end is midnight."""
    opens, closes = (time.fromisoformat(part) for part in span.split("-"))
    return opens <= at and (at < closes or closes == time(0))


def at_night(span: str, now: Moment) -> bool:
    """Whether it is within a span that may lie across midnight, such as "22:00-07:00".

    It never is without a span, or while the clock is not set.
    """
    if not span or not now.clock_set:
        return False
    begins, ends = (time.fromisoformat(part) for part in span.split("-"))
    at = now.wall.time()
    return begins <= at < ends if begins <= ends else at >= begins or at < ends

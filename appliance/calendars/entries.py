"""One occurrence of an event becomes an entry: when, how it is shown, and nothing else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Component

from appliance.calendars.shown import shown
from appliance.calendars.window import midnight
from appliance.core.calendar import Entry, Shown

ALL_DAY_MARKS = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT")
NOON = timedelta(hours=12)
DAY = timedelta(days=1)


def entry_of(occurrence: Component, owners: Collection[str], zone: ZoneInfo) -> Entry | None:
    """The entry of an occurrence with DTSTART and DTEND; None if it takes none of its owner's time.

    Floating times are on the office's clock. Raises ValueError where it ends before it begins.
    """
    how = shown(occurrence, owners)
    if how is None:
        return None
    begins, ends = occurrence["DTSTART"].dt, occurrence["DTEND"].dt
    if not isinstance(begins, datetime):
        return _of_days(begins, _day(ends), how, zone)
    begins, ends = _aware(begins, zone), _aware(_moment(ends), zone)
    if ends < begins:
        raise ValueError("an entry ends before it begins")
    if _is_all_day(occurrence, begins, ends):
        first, last = _nearest_midnight(begins), _nearest_midnight(ends)
        return _of_days(first, last, how, zone)
    return Entry(begins, ends, how) if begins < ends else None


def _of_days(first: date, last: date, how: Shown, zone: ZoneInfo) -> Entry:
    """Whole days; `last` is exclusive, yet some programs write the first day once more."""
    if last < first:
        raise ValueError("an entry ends before it begins")
    last = max(last, first + DAY)
    return Entry(midnight(first, zone), midnight(last, zone), how, all_day=True)


def _is_all_day(event: Component, begins: datetime, ends: datetime) -> bool:
    """What Outlook marks so, and whole days that are written with times."""
    marks = {str(event[mark]).strip().upper() for mark in ALL_DAY_MARKS if mark in event}
    if marks:
        return "TRUE" in marks
    return begins < ends and begins.time() == ends.time() == time.min


def _nearest_midnight(moment: datetime) -> date:
    """The day that begins nearest: a whole day of another time zone is moved by hours."""
    return (moment.replace(tzinfo=None) + NOON).date()


def _aware(moment: datetime, zone: ZoneInfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(zone)


def _moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time.min)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value

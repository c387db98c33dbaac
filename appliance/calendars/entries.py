"""One occurrence of an event becomes an entry: when, how it is shown, and nothing else."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Component

from appliance.calendars.event import ALL_DAY, GONE, SHOWN
from appliance.calendars.window import midnight
from appliance.core.model.calendar import Entry, Shown

NOON = timedelta(hours=12)
DAY = timedelta(days=1)


def entry_of(occurrence: Component, zone: ZoneInfo) -> Entry | None:
    """The entry of an occurrence with DTSTART and DTEND; None if it takes none of its owner's time.

    Both are days, or both times with a zone.
    """
    if occurrence[SHOWN] == GONE:
        return None
    how = Shown(occurrence[SHOWN])
    begins, ends = occurrence["DTSTART"].dt, occurrence["DTEND"].dt
    if not isinstance(begins, datetime):
        return _of_days(begins, ends, how, zone)
    begins, ends = begins.astimezone(zone), ends.astimezone(zone)
    if _is_all_day(occurrence, begins, ends):
        return _of_days(_nearest_midnight(begins), _nearest_midnight(ends), how, zone)
    return Entry(begins, ends, how) if begins < ends else None


def _of_days(first: date, last: date, how: Shown, zone: ZoneInfo) -> Entry:
    """Whole days; `last` is exclusive, yet some programs write the first day once more."""
    last = max(last, first + DAY)
    return Entry(midnight(first, zone), midnight(last, zone), how, all_day=True)


def _is_all_day(event: Component, begins: datetime, ends: datetime) -> bool:
    """What Outlook marks so, and whole days that are written with times."""
    if mark := event.get(ALL_DAY):
        return bool(mark == "TRUE")
    return begins < ends and begins.time() == ends.time() == time.min


def _nearest_midnight(moment: datetime) -> date:
    """The day that begins nearest: a whole day of another time zone is moved by hours."""
    return (moment.replace(tzinfo=None) + NOON).date()

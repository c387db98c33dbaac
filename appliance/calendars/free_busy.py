"""Free-busy times (VFREEBUSY, RFC 5545 section 3.6.4), which tell only when and how."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from icalendar import Component

from appliance.calendars.shown import FREE_BUSY_TYPE
from appliance.core.calendar import Entry, Shown


def free_busy_entries(component: Component, zone: ZoneInfo) -> Iterator[Entry]:
    """Every time that it tells; raises whatever the library does where it is broken."""
    periods = component.get("FREEBUSY", [])
    for period in periods if isinstance(periods, list) else [periods]:
        kind = str(period.params.get("FBTYPE", "BUSY")).upper()
        begins, length = period.dt
        ends = begins + length if isinstance(length, timedelta) else length
        if begins < ends:
            yield Entry(
                begins.astimezone(zone), ends.astimezone(zone), FREE_BUSY_TYPE.get(kind, Shown.BUSY)
            )

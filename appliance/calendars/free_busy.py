"""Free-busy times (VFREEBUSY, RFC 5545 section 3.6.4), which tell only when and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from appliance.calendars.lines import Line
from appliance.calendars.shown import FREE_BUSY_TYPE
from appliance.calendars.tally import Tally
from appliance.calendars.values import items, length, timed, written
from appliance.core.model.calendar import Entry, Shown


def free_busy_entries(lines: Sequence[Line], zone: ZoneInfo, tally: Tally) -> Iterator[Entry]:
    """Every time that FREEBUSY lines tell; those that mean nothing are left out and counted."""
    for line in lines:
        said = timed(line)
        kind = said.params.get("FBTYPE", "BUSY").upper()
        for text in items(said.value):
            try:
                begins, ends = _period(text, zone)
            except (ValueError, OverflowError):
                tally.skipped += 1
                continue
            if begins < ends:
                yield Entry(begins, ends, FREE_BUSY_TYPE.get(kind, Shown.BUSY))


def _period(text: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a PERIOD (RFC 5545 section 3.3.9) begins and ends; raises ValueError."""
    begin, divided, end = text.partition("/")
    begins = _moment(begin, zone)
    if not divided:
        raise ValueError("this time has no end")
    ends = begins + length(end) if end.upper().startswith("P") else _moment(end, zone)
    if ends < begins:
        raise ValueError("it ends before it begins")
    return begins, ends


def _moment(text: str, zone: ZoneInfo) -> datetime:
    found = written(text)
    if not isinstance(found.at, datetime):
        raise ValueError("this is no time")
    return found.at.replace(tzinfo=UTC if found.utc else zone).astimezone(zone)

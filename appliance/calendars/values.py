"""What stands in a property of a calendar: parameters, days and times, however they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from icalendar import vDuration

from appliance.calendars.lines import Line

LAST_DAY = date(2199, 12, 31)
"""The end of time; some programs write the year 9999, where no time zone can be reckoned with."""

FIRST_DAY = date(1900, 1, 1)
UTC_MARK = "Z"


class Property(NamedTuple):
    """The parameters, by names in upper case, and the value of a line."""

    params: Mapping[str, str]
    value: str


class Written(NamedTuple):
    """A day, or a time on the clock that `utc` or the property's TZID names."""

    at: date
    utc: bool = False


def timed(line: Line) -> Property:
    """A property of days and times, in whose value no colon stands: so TZID may hold some."""
    head, _, value = line.rest.rpartition(":")
    return Property(parameters(head), value.strip())


def plain(line: Line) -> Property:
    """Any other property."""
    at = next(unquoted(line.rest, ":"), len(line.rest))
    return Property(parameters(line.rest[:at]), line.rest[at + 1 :].strip())


def attendee(line: Line) -> Property:
    """Somebody who is invited; a name may hold a colon although it stands in no quotes."""
    at = line.rest.lower().rfind(":mailto:")
    if at < 0:
        return plain(line)
    return Property(parameters(line.rest[:at]), line.rest[at + 1 :].strip())


def parameters(text: str) -> dict[str, str]:
    """The parameters that stand between name and value (RFC 5545 section 3.2)."""
    places = [-1, *unquoted(text, ";"), len(text)]
    parts = (text[a + 1 : b] for a, b in pairwise(places))
    pairs = (part.partition("=") for part in parts if "=" in part)
    return {name.strip().upper(): value.strip().strip('"') for name, _, value in pairs}


def unquoted(text: str, mark: str) -> Iterator[int]:
    """Where a character stands outside of quotation marks."""
    quoted = False
    for place, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        elif char == mark and not quoted:
            yield place


def written(text: str) -> Written:
    """A DATE or DATE-TIME (RFC 5545 sections 3.3.4 and 3.3.5); raises ValueError.

    24:00 is the midnight after, as ISO 8601 once had it; a leap second is the second before.
    """
    text = text.strip().upper().replace("-", "")
    day, has_time, clock = text.partition("T")
    if len(day) != 8 or not _digits(day):
        raise ValueError("this is no day")
    when = min(max(date(int(day[:4]), int(day[4:6]), int(day[6:])), FIRST_DAY), LAST_DAY)
    if not has_time:
        return Written(when)
    utc = clock.endswith(UTC_MARK)
    return Written(_at(when, clock.removesuffix(UTC_MARK)), utc)


def _at(day: date, clock: str) -> datetime:
    if len(clock) not in (4, 6) or not _digits(clock):
        raise ValueError("this is no time")
    hour, minute, second = int(clock[:2]), int(clock[2:4]), int(clock[4:] or 0)
    if (hour, minute, second) == (24, 0, 0):
        return datetime.combine(day, time.min) + timedelta(days=1)
    return datetime.combine(day, time(hour, minute, 59 if second == 60 else second))


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def length(text: str) -> timedelta:
    """A DURATION (RFC 5545 section 3.3.6) that is not negative; raises ValueError."""
    try:
        found = vDuration.from_ical(text.strip().upper())
    except (OverflowError, TypeError, AttributeError) as error:
        raise ValueError("this is no length of time") from error
    if not isinstance(found, timedelta) or found < timedelta(0):
        raise ValueError("it ends before it begins")
    return found


def items(text: str) -> list[str]:
    """The values of a list with commas; empty ones, as after a last comma, are none."""
    return [each for each in (part.strip() for part in text.split(",")) if each]

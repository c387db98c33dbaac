"""What stands in a property of a calendar: parameters, days and times, however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from icalendar import vDuration

from appliance.calendars.lines import Line

LAST_DAY = date(2199, 12, 31)
"""The end of time; some programs write the year 9999, where no time zone can be reckoned with."""

FIRST_DAY = date(1900, 1, 1)
FARTHEST_AHEAD = timedelta(hours=18)
"""No clock of the world is farther from UTC."""

_DAY = re.compile(r"\s*([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?![0-9])")
_BEGINS = re.compile(r"\s*[0-9]{4}(?:[0-9]{4}|-[0-9]{1,2}-[0-9]{1,2})(?![0-9])")
_MOMENT = re.compile(
    r"(?:([0-9]{4})-?([0-9]{2})-?([0-9]{2})|([0-9]{4})-([0-9]{1,2})-([0-9]{1,2}))"
    r"(?:(?:T| ) *(?P<hour>[0-9]{2}|[0-9](?=:))(?::?(?P<minute>[0-9]{2})"
    r"(?::?(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?)? ?"
    r"(?P<zone>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9]))?")
_PART = re.compile(
    r"([0-9]{1,9}(?:[.,][0-9]{1,9})?)"
    r"(W(?:EEKS?)?|D(?:AYS?)?|H(?:(?:OU)?RS?)?|M(?:IN(?:UTE)?S?)?|S(?:EC(?:OND)?S?)?)(?![A-SU-Z])"
)
_PARTS = re.compile(rf"P?(?:T?{_PART.pattern})+")
_UNITS = {
    "W": timedelta(weeks=1),
    "D": timedelta(days=1),
    "H": timedelta(hours=1),
    "M": timedelta(minutes=1),
    "S": timedelta(seconds=1),
}


class Property(NamedTuple):
    """The parameters, by names in upper case, and the value of a line."""

    params: Mapping[str, str]
    value: str


class Written(NamedTuple):
    """A day, or a time on the clock that `utc` or the property's TZID names.

    `offset`: the time was written on a clock so much ahead of UTC, in which it stands here.
    """

    at: date
    utc: bool = False
    offset: timedelta | None = None


def timed(line: Line) -> Property:
    """A property of days and times: its value begins where a day does, for TZID may hold colons."""
    head, value = parted(line.rest)
    return Property(parameters(head), value)


def parted(rest: str) -> tuple[str, str]:
    """The parameters of days and times, and their value, in which colons may stand too."""
    at = rest.find(":")
    while at >= 0 and not _BEGINS.match(rest, at + 1):
        at = rest.find(":", at + 1)
    if at < 0:
        at = rest.rfind(":")
    return rest[: max(at, 0)], rest[at + 1 :].strip()


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
    """A DATE or DATE-TIME (RFC 5545 sections 3.3.4 and 3.3.5), or ISO 8601; raises ValueError.

    24:00 is the midnight after, as ISO 8601 once had it; a leap second is the second before.
    """
    found = _MOMENT.fullmatch(text.strip().upper())
    if found is None:
        raise ValueError("this is no day")
    day = found.group(1, 2, 3) if found[1] else found.group(4, 5, 6)
    when = min(max(date(*map(int, day)), FIRST_DAY), LAST_DAY)
    if found["hour"] is None:
        return Written(when)
    at = _at(when, *(int(found[name] or 0) for name in ("hour", "minute", "second")))
    zone = found["zone"] or ""
    if zone[:1] not in ("+", "-"):
        return Written(at, utc=bool(zone))
    offset = _offset(zone)
    return Written(at - offset, utc=True, offset=offset)


def day_at_a_glance(text: str) -> str:
    """The day with which a value begins, as YYYYMMDD; "" if it is written in another way."""
    found = _DAY.match(text)
    return "".join(found.groups()) if found else ""


def _at(day: date, hour: int, minute: int, second: int) -> datetime:
    if (hour, minute, second) == (24, 0, 0):
        return datetime.combine(day, time.min) + timedelta(days=1)
    return datetime.combine(day, time(hour, minute, 59 if second == 60 else second))


def _offset(zone: str) -> timedelta:
    hours, minutes = int(zone[1:3]), int(zone[3:].lstrip(":") or 0)
    ahead = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or ahead > FARTHEST_AHEAD:
        raise ValueError("no clock is so far from UTC")
    return -ahead if zone[0] == "-" else ahead


def length(text: str) -> timedelta:
    """A DURATION (RFC 5545 section 3.3.6) that is not negative; raises ValueError."""
    text = text.strip().upper()
    try:
        found = vDuration.from_ical(text)
    except (OverflowError, TypeError, AttributeError, ValueError):
        found = _loosely(text)
    if not isinstance(found, timedelta) or found < timedelta(0):
        raise ValueError("it ends before it begins")
    return found


def _loosely(text: str) -> timedelta:
    """What programs write instead: "1:30", "1H30M", "PT1,5H", "90 min"; raises ValueError."""
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(each or 0) for each in clock.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    text = text.removeprefix("+").replace(" ", "")
    parts = [(number, unit[0]) for number, unit in _PART.findall(text)]
    units = "".join(unit for _, unit in parts)
    months = text[:1] == "P" and "T" not in text and "H" not in units and "M" in units
    if months or not units or not _PARTS.fullmatch(text):
        raise ValueError("this is no length of time")
    try:
        return sum((float(n.replace(",", ".")) * _UNITS[u] for n, u in parts), timedelta(0))
    except OverflowError as error:
        raise ValueError("this is no length of time") from error


def items(text: str) -> list[str]:
    """The values of a list with commas; empty ones, as after a last comma, are none."""
    return [each for each in (part.strip() for part in text.split(",")) if each]

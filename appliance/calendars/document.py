"""The text of a calendar (RFC 5545) to its components, however untidy its author was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from zoneinfo import available_timezones

from icalendar import Calendar, Component
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from appliance.calendars.troubles import CalendarError

NAME = re.compile(r"([A-Za-z0-9-]+)[;:]")
"""What a line begins with (RFC 5545 section 3.1); some programs break a long text anywhere."""

READ = frozenset(
    {
        *("BEGIN", "END", "UID", "SEQUENCE", "RECURRENCE-ID", "STATUS", "TRANSP", "ATTENDEE"),
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "FREEBUSY"),
        *("TZID", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "X-WR-TIMEZONE", "X-WR-CALNAME"),
        *("X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-ALLDAYEVENT"),
        "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT",
    }
)
"""All that is read at all: titles, places and texts are thrown away before anybody looks."""

ZONE = re.compile(r"BEGIN:VTIMEZONE\b.{0,20000}?\bEND:VTIMEZONE\b", re.IGNORECASE | re.DOTALL)
ZONE_NAME = re.compile(r"^TZID:(.*?)\s*$", re.IGNORECASE | re.MULTILINE)
LEFT_OUT = frozenset({"VALARM", "VTODO", "VJOURNAL"})

WEB_PAGE = (
    "What answers there is a web page, not a calendar; perhaps it asks for a log-in. "
    "Use the calendar's ICS address, or give a user and a password."
)
NO_CALENDAR = (
    "What answers there is not a calendar. Use the address that the calendar's settings give "
    "for reading it in other programs (ICS, iCal)."
)
BREAKS_OFF = "The calendar breaks off in the middle; it is read again soon."
MALFORMED = "The calendar is malformed as a whole, and none of its entries can be trusted."


EMPTY = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR"


def is_calendar(document: bytes) -> bool:
    """Whether a calendar begins anywhere in it, in order or not."""
    return b"BEGIN:VCALENDAR" in document.upper()


def calendars(document: bytes) -> list[Component]:
    """Every calendar of a document; raises CalendarError."""
    text = document.decode("utf-8-sig", errors="replace")
    _check_is_calendar(text)
    try:
        text = ZONE.sub(_unless_known, text)
        return list(Calendar.from_ical("\r\n".join(_content_lines(text)), multiple=True))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CalendarError(MALFORMED) from error


def _check_is_calendar(text: str) -> None:
    upper = text.upper()
    begun = upper.count("BEGIN:VCALENDAR")
    if not begun:
        page = re.match(r"\s*<(!doctype html|html|head|body)", text, re.IGNORECASE)
        raise CalendarError(WEB_PAGE if page else NO_CALENDAR)
    if upper.count("END:VCALENDAR") < begun:
        raise CalendarError(BREAKS_OFF)


def _unless_known(definition: re.Match[str]) -> str:
    """A zone that has a name, also one of Windows, is known: its rules from 1601 on cost time."""
    named = ZONE_NAME.search(definition[0])
    return "" if named and _is_known(named[1]) else definition[0]


@cache
def _is_known(name: str) -> bool:
    return name in WINDOWS_TO_OLSON or name in available_timezones()


def _content_lines(text: str) -> Iterator[str]:
    """The lines that are read, folded as they were (RFC 5545 section 3.1).

    Raises ValueError where the components are not nested properly.
    """
    kept, around = False, [""]
    for line in re.split(r"\r\n|\n|\r", text):
        if not line.startswith((" ", "\t")):
            named = NAME.match(line)
            name = named[1].upper() if named else ""
            value = line[len(name) + 1 :].strip().upper()
            if name == "BEGIN":
                around.append(value)
            kept = name in READ and not LEFT_OUT.intersection(around)
            if name == "END" and around.pop() != value:
                raise ValueError("what ends here did not begin here")
        if kept:
            yield line
    if around != [""]:
        raise ValueError("something does not end")

"""Calendars as programs write them, and the week in which the tests read them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from appliance.calendars.reading import Reading, read_calendar
from appliance.calendars.window import Window

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 3, 25, 9, 30, tzinfo=OSLO)
"""A Wednesday; summer time begins on the Sunday after it."""

W_EUROPE = """
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def event(*lines: str, uid: str = "") -> str:
    """An event of these lines; each gets a UID of its own unless it is said."""
    uid = uid or f"{abs(hash(lines))}@example.com"
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


def ics(*parts: str) -> bytes:
    """A calendar document of these parts."""
    text = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", *parts])
    lines = [line for line in f"{text}\nEND:VCALENDAR".split("\n") if line]
    return "".join(f"{line}\r\n" for line in lines).encode()


def reading(*parts: str, owner: str = "") -> Reading:
    """What the box reads in a calendar of these parts, on that Wednesday in Oslo."""
    return read_calendar(ics(*parts), Window.around(NOW, OSLO), [owner])


def told(read: Reading) -> list[str]:
    """Each entry as "03-25 10:00 - 03-25 11:00 busy", on Oslo's clock."""
    return [
        f"{entry.begins:%m-%d %H:%M} - {entry.ends:%m-%d %H:%M} {entry.shown}"
        + (" all day" if entry.all_day else "")
        for entry in read.entries
    ]

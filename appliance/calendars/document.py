"""The text of a calendar (RFC 5545) to its events, however untidy its author was.

It is read in pieces, and only what touches the window is kept: a calendar of many years is large.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from appliance.calendars import shown
from appliance.calendars.event import ALL_DAY_MARKS, Around, Raw, sequence_at_a_glance, uid_of
from appliance.calendars.lines import Line, lines
from appliance.calendars.nearness import is_elsewhere
from appliance.calendars.troubles import CalendarError, NotACalendar
from appliance.calendars.window import Window

READ = frozenset(
    {
        *("BEGIN", "END", "METHOD", "UID", "SEQUENCE", "RECURRENCE-ID"),
        *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "FREEBUSY"),
        *("TZID", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "X-WR-TIMEZONE", "X-WR-CALNAME"),
        *(*shown.READ, *ALL_DAY_MARKS),
    }
)
"""All that is read at all: titles, places and texts are thrown away before anybody looks."""

PARTS = frozenset({"VEVENT", "VFREEBUSY", "VTIMEZONE", "VTODO", "VJOURNAL", "VAVAILABILITY"})
NESTED = frozenset({"VALARM", "PARTICIPANT", "VLOCATION", "VRESOURCE"})
"""What stands within an event and is passed over (RFC 9073 has the later ones)."""

RULES = frozenset({"STANDARD", "DAYLIGHT"})
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

HEAD = 1024
PAGES = (b"<!doctype html", b"<html", b"<head", b"<body")


@dataclass(slots=True)
class Document:
    """What of a document is kept: events near the window by UID, free-busy times, time zones."""

    series: dict[str, list[Raw]] = field(default_factory=dict)
    free_busy: list[Line] = field(default_factory=list)
    zones: dict[str, list[Line]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    passed: int = 0
    """Events that lie elsewhere."""

    newest: dict[int, int] = field(default_factory=dict)
    """How often those were changed, by hashes of their UID and their place in the series."""

    def pass_by(self, event: Raw) -> None:
        """An event lies elsewhere; all that is kept is that it is newer than others."""
        self.passed += 1
        changes = sequence_at_a_glance(event.lines)
        if changes and uid_of(event.lines):
            key = _identity(event)
            self.newest[key] = max(changes, self.newest.get(key, 0))

    def drop_outdated(self) -> None:
        """Leave out what has a newer version that was moved elsewhere."""
        for uid, versions in list(self.series.items()):
            self.series[uid] = [event for event in versions if not self._is_outdated(event)]

    def _is_outdated(self, event: Raw) -> bool:
        newest = self.newest.get(_identity(event), 0)
        return newest > sequence_at_a_glance(event.lines)


def _identity(event: Raw) -> int:
    """By what versions of one event are known: its UID, and which occurrence it stands for."""
    place = next((line.rest for line in event.named("RECURRENCE-ID")), "")
    return hash((uid_of(event.lines), place))


def sift(pieces: Iterable[bytes], window: Window) -> Document:
    """Read a document, one calendar or several; raises CalendarError."""
    coming = iter(pieces)
    first = next(coming, b"")
    sieve = Sieve(window)
    for line in lines(chain([first], coming), READ):
        sieve.take(line)
    if not sieve.begun:
        head = first[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        raise NotACalendar(WEB_PAGE if head.startswith(PAGES) else NO_CALENDAR)
    sieve.end()
    return sieve.found


class Sieve:
    """Takes line by line; a text that looks like a part of a calendar leads it astray no further.

    Only names of components count, and a calendar ends where its last line says so.
    """

    def __init__(self, window: Window) -> None:
        self.found = Document()
        self.begun = False
        self._window = window
        self._around = Around()
        self._part = self._nested = ""
        self._lines: list[Line] = []
        self._within: list[Line] = []
        self._ended = False

    def take(self, line: Line) -> None:
        """The next line."""
        match line.name:
            case "BEGIN":
                self._begins(line.value.upper(), line)
            case "END":
                self._ends(line.value.upper(), line)
            case _ if self._nested:
                self._within.append(line)
            case _ if self._part:
                self._lines.append(line)
            case _:
                self._of_calendar(line)

    def end(self) -> None:
        """The document ends here; raises CalendarError where it should not."""
        if not self._ended:
            raise CalendarError(BREAKS_OFF)
        self._finish(whole=False)
        self.found.drop_outdated()

    def _begins(self, name: str, line: Line) -> None:
        if name == "VCALENDAR":
            if self._part and not self._ended:
                return  # a text that speaks of calendars
            self._finish(whole=False)
            self.begun, self._ended, self._around = True, False, Around()
        elif name in PARTS:
            self._finish(whole=False)
            self._part, self._lines = name, [line]
        elif self._part and name in NESTED | RULES:
            self._nested, self._within = (name if name in NESTED else ""), []
            self._lines.append(line)

    def _ends(self, name: str, line: Line) -> None:
        if name == "VCALENDAR":
            self._ended = self.begun
        elif name == self._nested:
            self._nested = ""
        elif name == self._part:
            self._lines.append(line)
            self._finish(whole=True)
        elif name in RULES:
            self._lines.append(line)

    def _of_calendar(self, line: Line) -> None:
        value = line.rest.partition(":")[2].strip()
        if line.name == "X-WR-TIMEZONE":
            self._around.zone = value
        elif line.name == "X-WR-CALNAME":
            self._around.name = value
            self.found.names.add(value)
        elif line.name == "METHOD":
            self._around.method = value.upper()

    def _finish(self, *, whole: bool) -> None:
        """Keep the part that ends here, whether it says so or not.

        What seemed to stand within it and never ended was a text.
        """
        taken = self._lines + (self._within if self._nested else [])
        part, self._part, self._nested, self._lines = self._part, "", "", []
        if part == "VEVENT":
            self._keep(Raw(taken, self._around, whole))
        elif part == "VFREEBUSY":
            self.found.free_busy += [line for line in taken if line.name == "FREEBUSY"]
        elif part == "VTIMEZONE":
            named = (line.value for line in taken if line.name == "TZID")
            self.found.zones.setdefault(next(named, ""), taken)

    def _keep(self, event: Raw) -> None:
        if is_elsewhere(event.lines, self._window):
            self.found.pass_by(event)
            return
        uid = uid_of(event.lines) or f"without a UID {id(event)}"
        self.found.series.setdefault(uid, []).append(event)


def events(document: Document) -> Iterator[Raw]:
    """Every event that was kept."""
    return chain.from_iterable(document.series.values())

"""One VEVENT (RFC 5545 section 3.6.1), read with patience: what is odd costs that property."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from icalendar import Event, vDDDTypes

from appliance.calendars.lines import Line
from appliance.calendars.shown import shown
from appliance.calendars.values import LAST_DAY, Property, length, plain, timed, written
from appliance.calendars.zones import Zones
from appliance.core.model.calendar import Shown

Value = TypeVar("Value")

SHOWN, ALL_DAY = "X-SHOWN", "X-ALL-DAY"
"""What is known of an event beside its times, on every occurrence of it."""

GONE = "GONE"
"""How an event is shown that does not take place, or not for the owner."""

ALL_DAY_MARKS = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT")
HIGHEST_SEQUENCE = 2**31 - 1
"""What fits into an integer of RFC 5545 section 3.3.8."""

DAY = timedelta(days=1)


class Broken(ValueError):
    """An event that means nothing."""


@dataclass(slots=True)
class Around:
    """What the calendar around an event says of all its events."""

    zone: str = ""
    name: str = ""
    method: str = ""


@dataclass(slots=True)
class Raw:
    """The lines of an event as they came; `whole` unless its end is missing."""

    lines: list[Line]
    around: Around
    whole: bool = True

    def named(self, name: str) -> list[Line]:
        """Its lines of that name."""
        return [line for line in self.lines if line.name == name]


@dataclass(slots=True)
class Reading:
    """An event while it is read: its zones, and whether something in it was put right."""

    raw: Raw
    zones: Zones
    mended: bool = False
    shortened: bool = False
    """Whether repetitions of it are lost, because nobody can read their rule."""

    calendar_zone: tzinfo | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.mended = not self.raw.whole
        if self.raw.around.zone.strip():
            self.calendar_zone = self.zones.of(self.raw.around.zone)
            self.mended |= self.calendar_zone is None

    def first(self, name: str, value: Callable[[Line], Value]) -> Value | None:
        """The first value of that name which can be read, None if none can."""
        for line in self.raw.named(name):
            try:
                return value(line)
            except ValueError:
                self.mended = True
        return None

    def moment(self, line: Line) -> date:
        """The day, or the time with a zone, of a property; raises ValueError."""
        said = timed(line)
        return self.at(said, said.value)

    def at(self, said: Property, text: str) -> date:
        """The same of one of its values."""
        found = written(text)
        if not isinstance(found.at, datetime):
            return found.at
        if found.offset is not None:
            return self._on_a_clock(said, found.at.replace(tzinfo=UTC), found.offset)
        zone = UTC if found.utc else self._zone(said)
        return found.at.replace(tzinfo=zone)

    def _on_a_clock(self, said: Property, at: datetime, offset: timedelta) -> datetime:
        """A time with an offset, on the clock that it seems to be meant on: a series follows it."""
        if said.params.get("TZID", "").strip():
            return at.astimezone(self._zone(said))
        here = at.astimezone(self.zones.office)
        return here if here.utcoffset() == offset else at

    def _zone(self, said: Property) -> tzinfo:
        """The zone that a property names; on the office's clock without one, or an unknown one."""
        name = said.params.get("TZID", "").strip()
        if not name:
            return self.zones.office
        zone = self.zones.of(name)
        self.mended |= zone is None
        return zone or self.zones.office

    def on_calendars_clock(self, moment: date) -> date:
        """A time in UTC of a series, which is repeated by the clock of its calendar."""
        if self.calendar_zone and isinstance(moment, datetime) and moment.tzinfo is UTC:
            return moment.astimezone(self.calendar_zone)
        return moment


def times(reading: Reading) -> tuple[date, date]:
    """When an event begins and ends, both days or both times with a zone; raises Broken."""
    begins = reading.first("DTSTART", reading.moment)
    if begins is None:
        raise Broken("it has no beginning")
    ends = _end(reading, begins)
    if isinstance(begins, datetime) is not isinstance(ends, datetime):
        reading.mended = True
        ends = _like(begins, ends)
    if ends < begins:
        raise Broken("it ends before it begins")
    return begins, ends


def _end(reading: Reading, begins: date) -> date:
    ends = reading.first("DTEND", reading.moment)
    if ends is not None:
        return ends
    lasts = reading.first("DURATION", lambda line: length(plain(line).value))
    if lasts is None:
        cut_off = not reading.raw.whole
        if cut_off or reading.raw.named("DTEND") or reading.raw.named("DURATION"):
            raise Broken("its end cannot be read")
        return begins if isinstance(begins, datetime) else begins + DAY
    try:
        return min(begins + lasts, _like(begins, LAST_DAY))
    except OverflowError:
        return _like(begins, LAST_DAY)


def _like(begins: date, ends: date) -> date:
    """The end as a day or as a time, as the beginning is."""
    if isinstance(begins, datetime):
        return datetime.combine(ends, time.min, begins.tzinfo)
    return ends.date() if isinstance(ends, datetime) else ends


def component(reading: Reading, owners: Collection[str]) -> Event:
    """The event without its repetitions; raises Broken."""
    begins, ends = times(reading)
    event = Event()
    event["DTSTART"], event["DTEND"] = vDDDTypes(begins), vDDDTypes(ends)
    if sequence := sequence_of(reading):
        event["SEQUENCE"] = sequence
    how: Shown | None = shown(reading.raw.lines, owners)
    event[SHOWN] = GONE if how is None or reading.raw.around.method == "CANCEL" else how.value
    mark = _all_day_mark(reading.raw.lines)
    if mark == "TRUE" and not _are_days(begins, ends, reading.zones.office):
        reading.mended, mark = True, "FALSE"
    if mark:
        event[ALL_DAY] = mark
    return event


def sequence_of(reading: Reading) -> int:
    """How often an event was changed; 0 where that cannot be read."""
    return reading.first("SEQUENCE", _sequence) or 0


def _sequence(line: Line) -> int:
    text = plain(line).value
    if not (text.isascii() and text.isdigit()) or len(text) > 10 or int(text) > HIGHEST_SEQUENCE:
        raise ValueError("this is no number of changes")
    return int(text)


def sequence_at_a_glance(lines: Iterable[Line]) -> int:
    """The same of an event that is not read further."""
    said = next((line for line in lines if line.name == "SEQUENCE"), None)
    with suppress(ValueError):
        return _sequence(said) if said else 0
    return 0


def _all_day_mark(lines: Iterable[Line]) -> str:
    said = (plain(line).value.upper() for line in lines if line.name in ALL_DAY_MARKS)
    return next((word for word in said if word in ("TRUE", "FALSE")), "")


def _are_days(begins: date, ends: date, office: tzinfo) -> bool:
    """Whether it takes whole days on some clock: from an hour to the same hour of another day."""
    if not isinstance(begins, datetime) or not isinstance(ends, datetime):
        return True
    here = (begins.astimezone(office), ends.astimezone(office))
    for begin, end in ((begins, ends), here):
        if begin.time() == end.time() and (begin < end or begin.time() == time.min):
            return True
    return False


def uid_of(lines: Sequence[Line]) -> str:
    """By what its series knows it; "" without a UID."""
    found = (plain(line).value for line in lines if line.name == "UID")
    return next((uid for uid in found if uid), "")

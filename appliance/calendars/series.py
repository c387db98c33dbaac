"""Events and their repetitions, worked out one series at a time, each within limits."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import recurring_ical_events
from icalendar import Calendar, Component, Event

from appliance.calendars.changes import change, stand_in
from appliance.calendars.cpu_limit import TookTooLong, cpu_limit
from appliance.calendars.entries import entry_of
from appliance.calendars.event import GONE, SHOWN, Broken, Raw, Reading, component
from appliance.calendars.recurrence import repeat
from appliance.calendars.tally import Tally
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.calendars.zones import Zones
from appliance.core.model.calendar import Entry

SERIES_SECONDS = 5.0
"""Of computing. A real meeting, repeated daily for ten years, takes hundredths."""

ALL_SECONDS = 60.0
MOST_OCCURRENCES = 3000
"""Of one series within the window: more than one each quarter of an hour is nobody's meeting."""

MARGIN = timedelta(days=1)
TAKES_TOO_LONG = (
    "The calendar takes too long to work out: it holds repetitions that never come to an end. "
    "Remove them, or give the address of another calendar."
)


@dataclass(frozen=True, slots=True)
class Known:
    """An event that could be read, and whether something in it was put right."""

    event: Event
    mended: bool = False

    @property
    def place(self) -> object:
        """By what copies of one event are known: when it begins."""
        return self.event["DTSTART"].dt

    @property
    def newest(self) -> tuple[int, bool]:
        """The later one is greater; of two of the same age, the one that was cancelled."""
        return self.event.get("SEQUENCE", 0), self.event[SHOWN] == GONE


class Expansion:
    """Turns series into entries, as long as its time lasts."""

    def __init__(self, window: Window, owners: Collection[str], zones: Zones, tally: Tally) -> None:
        self._window, self._owners, self._zones = window, owners, zones
        self._left = ALL_SECONDS
        self.tally = tally

    def entries(self, series: Sequence[Raw]) -> list[Entry]:
        """The entries of all events of one UID; raises CalendarError out of time."""
        if self._left <= 0:
            raise CalendarError(TAKES_TOO_LONG)
        before = time.process_time()
        found: list[Entry] = []
        try:
            with cpu_limit(SERIES_SECONDS):
                for entry in self._all(series):
                    found.append(entry)
        except (Exception, TookTooLong):  # whatever a stranger's data makes libraries raise
            self.tally.skipped += 1
        finally:
            self._left -= time.process_time() - before
        return found

    def _all(self, series: Sequence[Raw]) -> Iterator[Entry]:
        masters, changes = self._read(series)
        alone = not masters
        for number, master in enumerate(masters):
            yield from self._expanded([master, *(changes if number == 0 else [])])
        if alone and changes:
            yield from self._expanded(changes)

    def _read(self, series: Sequence[Raw]) -> tuple[list[Known], list[Known]]:
        """The series themselves, of which bad programs give several, and changed occurrences."""
        plain = [raw for raw in series if not raw.named("RECURRENCE-ID")]
        masters = latest([each for raw in plain if (each := self._known(raw, self._master))])
        first = masters[0].event if masters else None
        others = (raw for raw in series if raw.named("RECURRENCE-ID"))
        changes = [each for raw in others if (each := self._changed(raw, first))]
        return masters, sorted(changes, key=lambda each: each.newest, reverse=True)

    def _known(self, raw: Raw, read: Callable[[Reading], Event]) -> Known | None:
        try:
            reading = Reading(raw, self._zones)
            event = read(reading)
        except Exception:  # whatever a stranger's data makes libraries raise
            self.tally.skipped += 1
            return None
        self.tally.skipped += reading.shortened
        return Known(event, reading.mended)

    def _master(self, reading: Reading) -> Event:
        event = component(reading, self._owners)
        repeat(event, reading)
        return event

    def _changed(self, raw: Raw, master: Event | None) -> Known | None:
        """A changed occurrence; one that is broken is left out, also in its old place."""
        found = self._known(raw, lambda reading: change(reading, master, self._owners))
        if found is None and (instead := stand_in(Reading(raw, self._zones), master)):
            return Known(instead)
        return found

    def _expanded(self, known: Sequence[Known]) -> Iterator[Entry]:
        entries = list(self._within([each.event for each in known]))
        if entries:
            self.tally.mended += sum(each.mended for each in known)
        yield from entries

    def _within(self, events: Sequence[Event]) -> Iterator[Entry]:
        window = self._window
        found = recurring_ical_events.of(_alone(events)).between(
            window.begins - MARGIN, window.ends + MARGIN
        )
        if len(found) > MOST_OCCURRENCES:
            raise Broken("it takes place too often")
        for occurrence in found:
            entry = entry_of(occurrence, window.zone)
            if entry and window.has(entry.begins, entry.ends):
                yield entry


def latest(known: Sequence[Known]) -> list[Known]:
    """Of several events with one UID the newest; of programs that give all the same, each."""
    if not known:
        return []
    sequence = max(each.newest[0] for each in known)
    newest: dict[object, Known] = {}
    for each in known:
        before = newest.get(each.place)
        if each.newest[0] == sequence and (before is None or each.newest > before.newest):
            newest[each.place] = each
    return sorted(newest.values(), key=lambda each: "RRULE" not in each.event)


def _alone(events: Sequence[Event]) -> Component:
    """These events as a calendar of their own."""
    calendar = Calendar()
    for event in events:
        event["UID"] = "one"
        calendar.add_component(event)
    return calendar

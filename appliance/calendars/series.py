"""Events and their repetitions, worked out one series at a time, each within limits."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

import recurring_ical_events
from icalendar import Calendar, Component

from appliance.calendars.cpu_limit import TookTooLong, cpu_limit
from appliance.calendars.entries import entry_of
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.core.calendar import Entry

SERIES_SECONDS = 5.0
"""Of computing. A real meeting, repeated daily for ten years, takes hundredths."""

ALL_SECONDS = 60.0
MOST_OCCURRENCES = 1000
"""Of one series within the window: more than one each hour is nobody's meeting."""

TOO_OFTEN = ("SECONDLY", "MINUTELY")
MARGIN = timedelta(days=1)
FAR = timedelta(days=3)
MOVES = frozenset({"RRULE", "RDATE", "RECURRENCE-ID", "DURATION"})
TAKES_TOO_LONG = (
    "The calendar takes too long to work out: it holds repetitions that never come to an end. "
    "Remove them, or give the address of another calendar."
)


class BrokenSeries(ValueError):
    """An event with its repetitions that means nothing, or too much."""


def series_in(calendar: Component) -> Iterator[Component]:
    """Each event with the changes of its single occurrences, as a calendar of its own."""
    by_uid: dict[object, list[Component]] = {}
    for event in calendar.walk("VEVENT"):
        by_uid.setdefault(str(event.get("UID", "")) or id(event), []).append(event)
    for events in by_uid.values():
        alone = Calendar()
        if "X-WR-TIMEZONE" in calendar:
            alone["X-WR-TIMEZONE"] = calendar["X-WR-TIMEZONE"]
        for event in events:
            alone.add_component(event)
        yield alone


class Expansion:
    """Turns series into entries, as long as its time lasts; `skipped` counts the broken ones."""

    def __init__(self, window: Window, owners: Collection[str]) -> None:
        self._window = window
        self._owners = owners
        self._left = ALL_SECONDS
        self.skipped = 0

    def entries(self, series: Component) -> list[Entry]:
        """The entries of a series, none if it is broken; raises CalendarError out of time."""
        if self._left <= 0:
            raise CalendarError(TAKES_TOO_LONG)
        before = time.process_time()
        try:
            with cpu_limit(SERIES_SECONDS):
                return list(self._expanded(series))
        except (Exception, TookTooLong):  # whatever a stranger's data makes libraries raise
            self.skipped += 1
            return []
        finally:
            self._left -= time.process_time() - before

    def _expanded(self, series: Component) -> Iterator[Entry]:
        _check_rules(series)
        window = self._window
        if all(_is_elsewhere(event, window) for event in series.subcomponents):
            return
        found = recurring_ical_events.of(series).between(
            window.begins - MARGIN, window.ends + MARGIN
        )
        if len(found) > MOST_OCCURRENCES:
            raise BrokenSeries("it takes place too often")
        for occurrence in found:
            entry = entry_of(occurrence, self._owners, window.zone)
            if entry and window.has(entry.begins, entry.ends):
                yield entry


def _check_rules(series: Component) -> None:
    for event in series.subcomponents:
        if _ends_before_it_begins(event):
            raise BrokenSeries("it ends before it begins")
        rules = event.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            if {str(often).upper() for often in rule.get("FREQ", [])} & set(TOO_OFTEN):
                raise BrokenSeries("it takes place too often")


def _is_elsewhere(event: Component, window: Window) -> bool:
    """Whether an event that takes place once is far from the window: most of a calendar is past."""
    if MOVES.intersection(event):
        return False
    begins, ends = event["DTSTART"].dt, event.get("DTEND", event["DTSTART"]).dt
    past = _day(ends) < (window.begins - FAR).date()
    return past or _day(begins) > (window.ends + FAR).date()


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _ends_before_it_begins(event: Component) -> bool:
    """What the library would quietly turn round."""
    if "DTEND" not in event:
        return "DURATION" in event and bool(event["DURATION"].dt < timedelta(0))
    begins, ends = event["DTSTART"].dt, event["DTEND"].dt
    if type(begins) is not type(ends) or _floats(begins) is not _floats(ends):
        return False
    return bool(ends < begins)


def _floats(moment: date) -> bool:
    return isinstance(moment, datetime) and moment.tzinfo is None

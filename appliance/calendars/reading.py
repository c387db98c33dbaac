"""A calendar as it came becomes entries; how many of them were broken is counted."""

from __future__ import annotations

import warnings
from collections.abc import Collection
from dataclasses import dataclass

from icalendar import Component

from appliance.calendars.document import MALFORMED, calendars
from appliance.calendars.free_busy import free_busy_entries
from appliance.calendars.series import Expansion, series_in
from appliance.calendars.shown import addresses
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.core.calendar import Entry, Shown

MOST_ENTRIES = 400
"""What is told to the switchboard: four weeks of a very full calendar."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of a calendar in order of time; `skipped` counts events that mean nothing."""

    entries: tuple[Entry, ...]
    skipped: int = 0

    @property
    def words(self) -> str:
        """What went wrong without hindering the rest; "" if nothing did."""
        if not self.skipped:
            return ""
        what = "One entry is" if self.skipped == 1 else f"{self.skipped} entries are"
        return f"{what} malformed and left out."


def read_calendar(document: bytes, window: Window, owners: Collection[str] = ()) -> Reading:
    """The entries of an ICS document within a window; raises CalendarError.

    `owners` are e-mail addresses of the owner, whose answers to invitations count. In the main
    thread only: the time that it may compute is limited.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # guesses of the library about names of time zones
        found = calendars(document)
        known = addresses(owners) | addresses(each.get("X-WR-CALNAME", "") for each in found)
        expansion = Expansion(window, known)
        entries = [
            entry
            for calendar in found
            for series in series_in(calendar)
            for entry in expansion.entries(series)
        ]
        entries += [each for calendar in found for each in _free_busy(calendar, window)]
    return Reading(nearest([window.near(entry) for entry in entries]), expansion.skipped)


def nearest(entries: Collection[Entry]) -> tuple[Entry, ...]:
    """In order of time, each once; of too many the free ones go first, then the farthest."""
    ordered = sorted(set(entries), key=lambda entry: (entry.begins, entry.ends, entry.shown))
    if len(ordered) > MOST_ENTRIES:
        ordered = [entry for entry in ordered if entry.shown is not Shown.FREE]
    return tuple(ordered[:MOST_ENTRIES])


def _free_busy(calendar: Component, window: Window) -> list[Entry]:
    try:
        return [
            entry
            for component in calendar.walk("VFREEBUSY")
            for entry in free_busy_entries(component, window.zone)
            if window.has(entry.begins, entry.ends)
        ]
    except (ValueError, TypeError, AttributeError) as error:
        raise CalendarError(MALFORMED) from error

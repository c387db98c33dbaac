"""A calendar as it came becomes entries; what was left out or put right is counted."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from appliance.calendars.document import MALFORMED, Document, events, sift
from appliance.calendars.free_busy import free_busy_entries
from appliance.calendars.series import Expansion
from appliance.calendars.shown import addresses
from appliance.calendars.tally import Tally
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.calendars.zones import Zones
from appliance.core.model.calendar import Entry, Shown

MOST_ENTRIES = 400
"""What is told to the switchboard: four weeks of a very full calendar."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The entries of a calendar in order of time.

    `skipped` counts events that mean nothing, `mended` those with something odd in them.
    """

    entries: tuple[Entry, ...]
    skipped: int = 0
    mended: int = 0

    @property
    def words(self) -> str:
        """What went wrong without hindering the rest; "" if nothing did."""
        return Tally(self.skipped, self.mended).words


def read_calendar(document: bytes, window: Window, owners: Collection[str] = ()) -> Reading:
    """The entries of an ICS document within a window; raises CalendarError."""
    return read(sift([document], window), window, owners)


def read(document: Document, window: Window, owners: Collection[str] = ()) -> Reading:
    """The entries of a document that was sifted; raises CalendarError.

    `owners` are e-mail addresses of the owner, whose answers to invitations count. In the main
    thread only: the time that it may compute is limited.
    """
    tally = Tally()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # guesses of the library about names of time zones
        entries = list(_entries(document, window, addresses(owners), tally))
    if tally.skipped and not (entries or _has_any_sense(document)):
        raise CalendarError(MALFORMED)
    near = nearest([window.near(entry) for entry in entries])
    return Reading(near, tally.skipped, tally.mended)


def _entries(
    document: Document, window: Window, owners: Collection[str], tally: Tally
) -> Iterator[Entry]:
    zones = Zones(document.zones, window.zone)
    expansion = Expansion(window, addresses([*owners, *document.names]), zones, tally)
    for series in document.series.values():
        yield from expansion.entries(series)
    for entry in free_busy_entries(document.free_busy, window.zone, tally):
        if window.has(entry.begins, entry.ends):
            yield entry


def _has_any_sense(document: Document) -> bool:
    """Whether anything but what is broken to its very structure stands in the calendar."""
    return bool(document.passed) or any(event.whole for event in events(document))


def nearest(entries: Collection[Entry]) -> tuple[Entry, ...]:
    """In order of time, each once; of too many the free ones go first, then the farthest."""
    ordered = sorted(set(entries), key=lambda entry: (entry.begins, entry.ends, entry.shown))
    if len(ordered) > MOST_ENTRIES:
        ordered = [entry for entry in ordered if entry.shown is not Shown.FREE]
    return tuple(ordered[:MOST_ENTRIES])

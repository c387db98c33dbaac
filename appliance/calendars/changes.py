"""One occurrence of a series that was changed (RECURRENCE-ID, RFC 5545 section 3.8.4.4)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from icalendar import Event, vDDDTypes

from appliance.calendars.event import GONE, SHOWN, Reading, component, sequence_of
from appliance.calendars.recurrence import goes_on, recurrence_id

DAY = timedelta(days=1)


def change(reading: Reading, master: Event | None, owners: Collection[str]) -> Event:
    """The occurrence as it is now; raises Broken."""
    event = component(reading, owners)
    _stand_for(event, reading, recurrence_id(reading, master))
    return event


def stand_in(reading: Reading, master: Event | None) -> Event | None:
    """In the place of a change that cannot be read: nothing; None if its place is not known."""
    try:
        place = recurrence_id(reading, master)
    except ValueError:
        return None
    if place is None:
        return None
    event = Event()
    ends = place if isinstance(place, datetime) else place + DAY
    event["DTSTART"], event["DTEND"] = vDDDTypes(place), vDDDTypes(ends)
    event[SHOWN], event["SEQUENCE"] = GONE, sequence_of(reading)
    event["RECURRENCE-ID"] = vDDDTypes(place)
    return event


def _stand_for(event: Event, reading: Reading, place: date | None) -> None:
    if place is None:
        return
    event["RECURRENCE-ID"] = vDDDTypes(place)
    if goes_on(reading):
        event["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"

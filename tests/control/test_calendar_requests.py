"""What is told of a calendar over the socket becomes its event, or is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from appliance.calendars.job import entry_fields
from appliance.control.requests import Refused, event_of, request_in
from appliance.core.model.calendar import Entry, Shown
from appliance.core.protocol.events_calendar import CalendarNotRead, CalendarRead

TEN = datetime(2026, 3, 25, 10, tzinfo=UTC)
ENTRY = {
    "begins": "2026-03-25T10:00:00+00:00",
    "ends": "2026-03-25T12:00:00Z",
    "shown": "busy",
    "all_day": False,
}
READ: dict[str, Any] = {
    "do": "calendar_read",
    "agent": "kari",
    "entries": [ENTRY],
    "read_at": "2026-03-25T09:00+01:00",
}


def told(request: dict[str, Any]) -> object:
    return event_of(request_in(json.dumps(request).encode()), "r1")


def test_a_calendar_that_was_read() -> None:
    entry = Entry(TEN, TEN + timedelta(hours=2), Shown.BUSY)
    read_at = datetime(2026, 3, 25, 8, tzinfo=UTC)
    assert told(READ) == CalendarRead("kari", (entry,), read_at, "r1")
    assert told({**READ, "entries": []}) == CalendarRead("kari", (), read_at, "r1")
    odd = {**READ, "entries": [], "skipped": 2, "mended": 3}
    assert told(odd) == CalendarRead("kari", (), read_at, "r1", skipped=2, mended=3)


def test_a_calendar_that_was_not_read() -> None:
    request = {"do": "calendar_not_read", "agent": "kari", "reason": "Nobody answers."}
    assert told(request) == CalendarNotRead("kari", "Nobody answers.", "r1")


def test_the_fullest_calendar_fits_on_a_line() -> None:
    away = Entry(TEN, TEN + timedelta(microseconds=1), Shown.OUT_OF_OFFICE, True)
    request = {**READ, "entries": [entry_fields(away)] * 400}
    assert len(json.dumps(request)) < 64 * 1024
    assert told(request) == CalendarRead("kari", (away,) * 400, TEN.replace(hour=8), "r1")


@pytest.mark.parametrize(
    "change",
    [
        {"entries": "many"},
        {"entries": [ENTRY] * 401},
        {"entries": ["busy"]},
        {"entries": [{**ENTRY, "title": "Dismissal"}]},
        {"entries": [{**ENTRY, "shown": "asleep"}]},
        {"entries": [{**ENTRY, "all_day": 1}]},
        {"entries": [{**ENTRY, "ends": ENTRY["begins"]}]},
        {"entries": [{**ENTRY, "begins": "2026-03-25T10:00:00"}]},
        {"entries": [{**ENTRY, "begins": "0001-01-01T00:00:00+14:00"}]},
        {"entries": [{**ENTRY, "ends": "9999-12-31T23:59:59-14:00"}]},
        {"entries": [{**ENTRY, "begins": 5}]},
        {"entries": [{"begins": ENTRY["begins"]}]},
        {"skipped": -1},
        {"skipped": True},
        {"mended": "many"},
        {"mended": 10**9},
        {"read_at": "now"},
        {"read_at": None},
        {"agent": ""},
    ],
)
def test_anything_else_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=f'"{next(iter(change))}" must be'):
        told({**READ, **change})


def test_a_reading_without_its_time_is_refused() -> None:
    with pytest.raises(Refused, match='"read_at" is missing'):
        told({name: value for name, value in READ.items() if name != "read_at"})

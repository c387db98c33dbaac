"""What an event of Microsoft Graph says of its owner's time."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from appliance.calendars.graph_event import graph_entry
from appliance.core.calendar import Shown

OSLO = ZoneInfo("Europe/Oslo")


def event(begins: str = "T08:00", ends: str = "T09:00", **more: Any) -> dict[str, Any]:
    at = [{"dateTime": f"2026-07-01{t}:00.0000000", "timeZone": "UTC"} for t in (begins, ends)]
    return {"start": at[0], "end": at[1], "showAs": "busy", **more}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("free", Shown.FREE),
        ("tentative", Shown.TENTATIVE),
        ("busy", Shown.BUSY),
        ("oof", Shown.OUT_OF_OFFICE),
        ("workingElsewhere", Shown.ELSEWHERE),
        ("unknown", Shown.BUSY),
    ],
)
def test_how_it_is_shown(said: str, shown: Shown) -> None:
    entry = graph_entry(event(showAs=said), OSLO)
    assert entry is not None
    assert entry.shown is shown


def test_utc_is_told_on_the_offices_clock() -> None:
    entry = graph_entry(event(), OSLO)
    assert entry is not None
    assert (entry.begins.hour, entry.ends.hour) == (10, 11)


@pytest.mark.parametrize(
    "more", [{"isCancelled": True}, {"responseStatus": {"response": "declined"}}]
)
def test_what_is_off_takes_no_time(more: dict[str, Any]) -> None:
    assert graph_entry(event(**more), OSLO) is None


def test_a_whole_day_is_the_offices_day() -> None:
    said = event("T00:00", isAllDay=True)
    said["end"]["dateTime"] = "2026-07-02T00:00:00.0000000"
    entry = graph_entry(said, OSLO)
    assert entry is not None
    assert entry.all_day
    assert entry.begins.isoformat() == "2026-07-01T00:00:00+02:00"
    assert entry.ends.isoformat() == "2026-07-02T00:00:00+02:00"

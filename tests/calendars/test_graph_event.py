"""What an event of Microsoft Graph says of its owner's time."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from appliance.calendars.graph_event import graph_entry
from appliance.core.model.calendar import Shown

OSLO = ZoneInfo("Europe/Oslo")


def event(begins: str = "01T08:00", ends: str = "01T09:00", **more: Any) -> dict[str, Any]:
    at = [{"dateTime": f"2026-07-{t}:00.0000000", "timeZone": "UTC"} for t in (begins, ends)]
    return {"start": at[0], "end": at[1], "showAs": "busy", **more}


def answered(response: str, shown: str, **more: Any) -> dict[str, Any]:
    return event(showAs=shown, responseStatus={"response": response}, isOrganizer=False, **more)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("free", Shown.FREE),
        ("tentative", Shown.TENTATIVE),
        ("busy", Shown.BUSY),
        ("oof", Shown.OUT_OF_OFFICE),
        ("workingElsewhere", Shown.ELSEWHERE),
        ("unknown", Shown.BUSY),
        ("something newer", Shown.BUSY),
        (None, Shown.BUSY),
    ],
)
def test_how_it_is_shown(said: str | None, shown: Shown) -> None:
    entry = graph_entry(event(showAs=said), OSLO)
    assert entry is not None
    assert entry.shown is shown


@pytest.mark.parametrize(
    ("response", "said", "shown"),
    [
        ("accepted", "free", Shown.FREE),
        ("accepted", "oof", Shown.OUT_OF_OFFICE),
        ("accepted", "workingElsewhere", Shown.ELSEWHERE),
        ("accepted", "tentative", Shown.BUSY),
        ("accepted", "busy", Shown.BUSY),
        ("tentativelyAccepted", "busy", Shown.TENTATIVE),
        ("tentativelyAccepted", "oof", Shown.OUT_OF_OFFICE),
        ("notResponded", "tentative", Shown.TENTATIVE),
        ("notResponded", "busy", Shown.BUSY),
        ("notResponded", "unknown", Shown.TENTATIVE),
        ("none", "tentative", Shown.TENTATIVE),
        ("organizer", "busy", Shown.BUSY),
    ],
)
def test_the_owners_own_answer(response: str, said: str, shown: Shown) -> None:
    entry = graph_entry(answered(response, said), OSLO)
    assert entry is not None
    assert entry.shown is shown


def test_who_invites_gives_no_answer() -> None:
    entry = graph_entry(answered("declined", "busy") | {"isOrganizer": True}, OSLO)
    assert entry is not None


def test_utc_is_told_on_the_offices_clock() -> None:
    entry = graph_entry(event(), OSLO)
    assert entry is not None
    assert (entry.begins.hour, entry.ends.hour) == (10, 11)


@pytest.mark.parametrize("said", [event(isCancelled=True), answered("declined", "busy")])
def test_what_is_off_takes_no_time(said: dict[str, Any]) -> None:
    assert graph_entry(said, OSLO) is None


@pytest.mark.parametrize(
    ("begins", "ends"),
    [("01T00:00", "02T00:00"), ("30T22:00", "01T22:00"), ("01T05:00", "02T05:00")],
)
def test_a_whole_day_is_the_offices_day(begins: str, ends: str) -> None:
    said = event(begins, ends, isAllDay=True)
    if begins.startswith("30"):
        said["start"]["dateTime"] = "2026-06-30T22:00:00.0000000"
    entry = graph_entry(said, OSLO)
    assert entry is not None
    assert entry.all_day
    assert entry.begins.isoformat() == "2026-07-01T00:00:00+02:00"
    assert entry.ends.isoformat() == "2026-07-02T00:00:00+02:00"


@pytest.mark.parametrize(
    ("zone", "begins", "ends"),
    [
        ("Pacific/Auckland", "30T12:00", "01T12:00"),
        ("Pacific/Auckland", "01T00:00", "02T00:00"),
        ("Pacific/Kiritimati", "30T10:00", "01T10:00"),
        ("Etc/GMT+12", "01T12:00", "02T12:00"),
        ("Pacific/Honolulu", "01T00:00", "02T00:00"),
    ],
)
def test_a_whole_day_far_from_greenwich(zone: str, begins: str, ends: str) -> None:
    said = event(begins, ends, isAllDay=True)
    if begins.startswith("30"):
        said["start"]["dateTime"] = f"2026-06-{begins}:00.0000000"
    entry = graph_entry(said, ZoneInfo(zone))
    assert entry is not None
    assert [f"{at:%d.%m %H:%M}" for at in (entry.begins, entry.ends)] == [
        "01.07 00:00",
        "02.07 00:00",
    ]

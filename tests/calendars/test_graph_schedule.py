"""Where the app may not see events, it asks when their owner is free or busy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.calendars import NOW, OSLO
from support.graph_server import APP, MAILBOX, GraphServer

from appliance.calendars.graph import FREE_BUSY, read_mailbox, session_of
from appliance.calendars.job import Outcome
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window
from appliance.core.model.calendar import Entry, Shown

WINDOW = Window.around(NOW, OSLO)
HOUR = timedelta(hours=1)
MIDNIGHT = NOW.replace(hour=0, minute=0)


@pytest.fixture
def microsoft(monkeypatch: pytest.MonkeyPatch) -> Iterator[GraphServer]:
    with GraphServer() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        server.view_refusal = 403
        yield server


def outcome(**marks: str) -> Outcome:
    return read_mailbox(session_of(APP), MAILBOX, WINDOW, marks)


def refusal() -> str:
    with pytest.raises(CalendarError) as raised:
        outcome()
    assert MAILBOX not in str(raised.value)
    return str(raised.value)


def item(status: str | None, begins: datetime, ends: datetime, **more: Any) -> dict[str, Any]:
    told = {
        name: {"dateTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}
        for name, at in {"start": begins, "end": ends}.items()
    }
    return {"status": status, **told, **more}


def test_the_weeks_are_asked_for_and_busy_times_are_read(microsoft: GraphServer) -> None:
    busy = item("busy", NOW, NOW + HOUR, subject="Confidential", isPrivate=True, location="Room")
    microsoft.schedule = {"availabilityView": "2222", "scheduleItems": [busy]}
    assert outcome().entries == (Entry(NOW, NOW + HOUR, Shown.BUSY),)
    (asked,) = microsoft.schedules_asked
    begins = f"{WINDOW.begins.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
    assert asked["startTime"] == {"dateTime": begins, "timeZone": "UTC"}
    assert asked["availabilityViewInterval"] == 15


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("free", Shown.FREE),
        ("tentative", Shown.TENTATIVE),
        ("Tentative", Shown.TENTATIVE),
        ("busy", Shown.BUSY),
        ("oof", Shown.OUT_OF_OFFICE),
        ("workingElsewhere", Shown.ELSEWHERE),
        ("unknown", Shown.BUSY),
        ("something newer", Shown.BUSY),
        (None, Shown.BUSY),
    ],
)
def test_the_words_of_a_status(microsoft: GraphServer, status: str | None, shown: Shown) -> None:
    microsoft.schedule = {"scheduleItems": [item(status, NOW, NOW + HOUR)]}
    assert [entry.shown for entry in outcome().entries or ()] == [shown]


def test_whole_days_by_the_offices_clock(microsoft: GraphServer) -> None:
    two_days = item("oof", MIDNIGHT, MIDNIGHT + timedelta(days=2))
    microsoft.schedule = {"scheduleItems": [two_days]}
    (entry,) = outcome().entries or ()
    assert entry.all_day
    assert (entry.begins, entry.ends) == (MIDNIGHT, MIDNIGHT + timedelta(days=2))


def test_a_mailbox_without_items_is_read_by_the_quarters_of_its_view(
    microsoft: GraphServer,
) -> None:
    """From yesterday's midnight: an hour tentative, an hour busy, half away, then elsewhere."""
    view = "0" * 4 + "1111" + "2222" + "33" + "44" + "0" * 4 + "7"
    microsoft.schedule = {"availabilityView": view}
    begins = WINDOW.begins
    expected = [
        (1.0, 2.0, Shown.TENTATIVE),
        (2.0, 3.0, Shown.BUSY),
        (3.0, 3.5, Shown.OUT_OF_OFFICE),
        (3.5, 4.0, Shown.ELSEWHERE),
        (5.0, 5.25, Shown.BUSY),
    ]
    assert outcome().entries == tuple(
        Entry(begins + first * HOUR, begins + last * HOUR, shown) for first, last, shown in expected
    )


def test_nothing_is_asked_twice_on_the_same_day(microsoft: GraphServer) -> None:
    marks = outcome().marks
    assert marks == FREE_BUSY
    outcome(**marks)
    assert len(microsoft.views) == 1
    assert len(microsoft.schedules_asked) == 2


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (403, "does not let the app read this mailbox: it needs the application permission"),
        (503, "a trouble of its own (status 503)"),
        ({"error": {"responseCode": "5009", "message": MAILBOX}}, "no such mailbox"),
        ({"error": {"responseCode": "ErrorMailRecipientNotFound"}}, "no such mailbox"),
        ({"error": {"responseCode": "ErrorX"}}, "when the owner of this mailbox is busy (ErrorX)"),
        ({"error": {"responseCode": "<b> x"}}, "when the owner of this mailbox is busy (?)"),
        ({"error": "no"}, "when the owner of this mailbox is busy (?)"),
        ({"scheduleItems": 7}, "answers in a way that no calendar server does"),
        ({}, "answers in a way that no calendar server does"),
        ({"availabilityView": "²"}, "answers in a way that no calendar server does"),
        ({"scheduleItems": [{}, 7]}, "malformed as a whole"),
    ],
)
def test_what_is_no_schedule(microsoft: GraphServer, schedule: object, words: str) -> None:
    microsoft.schedule = schedule
    assert words in refusal()


def test_what_means_nothing_is_left_out_and_counted(microsoft: GraphServer) -> None:
    broken = item("busy", NOW, NOW + HOUR) | {"end": {"dateTime": "soon", "timeZone": "UTC"}}
    microsoft.schedule = {"scheduleItems": [broken, item("busy", NOW, NOW + HOUR)]}
    said = outcome()
    assert said.skipped == 1
    assert len(said.entries or ()) == 1

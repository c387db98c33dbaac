"""The rounds of the office process, one look at a time: a clock that jumps, nobody to ask."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.calendar_server import CalendarServer, Page
from support.calendars import ics
from support.office_socket import OfficeSocket

from appliance.core.model.calendar import CalendarAccess
from appliance.office import calendars as calendar_rounds
from appliance.office.calendars import CalendarRounds

ANNA = "/anna.ics"


@pytest.fixture
def socket(tmp_path: Path) -> Path:
    return tmp_path / "office"


@pytest.fixture
def rounds(socket: Path) -> Iterator[CalendarRounds]:
    """Rounds that are made at once."""
    made = CalendarRounds(socket, look_seconds=0.0)
    yield made
    made.close()


def naming(socket: Path, url: str) -> OfficeSocket:
    return OfficeSocket(socket, {"anna": CalendarAccess(url)})


def go_round(rounds: CalendarRounds) -> None:
    """Look, and read what is due."""
    rounds.look()
    rounds.read_what_is_due()


def test_a_clock_that_is_set_makes_all_calendars_be_read_anew(
    socket: Path, rounds: CalendarRounds, server: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages[ANNA] = Page(ics(), headers={"etag": '"one"'})
    with naming(socket, server.url(ANNA)):
        go_round(rounds)
        go_round(rounds)
        assert server.times(ANNA) == 1
        begun = time.time()
        monkeypatch.setattr(calendar_rounds.time, "time", lambda: begun + 86400)
        go_round(rounds)
        assert server.times(ANNA) == 2
        assert "if-none-match" not in server.asked[-1][2], "the days that were read were others"
        go_round(rounds)
        assert server.times(ANNA) == 2


def test_a_switchboard_that_is_not_there_is_told_once_and_asked_when_it_is(
    socket: Path,
    rounds: CalendarRounds,
    server: CalendarServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.pages[ANNA] = Page(ics())
    go_round(rounds)
    go_round(rounds)
    assert len(caplog.records) == 1
    assert "is not running" in caplog.records[0].message
    with naming(socket, server.url(ANNA)):
        go_round(rounds)
    assert server.times(ANNA) == 1


def test_a_calendar_that_is_named_no_more_is_read_no_more(
    socket: Path, rounds: CalendarRounds, server: CalendarServer
) -> None:
    server.pages[ANNA] = Page(ics())
    with naming(socket, server.url(ANNA)) as office:
        go_round(rounds)
        office.calendars.clear()
        rounds.look()
        assert rounds._schedule.next() is None

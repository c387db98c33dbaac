"""The office process beside a switchboard: a meeting keeps calls away, whatever restarts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from support.calendar_server import CalendarServer, Page
from support.calendars import event, ics
from support.little_office import document, office
from support.office_process import ONCE, OfficeProcess, meeting_now
from support.office_socket import OfficeSocket
from support.ports import nobody
from support.running_box import RunningBox, eventually

from appliance.core.model.calendar import CalendarAccess
from appliance.core.settings.directory import Directory

ANNA, BO = "/5ecret/anna.ics", "/5ecret/bo.ics"
KEPT_AWAY = "No loop calls, only direct ones"


@pytest.fixture
def staff(server: CalendarServer) -> Directory:
    """The little office, in which Anna's calendar is read."""
    addresses = {name: nobody(name) for name in ("anna", "bo", "cato")}
    return with_calendar(office(addresses), "anna", server.url(ANNA))


@pytest.fixture
def start(prompts: Path, memory: Path) -> Iterator[Callable[[Directory], RunningBox]]:
    with ExitStack() as boxes:
        yield lambda directory: boxes.enter_context(RunningBox(memory, prompts, directory))


def with_calendar(directory: Directory, agent: str, url: str) -> Directory:
    there = replace(directory.agents[agent], calendar=CalendarAccess(url))
    return replace(directory, agents={**directory.agents, agent: there})


def why(box: RunningBox, agent: str = "anna") -> str:
    return box.client.ask("why", agent=agent).words


def says(box: RunningBox, words: str, agent: str = "anna") -> str:
    """Wait until the switchboard says so when it is asked why a telephone rings."""
    return eventually(lambda: answer if words in (answer := why(box, agent)) else "")


def test_a_meeting_keeps_loop_calls_away_until_it_is_taken_out(
    server: CalendarServer, staff: Directory, start: Callable[[Directory], RunningBox]
) -> None:
    server.pages[ANNA] = Page(meeting_now(), headers={"etag": '"one"'})
    box = start(staff)
    assert "has not been read yet" in why(box)
    with OfficeProcess(box.process.file) as rounds:
        says(box, KEPT_AWAY)
        server.wait_for(3, ANNA)
        assert server.asked[-1][2]["if-none-match"] == '"one"'
        assert KEPT_AWAY in why(box), "an unchanged calendar is still the same"
        server.pages[ANNA] = Page(ics(), headers={"etag": '"two"'})
        says(box, "Nothing stands in the calendar now")
        assert rounds.stop() == 0
        assert rounds.log == ""


def test_what_cannot_be_read_stays_as_it_was_and_is_told(
    server: CalendarServer, staff: Directory, start: Callable[[Directory], RunningBox]
) -> None:
    server.pages[ANNA] = Page(meeting_now(), headers={"etag": '"one"'})
    box = start(staff)
    with OfficeProcess(box.process.file) as rounds:
        says(box, KEPT_AWAY)
        server.pages[ANNA] = Page(b"<html>Log in</html>")
        answer = says(box, "cannot be read now")
        assert KEPT_AWAY in answer
        assert "web page, not a calendar" in answer
        assert rounds.stop() == 0
        assert "web page, not a calendar" in rounds.log
        assert "5ecret" not in rounds.log + box.log


def test_a_switchboard_that_restarts_is_told_everything_anew(
    server: CalendarServer, staff: Directory, start: Callable[[Directory], RunningBox]
) -> None:
    server.pages[ANNA] = Page(status=410)
    box = start(staff)
    with OfficeProcess(box.process.file, *ONCE):
        says(box, "has no calendar at this address any more")
        box.kill()
        box.start()
        says(box, "has no calendar at this address any more")
        assert server.times(ANNA) == 2, "asked once, as a document and by CalDAV"


def test_new_settings_are_noticed(
    server: CalendarServer, staff: Directory, start: Callable[[Directory], RunningBox]
) -> None:
    server.pages = {ANNA: Page(ics()), BO: Page(meeting_now("OOF"))}
    box = start(staff)
    with OfficeProcess(box.process.file, *ONCE):
        says(box, "Nothing stands in the calendar now")
        box.process.publish(document(with_calendar(staff, "bo", server.url(BO))))
        assert box.client.ask("settings").ok
        says(box, KEPT_AWAY, "bo")
        assert server.times(ANNA) == 1, "what has not changed is not read again"


def test_what_is_left_out_is_told_with_its_number(
    server: CalendarServer, staff: Directory, start: Callable[[Directory], RunningBox]
) -> None:
    broken = event("DTSTART:some day")
    odd = event("DTSTART:20200101T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;INTERVAL=0")
    server.pages[ANNA] = Page(ics(broken, odd))
    box = start(staff)
    with OfficeProcess(box.process.file):
        says(box, "left out, in which the telephone rings: 1.")
        assert "read all the same: 1." in why(box)


def test_it_may_start_before_the_switchboard(
    server: CalendarServer, staff: Directory, start: Callable[[Directory], RunningBox]
) -> None:
    server.pages[ANNA] = Page(meeting_now())
    box = start(staff)
    box.stop()
    with OfficeProcess(box.process.file) as rounds:
        eventually(lambda: "is not running" in rounds.log)
        box.start()
        says(box, KEPT_AWAY)


def test_it_needs_its_socket_and_nothing_else_of_the_box(
    server: CalendarServer, staff: Directory, start: Callable[[Directory], RunningBox]
) -> None:
    server.pages[ANNA] = Page(meeting_now())
    box = start(staff)
    device = box.process.file.with_name("no-such-device.toml")
    with OfficeProcess(device, *ONCE, "--socket", str(box.process.device.office)):
        says(box, KEPT_AWAY)


def test_it_ends_at_once_in_the_middle_of_a_reading(server: CalendarServer, tmp_path: Path) -> None:
    server.pages[ANNA] = Page(b"BEGIN", announced=100, hang=True)
    (tmp_path / "device.toml").write_text(f'[folders]\nruntime = "{tmp_path}"\n')
    with (
        OfficeSocket(tmp_path / "office", {"anna": CalendarAccess(server.url(ANNA))}),
        OfficeProcess(tmp_path / "device.toml") as rounds,
    ):
        server.wait_for(1, ANNA)
        before = time.monotonic()
        assert rounds.stop() == 0
        assert time.monotonic() - before < 10, "it does not wait until the server is given up"
        assert rounds.log == ""

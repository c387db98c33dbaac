"""The process that reads one calendar: its answers, its limits, and its end."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from support.calendar_server import CalendarServer, Page
from support.calendars import NOW, OSLO, event, ics

from appliance.calendars.child import Reader
from appliance.calendars.job import Job, Outcome
from appliance.calendars.troubles import CalendarError
from appliance.core.model.calendar import CalendarAccess, Entry, Shown

TEN = NOW.replace(hour=10, minute=0)
MEETING = event("DTSTART;TZID=W. Europe Standard Time:20260325T100000", "DURATION:PT2H")
PATH = "/kari.ics"


def job(server: CalendarServer, **marks: str) -> Job:
    return Job(CalendarAccess(server.url(PATH)), OSLO, NOW, marks)


def test_it_tells_the_entries_and_then_that_nothing_is_new(server: CalendarServer) -> None:
    broken = event("DTSTART:some day")
    server.pages[PATH] = Page(ics(MEETING, broken), headers={"etag": '"one"'})
    outcome = Reader().read(job(server))
    assert outcome.entries == (Entry(TEN, TEN + timedelta(hours=2), Shown.BUSY),)
    assert outcome.words == "One entry is malformed and left out."
    assert (outcome.skipped, outcome.mended) == (1, 0)
    again = Reader().read(job(server, **outcome.marks))
    assert again == Outcome(None, marks={"etag": '"one"'})


def test_the_owner_is_known_by_the_user_or_by_the_address(server: CalendarServer) -> None:
    refused = ics(
        event(
            "DTSTART:20260325T100000",
            "DURATION:PT2H",
            "ATTENDEE;PARTSTAT=DECLINED:mailto:kari@example.com",
        )
    )
    path = "/ical/kari%40example.com/private-1/basic.ics"
    server.pages = {PATH: Page(refused), path: Page(refused)}
    by_address = Job(CalendarAccess(server.url(path)), OSLO, NOW)
    by_user = Job(CalendarAccess(server.url(PATH), "Kari@example.com", "x"), OSLO, NOW)
    assert Reader().read(by_address).entries == ()
    assert Reader().read(by_user).entries == ()
    assert len(Reader().read(job(server)).entries or ()) == 1


def test_what_is_wrong_is_a_sentence(server: CalendarServer) -> None:
    server.pages[PATH] = Page(b"<html>log in</html>")
    with pytest.raises(CalendarError, match="web page, not a calendar"):
        Reader().read(job(server))


def test_who_takes_too_long_is_ended(server: CalendarServer) -> None:
    server.pages[PATH] = Page(b"x", announced=1000, hang=True)
    with pytest.raises(CalendarError, match="takes too long"):
        Reader(seconds=0.5).read(job(server))


def test_it_ends_when_it_is_told_to(server: CalendarServer) -> None:
    server.pages[PATH] = Page(b"x", announced=1000, hang=True)
    reader = Reader()

    def stop() -> None:
        server.wait_for(1, PATH)
        reader.stop()

    stopper = threading.Thread(target=stop)
    stopper.start()
    with pytest.raises(CalendarError):
        reader.read(job(server))
    stopper.join()
    with pytest.raises(CalendarError):
        reader.read(job(server))
    assert server.times(PATH) == 1


def test_the_job_does_not_show_its_secrets(server: CalendarServer) -> None:
    told = repr(Job(CalendarAccess("https://host/5ecret", "kari", "5ecret"), OSLO, NOW))
    assert "5ecret" not in told

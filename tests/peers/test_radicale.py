"""A calendar server that is not ours (Radicale) gives calendars as one document and by CalDAV."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from support.calendars import NOW, OSLO, W_EUROPE, event, ics, told
from support.patience import PATIENCE
from support.ports import free_port
from support.running_box import eventually

from appliance.calendars.asking import Client
from appliance.calendars.caldav import multiget
from appliance.calendars.child import Reader
from appliance.calendars.job import Job
from appliance.calendars.multistatus import MultiStatus
from appliance.calendars.reading import Reading
from appliance.calendars.troubles import CalendarError
from appliance.core.model.calendar import CalendarAccess

KARI, PASSWORD = "kari", "blåbær"
CALENDAR = "/kari/calendar/"
MAKE = b"""<?xml version="1.0" encoding="utf-8"?>
<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>
<d:displayname>Kari</d:displayname></d:prop></d:set></c:mkcalendar>"""
CONFIG = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = from_file
file = {folder}/rights
[storage]
filesystem_folder = {folder}/collections
"""
RIGHTS = """
[all]
user: .+
collection: .*
permissions: RrWw
[public]
user: .*
collection: .*
permissions: Rr
"""
EVENTS = {
    "meeting": event(
        "DTSTART;TZID=W. Europe Standard Time:20260325T100000",
        "DTEND;TZID=W. Europe Standard Time:20260325T120000",
        "SUMMARY:Nobody's business",
        uid="meeting",
    ),
    "weekly": event(
        "DTSTART;TZID=W. Europe Standard Time:20150105T090000",
        "DURATION:PT15M",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260406T070000Z",
        uid="weekly",
    )
    + "\n"
    + event(
        "RECURRENCE-ID;TZID=W. Europe Standard Time:20260330T090000",
        "DTSTART;TZID=W. Europe Standard Time:20260331T130000",
        "DURATION:PT15M",
        uid="weekly",
    ),
    "away": event(
        "DTSTART;VALUE=DATE:20260327",
        "DTEND;VALUE=DATE:20260328",
        "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
        uid="away",
    ),
    "past": event("DTSTART;VALUE=DATE:20250101", uid="past"),
}
ENTRIES = [
    "03-25 10:00 - 03-25 12:00 busy",
    "03-27 00:00 - 03-28 00:00 out_of_office all day",
    "03-31 13:00 - 03-31 13:15 busy",
    "04-06 09:00 - 04-06 09:15 busy",
]


class Radicale:
    """The server's process, with a calendar of Kari's."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port(socket.SOCK_STREAM)
        (folder / "users").write_text(f"{KARI}:{PASSWORD}\n", encoding="utf-8")
        (folder / "rights").write_text(RIGHTS)
        config = folder / "config"
        config.write_text(CONFIG.format(port=self.port, folder=folder))
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "radicale", "--config", str(config)], stdout=log, stderr=log
            )

    def is_there(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def ask(self, method: str, path: str, body: bytes) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        pair = b64encode(f"{KARI}:{PASSWORD}".encode()).decode()
        try:
            connection.request(method, path, body, {"Authorization": f"Basic {pair}"})
            return connection.getresponse().status
        finally:
            connection.close()

    def url(self, path: str = CALENDAR) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@pytest.fixture(scope="module")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    server = Radicale(tmp_path_factory.mktemp("radicale"))
    try:
        eventually(server.is_there)
        assert server.ask("MKCALENDAR", CALENDAR, MAKE) == 201
        for name, text in EVENTS.items():
            assert server.ask("PUT", f"{CALENDAR}{name}.ics", ics(W_EUROPE, text)) == 201
        yield server
    finally:
        server.process.terminate()
        server.process.wait(PATIENCE)


def entries(access: CalendarAccess) -> list[str]:
    found = Reader().read(Job(access, OSLO, NOW)).entries
    assert found is not None
    return told(Reading(found))


def test_by_caldav_with_a_password(radicale: Radicale) -> None:
    assert entries(CalendarAccess(radicale.url(), KARI, PASSWORD)) == ENTRIES


def test_as_one_document_without_one(radicale: Radicale) -> None:
    assert entries(CalendarAccess(radicale.url())) == ENTRIES


def test_who_asks_may_stand_in_the_address(radicale: Radicale) -> None:
    url = radicale.url().replace("://", "://kari:bl%C3%A5b%C3%A6r@")
    assert entries(CalendarAccess(url)) == ENTRIES


@pytest.mark.parametrize("path", ["/kari/", "/"])
def test_an_account_is_no_empty_calendar(radicale: Radicale, path: str) -> None:
    with pytest.raises(CalendarError, match="an account or a folder at this address"):
        entries(CalendarAccess(radicale.url(path), KARI, PASSWORD))


def test_an_empty_calendar_is_empty(radicale: Radicale) -> None:
    assert radicale.ask("MKCALENDAR", "/kari/empty/", MAKE) == 201
    assert entries(CalendarAccess(radicale.url("/kari/empty/"), KARI, PASSWORD)) == []


def test_its_events_asked_for_by_name(radicale: Radicale) -> None:
    client = Client(CalendarAccess(radicale.url(), KARI, PASSWORD))
    with client.asked(multiget([f"{CALENDAR}meeting.ics", f"{CALENDAR}gone.ics"])) as response:
        assert response.status == 207
        said = MultiStatus("unreadable")
        (data,) = [each for piece in response.pieces for each in said.take(piece)]
    assert b"UID:meeting" in data
    assert (said.found, said.without) == (1, [])


def test_a_wrong_password(radicale: Radicale) -> None:
    with pytest.raises(CalendarError, match="asks for a user and a password"):
        entries(CalendarAccess(radicale.url(), KARI, "wrong"))


def test_a_calendar_that_is_not_there(radicale: Radicale) -> None:
    with pytest.raises(CalendarError, match="has no calendar at this address"):
        entries(CalendarAccess(radicale.url("/kari/other/"), KARI, PASSWORD))

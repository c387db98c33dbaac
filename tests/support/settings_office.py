"""An office whose settings are edited in the tests of the page, and what its people do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest
from settings.documents import OFFICE
from support.web_browser import Box, Browser

from appliance.control import ControlServer
from appliance.core.desk.accounts import Role
from appliance.core.model.trial import TrialConfirmed
from appliance.core.protocol.commands import Reply
from appliance.core.protocol.events import Event, SettingsPublished
from appliance.settings.document import read

SECRET = "kjempehemmelig"


class Listening:
    """A control socket that answers every request alike, and keeps what was asked."""

    def __init__(self, path: Path) -> None:
        self.heard: SimpleQueue[Event] = SimpleQueue()
        self.answer = (True, "The settings hold now.")
        self.server = ControlServer(path, self.take)
        self.server.start()

    def take(self, event: Event) -> None:
        assert isinstance(event, SettingsPublished | TrialConfirmed)
        self.heard.put(event)
        self.server.perform(Reply(str(event.request), *self.answer))


AREA = r'<textarea [^>]*name="([^"]*)"[^>]*>(.*?)</textarea>'
SELECT = r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>'
ACCOUNT = f'user = "10000001"\npassword = "{SECRET}"\n'


@pytest.fixture
def office(box: Box) -> Iterator[Box]:
    with box.store() as store:
        store.publish(OFFICE + ACCOUNT, "Installer")
    return box


@pytest.fixture
def kari(office: Box) -> Browser:
    return office.logged_in(Role.SUPERIOR, "kari", full_name="Kari Berg")


@pytest.fixture
def installer(office: Box) -> Browser:
    return office.logged_in(Role.INSTALLER, "installer")


def agent(**changed: str) -> dict[str, str]:
    return {"name": "Kari", "address": "sip:kari@127.0.0.1:5071", "language": "nb", **changed}


def loop(**changed: str) -> dict[str, str]:
    members = {"members.kari": "1", "members.tom": "2"}
    return (
        {"name": "Forsikring", "strategy": "longest_idle", "wait_seconds": "60"} | members | changed
    )


def in_force(office: Box):  # type: ignore[no-untyped-def]
    with office.store() as store:
        newest = store.current()
        assert newest
        return newest, read(newest.document)


def publishes(browser: Browser, note: str = "") -> str:
    answer = browser.post("/settings/review/publish", data={"note": note}, follow_redirects=True)
    return answer.text


def form_of(page: str) -> dict[str, str | list[str]]:
    """What a browser would send of the first form with a button of its own in `page`."""
    form = re.findall(r"<form method=\"post\".*?</form>", page, re.S)[1]
    sent: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        ticks = 'type="checkbox"' in tag or 'type="radio"' in tag
        if name and (not ticks or "checked" in tag):
            said = value[1] if value else ""
            before = sent.get(name[1], [])
            sent[name[1]] = [*before, said] if ticks else said
    for name, text in re.findall(AREA, form, re.S):
        sent[name] = text
    for name, options in re.findall(SELECT, form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        first = re.search(r'value="([^"]*)"', options)
        sent[name] = chosen[1] if chosen else first[1] if first else ""
    return sent


@pytest.fixture
def switchboard(office: Box) -> Iterator[Listening]:
    listening = Listening(office.control)
    yield listening
    listening.server.stop()

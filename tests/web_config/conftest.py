"""What the web tests share: a page that follows the real control server of a scripted office."""

import queue
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from support.web_browser import Box, Browser

from appliance.control import ControlServer
from appliance.core.desk.accounts import Role
from appliance.core.desk.masking import EVERYTHING
from appliance.core.model.trouble import Trouble
from appliance.core.model.verdict import Verdict
from appliance.core.protocol.commands import Reply, Show
from appliance.core.protocol.events import Event
from appliance.core.protocol.replies import reply_to
from appliance.core.protocol.view import CallView, Lamp, Row, View
from appliance.core.words.faults import QUOTED
from web_config.kit.follower import Follower


class Office:
    """A switchboard that answers every request with `reply`, and keeps what was asked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.asked: queue.Queue[Event] = queue.Queue()
        self.reply: tuple[bool, str] | Verdict = (True, "")
        self.watching: Callable[[Event], object] = self.asked.put
        self.server = ControlServer(path, self._take)

    def start(self) -> "Office":
        self.server = ControlServer(self.path, self._take)
        self.server.start()
        return self

    def show(self, view: View) -> None:
        self.server.perform(Show(view))

    def _take(self, event: Event) -> None:
        self.watching(event)
        request = getattr(event, "request", None)
        if request and isinstance(self.reply, Verdict):
            self.server.perform(*reply_to(request, self.reply))
        elif request:
            self.server.perform(Reply(request, *self.reply))


class Page:
    """The application for a control socket, and what a superior's browser would do with it."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.box = Box(folder, path)
        self.app: Flask = self.box.app
        self.follower: Follower = self.app.extensions["follower"]
        self.browser: Browser = self.box.logged_in(Role.SUPERIOR)

    def until(self, words: str) -> str:
        """Return the page as soon as it contains `words`; fails after 10 s without news."""
        picture = self.follower.newest()
        while words not in str(picture.regions("en", EVERYTHING)):
            newer = self.follower.after(picture.number, 10)
            assert newer.number > picture.number, f"no {words!r} in {picture.view}"
            picture = newer
        return self.browser.get("/").text


class Text(HTMLParser):
    """Collects what HTML shows, and the elements and attributes that it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.attributes: dict[str, list[str | None]] = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data.strip())


def a_call(call: str = "c1", stands: str = "talking", **other: str) -> CallView:
    facts = {"client": "Hage & Hus", "caller": "+4710000001", "about": "insurance", "agent": "Anna"}
    return CallView(call=call, stands=stands, **facts | other)


def a_view(*calls: CallView, faults: tuple[str, ...] = (), **other) -> View:
    rows = (Row("Hage & Hus", "huge"), Row("+4710000001"))
    lamps = (Lamp("anna", "Anna", "busy", "talks with Hage & Hus"),)
    troubles = tuple(Trouble(QUOTED, {"said": said}) for said in faults)
    known = {"rows": rows, "lamps": lamps, "troubles": troubles}
    return View(**known | other, calls=calls, faults=faults)


@pytest.fixture
def page_of(tmp_path) -> Iterator:
    with ExitStack() as stack:

        def make(path: Path) -> Page:
            page = Page(path, tmp_path)
            stack.callback(page.follower.close)
            return page

        yield make


@pytest.fixture
def office(tmp_path) -> Iterator[Office]:
    office = Office(tmp_path / "control").start()
    yield office
    office.server.stop()


@pytest.fixture
def page(office, page_of) -> Page:
    return page_of(office.path)


@pytest.fixture
def views():
    """The makers of calls and views."""
    return type("Views", (), {"call": staticmethod(a_call), "view": staticmethod(a_view)})


@pytest.fixture
def read():
    return Text


@pytest.fixture
def box(tmp_path) -> Iterator[Box]:
    """A page without a switchboard; `box.logged_in(Role.INSTALLER)` gives a browser."""
    box = Box(tmp_path, tmp_path / "control")
    yield box
    box.close()

"""`sentralbord presence` as somebody types it, at a switchboard that listens."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import tomli_w
from click.testing import CliRunner, Result
from support.patience import PATIENCE
from support.world import office

from appliance.commands import main
from appliance.control import ControlServer
from appliance.core.protocol.commands import Reply
from appliance.core.protocol.events import Event, PresenceSet
from appliance.device import read_device
from appliance.settings.document import write
from appliance.store.store import Store

OSLO = ZoneInfo("Europe/Oslo")


class Desk:
    """A box whose switchboard takes every status, and remembers it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "device.toml"
        folders = {"data": str(folder / "data"), "runtime": str(folder / "run")}
        self.file.write_text(tomli_w.dumps({"folders": folders}))
        device = read_device(self.file)
        for made in (device.folders.data, device.folders.runtime):
            made.mkdir()
        with Store(device.database, device.media) as store:
            store.migrate()
            store.publish(write(office()), "test")
        self.asked: queue.Queue[Event] = queue.Queue()
        self.server = ControlServer(device.control, self._answer, {})

    def _answer(self, event: Event) -> None:
        self.asked.put(event)
        request = getattr(event, "request", None)
        if request:
            self.server.perform(Reply(request, True, "The status is set."))

    def types(self, *words: str) -> Result:
        return CliRunner().invoke(main, ["--device", str(self.file), "presence", *words])

    def heard(self) -> PresenceSet:
        event = self.asked.get(timeout=PATIENCE)
        assert isinstance(event, PresenceSet)
        return event


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    desk.server.start()
    yield desk
    desk.server.stop()


def test_away_until_a_time_by_the_offices_clock(desk: Desk) -> None:
    wanted = (datetime.now(OSLO) + timedelta(hours=2)).replace(second=0, microsecond=0)
    result = desk.types("anna", "away", "--reason", "møte", "--until", f"{wanted:%H:%M}")
    assert (result.exit_code, result.output) == (
        0,
        f"The status is set.\nIt ends at {wanted:%H:%M on %Y-%m-%d}.\n",
    )
    heard = desk.heard()
    assert (heard.agent, heard.reason, heard.until) == ("anna", "møte", wanted)


@pytest.mark.parametrize(("written", "meant"), [("12.30", "12:30"), ("1459", "14:59")])
def test_a_time_is_read_as_it_is_written_here(desk: Desk, written: str, meant: str) -> None:
    result = desk.types("anna", "away", "--until", written)
    assert f"It ends at {meant} on " in result.output
    until = desk.heard().until
    assert until is not None
    assert f"{until.astimezone(OSLO):%H:%M}" == meant


def test_a_time_that_has_passed_is_tomorrows(desk: Desk) -> None:
    passed = (datetime.now(OSLO) - timedelta(hours=2)).replace(second=0, microsecond=0)
    desk.types("anna", "logged_out", "--reason", "ferie", "--until", f"{passed:%H:%M}")
    assert desk.heard().until == passed + timedelta(days=1)


def test_without_an_end_it_holds_until_it_is_changed(desk: Desk) -> None:
    desk.types("anna", "away")
    assert desk.heard().until is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("anna", "away", "--until", "25:00"), "'25:00' is no time such as 14:00, 14.30, or 1430."),
        (("anna", "available", "--until", "14:00"), "has no --until"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(desk: Desk, words: tuple[str], said: str) -> None:
    result = desk.types(*words)
    assert result.exit_code == 2
    assert said in result.output
    assert desk.asked.empty()

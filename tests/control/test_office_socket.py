"""The office process' socket: it names the calendars and takes what is in them, nothing else."""

from __future__ import annotations

import os
import queue
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.little_office import office as little_office
from support.ports import nobody

from appliance.control import ControlClient, ControlServer
from appliance.control import listener as listening
from appliance.control.requests import FORMS, HOUSE, LOCAL, OFFICE
from appliance.core.model.calendar import CalendarAccess
from appliance.core.model.ids import Moment
from appliance.core.protocol.commands import Reply
from appliance.core.protocol.events import Event, Started
from appliance.core.protocol.events_questions import CalendarsAsked
from appliance.core.switchboard import Switchboard

NOW = Moment(0.0, datetime(2026, 3, 25, 10, tzinfo=UTC))


@pytest.fixture
def asked() -> queue.SimpleQueue[Event]:
    return queue.SimpleQueue()


@pytest.fixture
def client(tmp_path: Path, asked: queue.SimpleQueue[Event]) -> Iterator[ControlClient]:
    path = tmp_path / "office"
    server = ControlServer(path, asked.put, {"pid": 7}, served=OFFICE)
    server.start()
    yield ControlClient(path)
    server.stop()


@pytest.mark.parametrize("do", sorted({*FORMS, *LOCAL} - OFFICE))
def test_every_other_request_is_refused_and_reaches_nobody(
    client: ControlClient, asked: queue.SimpleQueue[Event], do: str
) -> None:
    answer = client.ask(do)
    assert not answer.ok
    assert answer.words.startswith('"do" must be one of info, calendars, calendar_read')
    assert asked.empty()


def test_it_is_told_no_more_than_which_process_answers(client: ControlClient) -> None:
    assert client.ask("info").data["info"] == {"pid": 7}


def test_the_control_socket_hands_out_no_calendars_and_takes_none() -> None:
    assert {"calendars", "calendar_read", "calendar_not_read"} == {*FORMS, *LOCAL} - HOUSE
    assert {"info", "calendars", "calendar_read", "calendar_not_read"} == OFFICE


def named(switchboard: Switchboard, after: str = "") -> Reply:
    (reply,) = switchboard.handle(CalendarsAsked(after, "r1"), NOW)
    assert isinstance(reply, Reply)
    return reply


def test_the_switchboard_names_every_calendar_some_at_a_time() -> None:
    directory = little_office({name: nobody(name) for name in ("anna", "bo", "cato")})
    anna = directory.agents["anna"]
    access = CalendarAccess("https://calendar.invalid/a.ics", "anna", "secret")
    many = {f"a{number:02}": replace(anna, calendar=access) for number in range(60)}
    switchboard = Switchboard()
    started = Started(replace(directory, agents={**directory.agents, **many}))
    switchboard.handle(started, NOW)
    found: list[str] = []
    while True:
        said = named(switchboard, max(found, default="")).data
        found += said.calendars
        if not said.more:
            break
    assert found == sorted(many), "who has no calendar is not named"
    assert said.calendars["a59"] == access
    assert "secret" not in repr(said)


def test_the_socket_belongs_to_the_group_of_the_office_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[Path, int, int]] = []
    monkeypatch.setattr(listening.grp, "getgrnam", lambda _: type("Group", (), {"gr_gid": 4711}))
    monkeypatch.setattr(os, "chown", lambda *words: given.append(words))
    path = tmp_path / "office"
    opened = listening.listen_at(path, "sentralbord-office")
    assert given == [(path, -1, 4711)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    opened.close()

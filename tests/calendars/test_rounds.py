"""The rounds of the office process, one look at a time: a clock that jumps, a store that fails."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.calendar_server import CalendarServer, Page
from support.calendars import ics
from support.little_office import document, office
from support.ports import nobody

from appliance import calendar_rounds
from appliance.calendar_rounds import CalendarRounds
from appliance.core.calendar import CalendarAccess
from appliance.device import Device, read_device
from appliance.store.store import Store

ANNA = "/anna.ics"


@pytest.fixture
def device(tmp_path: Path) -> Device:
    file = tmp_path / "device.toml"
    file.write_text(f'[folders]\ndata = "{tmp_path}"\nruntime = "{tmp_path}"\n')
    return read_device(file)


@pytest.fixture
def rounds(device: Device) -> Iterator[CalendarRounds]:
    """Rounds that are made at once, with nobody to tell of them."""
    made = CalendarRounds(device, look_seconds=0.0)
    yield made
    made.close()


def settle(device: Device, url: str) -> None:
    directory = office({name: nobody(name) for name in ("anna", "bo", "cato")})
    anna = replace(directory.agents["anna"], calendar=CalendarAccess(url))
    with Store(device.database, device.media) as store:
        store.migrate()
        store.publish(
            document(replace(directory, agents={**directory.agents, "anna": anna})), author="test"
        )


def go_round(rounds: CalendarRounds) -> None:
    """Look, and read what is due."""
    rounds.look()
    rounds.read_what_is_due()


def test_a_clock_that_is_set_makes_all_calendars_be_read_anew(
    device: Device, rounds: CalendarRounds, server: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages[ANNA] = Page(ics(), headers={"etag": '"one"'})
    settle(device, server.url(ANNA))
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


def test_a_store_that_cannot_be_read_is_told_once_and_read_when_it_can(
    device: Device,
    rounds: CalendarRounds,
    server: CalendarServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.pages[ANNA] = Page(ics())
    device.database.write_bytes(b"no database at all" * 100)
    go_round(rounds)
    go_round(rounds)
    assert len(caplog.records) == 1
    device.database.unlink()
    settle(device, server.url(ANNA))
    go_round(rounds)
    assert server.times(ANNA) == 1

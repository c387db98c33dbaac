"""Once a day, and a step a minute, what the office keeps no longer is deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.world import World, office

from appliance.core.box_events import Expired
from appliance.core.model import Moment
from appliance.core.retention_commands import Expire


def expiries(world: World) -> list[Expire]:
    return [command for command in world.done if isinstance(command, Expire)]


def world_with(**days: int) -> World:
    base = office()
    return World(replace(base, office=replace(base.office, **days)))


def test_what_is_older_than_the_settings_say_goes_once_a_day() -> None:
    world = world_with(calls_days=100, messages_days=50, sms_days=0)
    world.passes(60)
    (first,) = expiries(world)
    now = world.now().wall
    assert (first.calls, first.messages) == (now - timedelta(days=100), now - timedelta(days=50))
    assert first.sms is None
    assert first.zone == "Europe/Oslo"
    world.happens(Expired(more=False))
    world.passes(3600)
    assert len(expiries(world)) == 1
    world.passes(24 * 3600)
    assert len(expiries(world)) == 2


def test_while_there_is_more_it_goes_on_a_step_a_minute() -> None:
    world = world_with()
    world.passes(60)
    for steps in (2, 3):
        world.happens(Expired(more=True))
        world.passes(60)
        assert len(expiries(world)) == steps


def test_for_ever_asks_for_nothing() -> None:
    world = world_with(calls_days=0, messages_days=0, sms_days=0)
    world.passes(3600)
    assert expiries(world) == []


def test_a_clock_that_is_not_set_deletes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = world_with()
    known = world.now
    monkeypatch.setattr(
        world, "now", lambda: Moment(known().monotonic, known().wall, clock_set=False)
    )
    world.passes(3600)
    assert expiries(world) == []

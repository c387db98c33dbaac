"""Once a day, and a step a minute, what the office keeps no longer is deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from support.world import World, office

from appliance.core.model.ids import Moment
from appliance.core.model.talks import RecordingsExpired
from appliance.core.protocol.commands_retention import Expire
from appliance.core.protocol.events import Started
from appliance.core.protocol.events_box import Expired


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


def deletions(world: World) -> int:
    rows = [row for save in world.done for row in getattr(save, "records", ())]
    return len(expiries(world)) + sum(isinstance(row, RecordingsExpired) for row in rows)


@pytest.mark.parametrize("leap", [timedelta(days=3650), timedelta(days=8), timedelta(days=-200)])
def test_after_a_leap_of_the_clock_nothing_goes_for_three_days(leap: timedelta) -> None:
    world = world_with()
    world.passes(60)
    assert deletions(world) == 2
    world.happens(Expired(more=True))
    world.leapt = leap
    for seconds in (60, 24 * 3600, 24 * 3600):
        world.passes(seconds)
        assert deletions(world) == 2
        assert any("The clock has leapt" in fault for fault in world.view.details)
    world.passes(24 * 3600)
    assert deletions(world) == 4
    assert not any("The clock has leapt" in fault for fault in world.view.details)


def test_a_leap_while_the_box_was_off_counts_too_and_a_weekend_does_not() -> None:
    base = office()
    for days, deleted in (((5, 4, 3), 2), ((3650, 3649, 3648), 0), ((1,), 0), ((), 0)):
        world = World(base)
        today = world.now().wall.date()
        before = tuple(today - timedelta(days=ago) for ago in days)
        world.happens(Started(base, days_seen=before))
        world.passes(60)
        assert deletions(world) == deleted
        leapt = any("The clock has leapt" in fault for fault in world.view.details)
        assert leapt == (days[:1] == (3650,)), "a new box has nothing to tell"


def test_a_clock_that_is_not_set_deletes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = world_with()
    known = world.now
    monkeypatch.setattr(
        world, "now", lambda: Moment(known().monotonic, known().wall, clock_set=False)
    )
    world.passes(3600)
    assert expiries(world) == []

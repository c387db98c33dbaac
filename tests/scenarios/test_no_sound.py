"""A leg from which no sound comes any more: its call ends, and says why."""

from __future__ import annotations

import pytest
from support.world import World, with_office

from appliance.core.model.ids import Disposition, LegId
from appliance.core.protocol.events_leg import LegHeld, LegSilent
from appliance.core.words.trail import in_english

CALLER = LegId("c1")


@pytest.fixture
def world() -> World:
    return World()


def talking(world: World) -> LegId:
    world.presses(world.rings(), "1")
    anna = world.rung[-1].leg
    world.answers(anna)
    return anna


def trail(world: World) -> list[str]:
    return [in_english(step) for step in world.view.calls[0].trail]


def test_a_caller_of_whom_nothing_comes_is_gone(world: World) -> None:
    """Given nothing has come from the caller for a minute, then the agent is asked how it ended."""
    anna = talking(world)
    world.happens(LegSilent(CALLER, 55.0))
    assert CALLER in world.legs
    world.happens(LegSilent(CALLER, 60.0))
    assert CALLER not in world.legs
    assert world.view.calls[0].stands == "wrap-up"
    assert "No sound has come from the caller for 60 s: the call ends." in trail(world)
    world.hangs_up(anna)
    world.passes(60)
    world.disk_takes_all()
    assert not any(world.leftovers().values())


def test_a_dead_telephone_ends_the_call_too(world: World) -> None:
    anna = talking(world)
    world.happens(LegSilent(anna, 61.0))
    assert anna not in world.legs
    assert CALLER not in world.legs
    assert "No sound has come from Anna for 60 s: the call ends." in trail(world)


def test_who_waits_for_a_line_that_is_dead_keeps_no_place(world: World) -> None:
    world.presses(world.rings(), "1")
    world.happens(LegSilent(CALLER, 61.0))
    assert not world.legs
    world.disk_takes_all()
    assert world.calls()[0].disposition is Disposition.ABANDONED


@pytest.mark.parametrize("silent", ["caller", "agent"])
def test_nobody_speaks_while_somebody_holds(world: World, silent: str) -> None:
    anna = talking(world)
    world.happens(LegHeld(anna))
    world.happens(LegSilent({"caller": CALLER, "agent": anna}[silent], 600.0))
    assert {CALLER, anna} <= set(world.legs)


def test_a_caller_on_hold_by_a_key_may_be_silent(world: World) -> None:
    anna = talking(world)
    for key in "*1":
        world.presses(anna, key)
    world.happens(LegSilent(CALLER, 600.0))
    assert CALLER in world.legs


def test_the_office_may_say_how_long() -> None:
    world = with_office(silence_seconds=20.0)
    talking(world)
    world.happens(LegSilent(CALLER, 20.0))
    assert CALLER not in world.legs


def test_or_that_it_does_not_matter() -> None:
    world = with_office(silence_seconds=0.0)
    talking(world)
    world.happens(LegSilent(CALLER, 6000.0))
    assert CALLER in world.legs

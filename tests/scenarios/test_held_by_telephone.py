"""An agent who holds on the telephone itself: the caller hears that, and the office sees it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import World

from appliance.core.model.ids import LegId
from appliance.core.protocol.events_desk import InCall, InCallAsked
from appliance.core.protocol.events_leg import LegHeld, LegResumed
from appliance.core.protocol.view import CallView
from appliance.core.words.trail import in_english

CALLER = LegId("c1")


@pytest.fixture
def world() -> World:
    return World()


def talking(world: World) -> LegId:
    """Anna talks to a caller; this is her leg."""
    world.presses(world.rings(), "1")
    anna = world.rung[-1].leg
    world.answers(anna)
    assert together(anna) in world.bridges
    return anna


def together(leg: LegId) -> frozenset[LegId]:
    return frozenset((CALLER, leg))


def shown(world: World) -> CallView:
    return world.view.calls[0]


def display(world: World) -> str:
    return " ".join(row.text for row in world.view.rows)


def test_the_caller_hears_the_holding_sound(world: World) -> None:
    anna = talking(world)
    world.happens(LegHeld(anna))
    assert world.hears(CALLER) == "waiting"
    assert together(anna) not in world.bridges
    world.happens(LegResumed(anna))
    assert world.hears(CALLER) == ""
    assert together(anna) in world.bridges


def test_panel_and_page_say_held(world: World) -> None:
    anna = talking(world)
    assert "snakker" in display(world)
    world.happens(LegHeld(anna))
    assert shown(world).held
    assert "på vent" in display(world)
    assert "snakker" not in display(world)
    world.happens(LegResumed(anna))
    assert not shown(world).held
    assert "snakker" in display(world)


def test_the_story_tells_of_it(world: World) -> None:
    anna = talking(world)
    world.happens(LegHeld(anna))
    world.happens(LegResumed(anna))
    assert [in_english(step) for step in shown(world).trail[-2:]] == [
        "The agent's telephone holds the call.",
        "The agent's telephone is back.",
    ]


def test_two_holds_are_ended_one_by_one(world: World) -> None:
    """Given *1 was pressed and then the telephone's own key, then both must be taken back."""
    anna = talking(world)
    for key in "*1":
        world.presses(anna, key)
    world.happens(LegHeld(anna))
    world.happens(LegResumed(anna))
    assert world.hears(CALLER) == "waiting"
    for key in "*1":
        world.presses(anna, key)
    assert together(anna) in world.bridges


def test_the_pages_button_does_not_bring_back_whom_the_telephone_holds(world: World) -> None:
    anna = talking(world)
    world.happens(LegHeld(anna))
    for _ in range(2):
        world.happens(InCallAsked(CALLER, "anna", InCall.HOLD, "r"))  # type: ignore[arg-type]
        assert world.hears(CALLER) == "waiting"
        assert together(anna) not in world.bridges
    world.happens(LegResumed(anna))
    assert together(anna) in world.bridges


def test_who_holds_before_the_caller_is_there_does_not_leave_them_in_silence(world: World) -> None:
    """Given a whisper is heard, when the agent holds meanwhile, then the caller hears the sound."""
    world.presses(world.rings(), "1")
    anna = world.rung[-1].leg
    world.happens(LegHeld(anna))
    world.answers(anna)
    assert world.hears(CALLER) == "waiting"
    world.happens(LegResumed(anna))
    assert together(anna) in world.bridges


def test_the_caller_may_leave_while_held(world: World) -> None:
    anna = talking(world)
    world.happens(LegHeld(anna))
    world.hangs_up(CALLER)
    assert world.view.calls[0].stands == "wrap-up"
    world.happens(LegResumed(anna))
    world.hangs_up(anna)
    world.passes(60)
    world.disk_takes_all()
    assert not any(world.leftovers().values())


def test_a_caller_who_holds_us_changes_nothing(world: World) -> None:
    """Their own telephone plays to them; the agent hears that nobody speaks."""
    anna = talking(world)
    world.happens(LegHeld(CALLER))
    assert together(anna) in world.bridges
    assert not shown(world).held


def test_a_colleague_who_was_handed_a_caller_while_holding(world: World) -> None:
    agents = {
        name: replace(agent, extension=f"2{n}")
        for n, (name, agent) in enumerate(world.directory.agents.items())
    }
    world = World(replace(world.directory, agents=agents))
    anna = talking(world)
    for key in "*321#":
        world.presses(anna, key)
    bo = world.rung[-1].leg
    world.answers(bo)
    world.happens(LegHeld(bo))
    world.hangs_up(anna)
    assert world.hears(CALLER) == "waiting"
    world.happens(LegResumed(bo))
    assert together(bo) in world.bridges

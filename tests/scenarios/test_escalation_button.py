"""The buttons of the page in the middle of a call: the same as the agent's keys (office.md C10)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import World, office

from appliance.core.model.ids import CallId, LegId
from appliance.core.protocol.events_desk import InCall, InCallAsked
from appliance.core.words.trail import in_english

C1 = LegId("c1")


@pytest.fixture
def world() -> World:
    """Anna, whose superior is Dag, talks to a caller; the page shows it."""
    base = office()
    agents = {**base.agents, "anna": replace(base.agents["anna"], superior="dag")}
    world = World(replace(base, agents=agents))
    world.presses(world.rings(), "1")
    world.answers(world.rung[-1].leg)
    assert world.view.calls[0].agent_id == "anna"
    return world


def presses_button(world: World, what: InCall, agent: str = "anna", **more: str) -> str:
    world.happens(InCallAsked(CallId("c1"), what, agent, request="r", **more))
    return world.replies[-1].words


def story(world: World) -> list[tuple[str, str]]:
    return [(in_english(step), step.who) for step in world.view.calls[0].trail]


def test_the_superior_is_called_and_joins_in(world: World) -> None:
    anna = world.rung[-1].leg
    assert presses_button(world, InCall.ESCALATE) == "The superior is called."
    dag = world.rung[-1]
    assert dag.uri == "sip:dag@127.0.0.1:5074"
    assert ("Asked Dag.", "anna") in story(world)
    world.answers(dag.leg)
    assert world.bridges == {
        frozenset((C1, anna)),
        frozenset((anna, dag.leg)),
        frozenset((C1, dag.leg)),
    }


def test_abuse_and_urgency_are_kept_with_the_call_and_with_who_said_so(world: World) -> None:
    presses_button(world, InCall.ABUSE)
    presses_button(world, InCall.URGENT, by="dag")
    assert story(world)[-2:] == [
        ("Flagged the call as abuse.", "anna"),
        ("Marked the call as urgent.", "dag"),
    ]
    call = world.view.calls[0]
    assert call.abuse
    assert call.urgent


def test_hold_and_resume_by_the_same_button(world: World) -> None:
    anna = world.rung[-1].leg
    assert presses_button(world, InCall.HOLD) == "The caller is on hold."
    assert world.hears(C1) == "waiting"
    assert world.view.calls[0].held
    assert presses_button(world, InCall.HOLD) == "The caller is back with the agent."
    assert world.bridges == {frozenset((C1, anna))}
    assert story(world)[-1] == ("The caller is back with the agent.", "anna")
    assert not world.view.calls[0].held


def test_a_colleague_may_not_press_for_who_talks(world: World) -> None:
    for what in InCall:
        refused = presses_button(world, what, "bo")
        assert refused == "Only who talks in the call, or a superior, may do this."
        assert not world.replies[-1].ok
    assert not world.view.calls[0].abuse
    assert len(world.rung) == 1


def test_who_has_no_superior_is_told_so() -> None:
    world = World()
    world.presses(world.rings(), "1")
    world.answers(world.rung[-1].leg)
    assert presses_button(world, InCall.ESCALATE) == "Anna has no superior here."


def test_the_superior_is_not_called_twice(world: World) -> None:
    presses_button(world, InCall.ESCALATE)
    assert presses_button(world, InCall.ESCALATE) == "Somebody is asked already."
    assert len(world.rung) == 2


def test_a_button_that_comes_too_late_says_so(world: World) -> None:
    world.hangs_up(C1)
    assert presses_button(world, InCall.HOLD) == "Nobody talks in this call now."
    world.happens(InCallAsked(CallId("c9"), InCall.HOLD, "anna", request="r"))
    assert world.replies[-1].words == "Nobody talks in this call now."

"""A telephone that is switched off costs nobody the time that it would ring."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import World, office

from appliance.core.model.ids import Disposition, LegId, Status
from appliance.core.protocol.commands import Ring
from appliance.core.protocol.commands_telephones import LookFor
from appliance.core.protocol.events import (
    LegEnded,
    LegRinging,
    PresenceSet,
    SettingsChanged,
    TelephoneFound,
)
from appliance.core.staff.hunting import Why
from appliance.core.why_ring import why_ring
from appliance.core.words.trail import in_english


def is_off(world: World, ring: Ring) -> None:
    """Nothing was heard of it within 4 s."""
    del world.legs[ring.leg]
    world.happens(LegEnded(ring.leg, 408, "nothing answers there", silent=True))


def looked_for(world: World) -> list[LookFor]:
    return [command for command in world.done if isinstance(command, LookFor)]


@pytest.fixture
def world() -> World:
    """The loop of invoices has Anna and Bo; Anna is the first."""
    return World()


def rung(world: World) -> Ring:
    return world.rung[-1]


def with_anna_off(world: World) -> None:
    world.presses(world.rings(), "1")
    assert "anna" in rung(world).uri
    is_off(world, rung(world))


def test_the_next_one_is_rung_at_once(world: World) -> None:
    """Given Anna's telephone is off, when that is known, then Bo rings."""
    with_anna_off(world)
    assert "bo" in rung(world).uri
    trail = [in_english(step) for step in world.view.calls[0].trail]
    assert "Anna did not take the call: no telephone answers." in trail


def test_the_next_caller_does_not_try_it_at_all(world: World) -> None:
    with_anna_off(world)
    world.answers(rung(world).leg)
    count = len(world.rung)
    world.presses(world.rings(leg="c2", caller="+4710000078"), "1")
    assert len(world.rung) == count, "Bo talks, and Anna has no telephone"


def test_the_lamp_says_so(world: World) -> None:
    with_anna_off(world)
    lamp = next(lamp for lamp in world.view.lamps if lamp.agent == "anna")
    assert (lamp.pattern, lamp.why) == ("fault", "fault: no telephone since 10:00")
    assert "Telefonen til Anna svarer ikke: er den slått på?" in world.view.faults


def test_why_says_so(world: World) -> None:
    with_anna_off(world)
    picture = world.switchboard.picture
    answer = why_ring(picture, picture.directory.agents["anna"], world.now())
    words = (
        "Nothing has answered at sip:anna@127.0.0.1:5071 since 10:00: is the telephone switched on?"
    )
    assert (False, words) in [(c.ok, c.words) for c in answer.checks if c.what == "telephone"]
    assert {each.why for each in answer.loops} == {Why.NO_TELEPHONE}
    assert not answer.rings


def test_it_is_looked_for_until_it_answers(world: World) -> None:
    """Every 15 s it is asked whether it is there; as soon as it is, it rings for those who wait."""
    with_anna_off(world)
    world.answers(rung(world).leg)
    world.presses(world.rings(leg="c2", caller="+4710000078"), "1")
    world.passes(31)
    assert looked_for(world) == [LookFor("anna", "sip:anna@127.0.0.1:5071")] * 2
    world.happens(TelephoneFound("anna"))
    assert "anna" in rung(world).uri
    assert world.lamp("anna") == "ringing"
    assert not any("Anna" in fault for fault in world.view.faults)
    world.passes(60)
    assert len(looked_for(world)) == 2


def test_whoever_says_that_they_are_there_is_rung_again(world: World) -> None:
    with_anna_off(world)
    world.answers(rung(world).leg)
    world.presses(world.rings(leg="c2", caller="+4710000078"), "1")
    world.happens(PresenceSet("anna", Status.AVAILABLE))
    assert "anna" in rung(world).uri


def test_another_address_is_another_telephone(world: World) -> None:
    with_anna_off(world)
    anna = replace(world.directory.agents["anna"], address="sip:anna@127.0.0.1:5099")
    agents = {**world.directory.agents, "anna": anna}
    world.happens(SettingsChanged(replace(world.directory, agents=agents)))
    assert world.lamp("anna") == "free"


def test_where_no_telephone_of_the_loop_answers_a_message_is_taken(world: World) -> None:
    with_anna_off(world)
    is_off(world, rung(world))
    assert "beskjed" in world.hears(LegId("c1"))
    trail = [in_english(step) for step in world.view.calls[0].trail]
    assert "Nobody's telephone answers." in trail
    fault = "Ingen telefon i Faktura svarer: det legges igjen beskjeder."
    assert fault in world.view.faults


def test_a_telephone_that_says_anything_is_there(world: World) -> None:
    """Given a telephone that is busy or slow, then it is no telephone that is off."""
    world.presses(world.rings(), "1")
    world.hangs_up(rung(world).leg, 486)
    assert world.lamp("anna") == "free"
    world.happens(LegRinging(rung(world).leg))
    assert world.lamp("bo") == "ringing"


def test_an_address_that_cannot_be_is_no_telephone_that_is_off(world: World) -> None:
    world.presses(world.rings(), "1")
    ring = rung(world)
    del world.legs[ring.leg]
    world.happens(LegEnded(ring.leg, 400, "invalid URI", silent=True))
    assert world.lamp("anna") == "free"


def test_a_caller_who_leaves_at_once_proves_nothing(world: World) -> None:
    leg = world.rings()
    world.presses(leg, "1")
    ring = rung(world)
    world.hangs_up(leg)
    world.happens(LegEnded(ring.leg, 487, "cancelled", silent=True))
    assert world.lamp("anna") == "free"


def test_a_silent_trunk_is_nobodys_telephone() -> None:
    base = office()
    loops = {**base.loops, "other": replace(base.loops["other"], members=("cato",))}
    world = World(replace(base, loops=loops))
    world.presses(world.rings(), "3")
    is_off(world, rung(world))
    assert world.lamp("cato") == "free"


def test_an_agent_who_is_asked_in_a_talk_has_no_telephone_either(world: World) -> None:
    """Anna asks Bo, whose telephone is off: she has her caller back, and Bo's lamp tells why."""
    agents = {
        name: replace(agent, extension=f"2{n}")
        for n, (name, agent) in enumerate(world.directory.agents.items())
    }
    world = World(replace(world.directory, agents=agents))
    caller = world.rings()
    world.presses(caller, "1")
    anna = rung(world).leg
    world.answers(anna)
    for key in "*321#":
        world.presses(anna, key)
    is_off(world, rung(world))
    assert frozenset((caller, anna)) in world.bridges
    assert world.lamp("bo") == "fault"


def test_nothing_is_left_when_the_calls_are_over(world: World) -> None:
    with_anna_off(world)
    world.hangs_up(LegId("c1"))
    world.disk_takes_all()
    assert world.calls()[0].disposition is Disposition.ABANDONED
    assert not any(world.leftovers().values())


@pytest.fixture
def hasty() -> World:
    """A loop that rings each telephone for 2 s only: shorter than a telephone has for its "100"."""
    base = office()
    loops = {name: replace(loop, ring_seconds=2.0) for name, loop in base.loops.items()}
    return World(replace(base, loops=loops))


def rings_out(world: World, silent: bool) -> None:
    """Anna is rung for her two seconds, and how that leg ended is known then."""
    world.presses(world.rings(), "1")
    anna = rung(world)
    assert "anna" in anna.uri
    del world.legs[anna.leg]  # the world would say at once how it ended
    world.passes(2)
    assert "bo" in rung(world).uri
    world.happens(LegEnded(anna.leg, 487, "Request Terminated", silent=silent))
    world.answers(rung(world).leg)


def test_a_loop_that_rings_too_shortly_asks_whether_the_telephone_is_there(hasty: World) -> None:
    rings_out(hasty, silent=True)
    assert looked_for(hasty) == [LookFor("anna", "sip:anna@127.0.0.1:5071")]
    assert hasty.lamp("anna") == "free", "a question is no verdict"
    hasty.passes(4)
    assert hasty.lamp("anna") == "fault"
    hasty.passes(16)
    assert len(looked_for(hasty)) == 2
    hasty.happens(TelephoneFound("anna"))
    assert hasty.lamp("anna") == "free"


def test_a_telephone_that_answers_the_question_in_time_was_only_slow(hasty: World) -> None:
    rings_out(hasty, silent=True)
    hasty.happens(TelephoneFound("anna"))
    hasty.passes(30)
    assert hasty.lamp("anna") == "free"
    assert len(looked_for(hasty)) == 1


def test_a_telephone_that_has_rung_is_not_asked(hasty: World) -> None:
    rings_out(hasty, silent=False)
    hasty.passes(30)
    assert looked_for(hasty) == []
    assert hasty.lamp("anna") == "free"
    assert not hasty.switchboard.picture.rung_out


def test_one_that_rings_for_another_caller_meanwhile_is_there(hasty: World) -> None:
    """Given Anna's telephone is in doubt, when it rings for the next caller, it is no longer."""
    rings_out(hasty, silent=True)
    hasty.passes(1)
    hasty.presses(hasty.rings(leg="c2"), "1")
    assert "anna" in rung(hasty).uri
    hasty.happens(LegRinging(rung(hasty).leg))
    hasty.answers(rung(hasty).leg)
    hasty.passes(30)
    assert hasty.lamp("anna") == "busy"
    hasty.hangs_up(LegId("c2"))
    hasty.passes(300)
    assert hasty.lamp("anna") == "free"


def elsewhere(world: World) -> None:
    """Anna gets another telephone."""
    agents = world.switchboard.picture.directory.agents
    moved = replace(agents["anna"], address="sip:anna@127.0.0.1:5079")
    directory = replace(world.switchboard.picture.directory, agents={**agents, "anna": moved})
    world.happens(SettingsChanged(directory))


def test_of_a_new_telephone_the_silence_of_the_old_one_tells_nothing(world: World) -> None:
    world.presses(world.rings(), "1")
    assert "anna" in rung(world).uri
    elsewhere(world)
    is_off(world, rung(world))
    assert world.lamp("anna") == "free"


def test_of_a_new_telephone_the_doubt_of_the_old_one_tells_nothing(hasty: World) -> None:
    rings_out(hasty, silent=True)
    elsewhere(hasty)
    hasty.passes(5)
    assert hasty.lamp("anna") == "free"

"""Calling back instead of waiting on the line: the place is kept, the promise is on the disk."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import CALLER, NORDLYS, World, office

from appliance.core.model.contacts import Contact
from appliance.core.model.ids import Disposition, LegId
from appliance.core.state.pending_saves import RETRY_SECONDS

C2 = LegId("c2")


@pytest.fixture
def world() -> World:
    """Bo, the only one for wages, has a call; a second caller waits and is offered a call back."""
    base = office()
    wages = replace(base.loops["wages"], call_back=True, wait_seconds=300.0)
    dials = replace(base.office, outgoing=("1",))
    world = World(replace(base, office=dials, loops={**base.loops, "wages": wages}))
    world.presses(world.rings(leg="c1"), "2")
    world.answers(world.rung[0].leg)
    world.rings(leg="c2")
    world.presses(C2, "2")
    assert "ringe deg opp" in world.hears(C2)
    return world


def promised(world: World) -> None:
    world.presses(C2, "1")
    world.disk_takes_all()
    assert "Vi ringer deg" in world.hears(C2)
    world.hears_all(C2)
    assert C2 not in world.legs


def bo_is_free(world: World) -> LegId:
    """Bo ends his call, is rung for the promise, and answers."""
    world.hangs_up(LegId("c1"))
    world.presses(world.rung[0].leg, "1")
    bo = world.rung[-1].leg
    assert bo.startswith("c2/")
    world.answers(bo)
    assert "Trykk en for å ta samtalen." in world.hears(bo)
    return bo


def test_without_a_key_the_caller_goes_on_waiting(world: World) -> None:
    world.hears_all(C2)
    assert world.hears(C2) == "waiting"


def test_nothing_is_promised_before_the_disk_has_it(world: World) -> None:
    world.presses(C2, "1")
    assert "ringe deg opp" in world.hears(C2)
    assert world.messages() == []
    world.disk_takes_all()
    assert len(world.messages()) == 1


def test_a_full_disk_promises_nothing_and_the_caller_keeps_waiting(world: World) -> None:
    world.presses(C2, "1")
    world.disk_is_full()
    assert C2 in world.legs
    assert world.view.calls[-1].stands in ("waiting", "talking")


def test_a_promise_that_the_disk_refused_is_not_written_down_later(world: World) -> None:
    world.presses(C2, "1")
    world.disk_is_full()
    world.hangs_up(C2)
    world.passes(RETRY_SECONDS)
    world.disk_takes_all()
    assert world.messages() == [], "nobody was promised anything"


def test_a_promise_to_somebody_who_hung_up_meanwhile_is_kept_though_the_disk_was_full(
    world: World,
) -> None:
    world.presses(C2, "1")
    world.hangs_up(C2)
    world.disk_is_full()
    world.passes(RETRY_SECONDS)
    world.disk_takes_all()
    assert len(world.messages()) == 1


def test_when_it_is_their_turn_the_agent_takes_it_and_the_caller_is_rung(world: World) -> None:
    promised(world)
    bo = bo_is_free(world)
    world.presses(bo, "1")
    ring = world.rung[-1]
    assert ring.uri == f"sip:{CALLER}@127.0.0.1:5090"
    assert ring.from_user == "+4710000000"
    assert world.hears(bo) == "waiting"

    world.answers(ring.leg)
    assert world.bridges == {frozenset((bo, ring.leg))}
    world.hangs_up(ring.leg)
    world.presses(bo, "1")
    world.disk_takes_all()
    assert world.calls()[-1].disposition is Disposition.ANSWERED_FROM_CARD
    assert not any(world.leftovers().values())


def test_a_voice_mail_that_answers_for_bo_calls_nobody_back(world: World) -> None:
    promised(world)
    bo_is_free(world)
    world.passes(16)
    assert all(CALLER not in ring.uri for ring in world.rung)


def test_a_caller_who_does_not_answer_stays_with_the_desk(world: World) -> None:
    promised(world)
    bo = bo_is_free(world)
    world.presses(bo, "1")
    world.hangs_up(world.rung[-1].leg, 486)
    assert "besvart fra kortet" in world.hears(bo)
    world.presses(bo, "4")
    world.disk_takes_all()
    assert world.calls()[-1].disposition is Disposition.CALL_BACK


def test_nobody_comes_for_hours_and_the_desk_has_the_message(world: World) -> None:
    promised(world)
    world.passes(7201)
    world.disk_takes_all()
    assert any(call.disposition is Disposition.CALL_BACK for call in world.calls())
    assert len(world.messages()) == 1


def test_a_withheld_number_is_not_offered_a_call_back() -> None:
    base = office()
    wages = replace(base.loops["wages"], call_back=True)
    world = World(replace(base, loops={**base.loops, "wages": wages}))
    world.presses(world.rings(leg="c1"), "2")
    world.rings(leg="c2", caller=None)
    world.presses(C2, "2")
    assert world.hears(C2) == "waiting"


def offered(caller: str, **settled: object) -> bool:
    """Whether somebody who claims to ring from this number is offered to be called back."""
    base = office()
    wages = replace(base.loops["wages"], call_back=True)
    outgoing = settled.pop("outgoing", ())
    dials = replace(base.office, outgoing=outgoing)  # type: ignore[arg-type]
    loops = {**base.loops, "wages": wages}
    world = World(replace(base, office=dials, loops=loops, **settled))  # type: ignore[arg-type]
    world.rings(leg="c2", caller=caller)
    world.presses(C2, "2")
    asked = "ringe deg opp" in world.hears(C2)
    world.presses(C2, "1")
    assert bool(world.saves) is asked, "who is not asked cannot press the key either"
    return asked


def test_a_claimed_number_is_called_only_where_staff_may_dial_it() -> None:
    """Whoever rings can claim any number: an expensive one must cost the office nothing."""
    assert offered(CALLER, outgoing=("1",))
    assert offered("+4510000077", outgoing=("0045",))
    for caller in ("+4782900001", "+881600000001", "+4510000077"):
        assert not offered(caller, outgoing=("1",))
    assert not offered(CALLER)
    assert offered(CALLER, contacts={"ola": Contact("ola", CALLER, "Ola")})
    assert not offered(NORDLYS, outgoing=("1",)), "nobody is called who is ourselves"

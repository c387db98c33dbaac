"""In the middle of a call: the agent holds, transfers, asks a colleague, escalates, notes."""

from __future__ import annotations

import pytest
from support.world import NORDLYS, World, rich_office

from appliance.core.model.ids import Disposition, LegId

CALLER = LegId("c1")


@pytest.fixture
def world() -> World:
    """Anna talks to a caller of Nordlys."""
    world = World(rich_office())
    world.rings(NORDLYS)
    world.presses(CALLER, "x")
    world.presses(CALLER, "1")
    assert [ring.uri[:8] for ring in world.rung] == ["sip:anna", "sip:bo@1"]
    world.answers(anna(world))
    assert together(CALLER, anna(world)) in world.bridges
    return world


def anna(world: World) -> LegId:
    return world.rung[0].leg


def together(one: LegId, other: LegId) -> frozenset[LegId]:
    return frozenset((one, other))


def dials(world: World, keys: str) -> None:
    for key in keys:
        world.presses(anna(world), key)


def test_on_hold_the_caller_hears_the_waiting_sound_and_then_the_agent_again(world: World) -> None:
    dials(world, "*1")
    assert world.bridges == set()
    assert world.hears(CALLER) == "waiting"
    dials(world, "*1")
    assert world.bridges == {together(CALLER, anna(world))}
    assert world.hears(CALLER) == ""


def test_a_blind_transfer_by_extension_frees_the_agent_at_once(world: World) -> None:
    dials(world, "*223#")
    assert world.rung[-1].uri.startswith("sip:+4710000055@")
    assert world.lamp("anna") == "free"
    assert world.hears(CALLER) == "waiting"

    cato = world.rung[-1].leg
    world.answers(cato)
    assert world.bridges == {together(CALLER, cato)}
    assert world.lamp("cato") == "busy"


def test_a_transfer_that_nobody_takes_gives_the_call_back_to_its_loop(world: World) -> None:
    dials(world, "*224#")
    world.hangs_up(world.rung[-1].leg, 486)
    assert {ring.uri[:8] for ring in world.rung[-2:]} == {"sip:anna", "sip:bo@1"}


def test_a_transfer_to_a_number_outside_goes_through_the_trunk(world: World) -> None:
    dials(world, "*210000044#")
    assert world.rung[-1].uri == "sip:10000044@127.0.0.1:5090"
    world.answers(world.rung[-1].leg)
    world.hangs_up(CALLER)
    world.disk_takes_all()
    assert world.calls()[0].disposition is Disposition.PUT_THROUGH
    assert not any(world.leftovers().values())


def test_a_number_that_the_office_does_not_allow_is_not_dialled(world: World) -> None:
    before = len(world.rung)
    for number in ("0044163296000", "82912345", "20000044"):
        dials(world, f"*2{number}#")
    assert len(world.rung) == before
    assert together(CALLER, anna(world)) in world.bridges


def test_put_through_to_the_client(world: World) -> None:
    dials(world, "*4")
    assert world.rung[-1].uri.startswith("sip:+4710000066@")


def test_an_unknown_extension_changes_nothing(world: World) -> None:
    dials(world, "*299#")
    assert world.bridges == {together(CALLER, anna(world))}


def asking(world: World) -> LegId:
    """Anna asks Dag; the caller is on hold."""
    dials(world, "*324#")
    dag = world.rung[-1].leg
    assert world.hears(CALLER) == "waiting"
    world.answers(dag)
    assert world.bridges == {together(anna(world), dag)}
    return dag


def test_after_asking_the_agent_hands_over_by_hanging_up(world: World) -> None:
    dag = asking(world)
    world.hangs_up(anna(world))
    assert world.bridges == {together(CALLER, dag)}
    assert world.lamp("anna") == "free"
    assert world.lamp("dag") == "busy"


def test_after_asking_the_agent_takes_the_caller_back(world: World) -> None:
    dag = asking(world)
    dials(world, "*1")
    assert dag not in world.legs
    assert world.bridges == {together(CALLER, anna(world))}


def test_the_one_who_was_asked_does_not_answer_and_the_caller_comes_back(world: World) -> None:
    dials(world, "*324#")
    world.passes(20)
    assert world.bridges == {together(CALLER, anna(world))}


def test_hanging_up_before_the_asked_one_answers_transfers_blindly(world: World) -> None:
    dials(world, "*324#")
    world.hangs_up(anna(world))
    world.answers(world.rung[-1].leg)
    assert world.bridges == {together(CALLER, world.rung[-1].leg)}


def test_the_superior_joins_in_the_middle_of_the_call(world: World) -> None:
    dials(world, "*9")
    assert together(CALLER, anna(world)) in world.bridges
    dag = world.rung[-1].leg
    world.answers(dag)
    assert len(world.bridges) == 3
    world.hangs_up(anna(world))
    assert world.bridges == {together(CALLER, dag)}


def test_the_superior_leaves_and_the_call_goes_on(world: World) -> None:
    dials(world, "*9")
    dag = world.rung[-1].leg
    world.answers(dag)
    world.hangs_up(dag)
    assert world.bridges == {together(CALLER, anna(world))}


def test_the_outcome_is_noted_during_the_call(world: World) -> None:
    dials(world, "*51")
    world.hangs_up(CALLER)
    world.disk_takes_all()
    assert world.calls()[0].disposition is Disposition.ANSWERED_FROM_CARD


def test_an_unfinished_command_is_forgotten(world: World) -> None:
    dials(world, "*22")
    world.passes(7)
    dials(world, "4#")
    assert world.bridges == {together(CALLER, anna(world))}


def test_the_callers_own_keys_are_no_commands(world: World) -> None:
    for key in "*1":
        world.presses(CALLER, key)
    assert world.bridges == {together(CALLER, anna(world))}


@pytest.mark.parametrize("leaves", ["caller", "agent", "asked"])
def test_whoever_leaves_first_nothing_is_left_behind(world: World, leaves: str) -> None:
    dag = asking(world)
    world.hangs_up({"caller": CALLER, "agent": anna(world), "asked": dag}[leaves])
    for leg in sorted(world.legs):
        world.hangs_up(leg)
    world.disk_takes_all()
    world.passes(100)
    world.disk_takes_all()
    assert not any(world.leftovers().values())
    assert len(world.calls()) == 1

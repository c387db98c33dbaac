"""Transfers by the trunk itself: REFER where it can, bridged by us where it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import World, office

from appliance.core.model.ids import Disposition, LegId
from appliance.core.protocol.events_leg import Referred

CALLER = LegId("c1")
OUTSIDE = "+4710000066"


def world(*, refer: bool = True, trunk: str = "trunk") -> World:
    """Anna talks to a caller whom the trunk has brought, and presses *4 for the firm itself."""
    base = office()
    assert base.trunk
    firm = replace(base.clients["nordlys"], number=OUTSIDE)
    made = World(
        replace(
            base,
            trunk=replace(base.trunk, refer=refer),
            clients={**base.clients, "nordlys": firm},
        )
    )
    made.presses(made.rings(trunk=trunk), "1")
    made.answers(made.rung[-1].leg)
    for key in "*4":
        made.presses(made.rung[-1].leg, key)
    return made


def says(world: World, accepted: bool, code: int) -> None:
    world.happens(Referred(CALLER, accepted, code, "word"))


def nothing_is_left(world: World) -> bool:
    world.disk_takes_all()
    world.passes(100)
    world.disk_takes_all()
    return not any(world.leftovers().values())


def test_the_trunk_is_asked_and_holds_no_line_of_ours() -> None:
    """Given a trunk that transfers, when Anna puts the caller through, then it is asked to."""
    here = world()
    assert [(r.leg, r.uri) for r in here.referred] == [(CALLER, f"sip:{OUTSIDE}@127.0.0.1:5090")]
    assert len(here.rung) == 1
    assert here.hears(CALLER) == "waiting"
    assert here.lamp("anna") == "free"
    says(here, True, 200)
    assert CALLER not in here.legs
    assert nothing_is_left(here)
    assert here.calls()[0].disposition is Disposition.PUT_THROUGH


def test_a_trunk_that_refuses_leaves_the_connecting_to_us() -> None:
    here = world()
    says(here, False, 405)
    assert here.rung[-1].uri.startswith(f"sip:{OUTSIDE}@")
    here.answers(here.rung[-1].leg)
    assert frozenset((CALLER, here.rung[-1].leg)) in here.bridges
    here.hangs_up(CALLER)
    assert nothing_is_left(here)


@pytest.mark.parametrize("code", [486, 404, 503, 603])
def test_a_transfer_that_fails_gives_the_caller_back(code: int) -> None:
    """Given an accepted REFER, when NOTIFY says that it failed, then Anna's loop is rung again."""
    here = world()
    rung = len(here.rung)
    says(here, True, code)
    assert len(here.rung) == rung + 1
    assert here.rung[-1].uri.startswith(("sip:anna@", "sip:bo@"))
    here.answers(here.rung[-1].leg)
    assert frozenset((CALLER, here.rung[-1].leg)) in here.bridges


def test_a_trunk_that_says_nothing_more_gives_the_caller_back() -> None:
    here = world()
    rung = len(here.rung)
    here.passes(61)
    assert len(here.rung) == rung + 1


def test_the_trunk_takes_the_call_away_without_a_word() -> None:
    here = world()
    here.hangs_up(CALLER)
    assert nothing_is_left(here)
    assert here.calls()[0].disposition is Disposition.PUT_THROUGH


def test_a_late_word_changes_nothing() -> None:
    here = world()
    here.passes(61)
    here.answers(here.rung[-1].leg)
    bridges = set(here.bridges)
    says(here, True, 200)
    assert here.bridges == bridges


@pytest.mark.parametrize(("refer", "trunk"), [(False, "trunk"), (True, "")])
def test_who_cannot_be_asked_is_connected_by_us(refer: bool, trunk: str) -> None:
    """The setting is off, or the call came from a telephone in the house."""
    here = world(refer=refer, trunk=trunk)
    assert here.referred == []
    assert here.rung[-1].uri.startswith(f"sip:{OUTSIDE}@")

"""A second trunk carries calls out when the first one is down, silent, or refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import World, office

from appliance.core.model.ids import Strategy
from appliance.core.protocol.commands import Ring
from appliance.core.protocol.events import LegEnded, LegRinging, TrunkDown, TrunkUp
from appliance.core.settings.trunks import Trunk

SECOND = Trunk("second.example", id="second", user="20000002", password="x")
THIRD = Trunk("third.example", "+4710000003", id="third")


def world(*more: Trunk) -> World:
    """Everybody of the third loop but Cato is out, and Cato is reached by a number."""
    base = office()
    cato_alone = replace(base.loops["other"], members=("cato",), strategy=Strategy.FIXED)
    loops = {**base.loops, "other": cato_alone}
    return World(replace(base, loops=loops, trunks={trunk.id: trunk for trunk in more}))


def cato_is_rung(world: World) -> Ring:
    world.presses(world.rings(), "3")
    return world.rung[-1]


def fails(world: World, ring: Ring, code: int = 503) -> Ring:
    """The trunk says this about the leg, which is gone then."""
    del world.legs[ring.leg]
    world.happens(LegEnded(ring.leg, code, "no"))
    return world.rung[-1]


def test_the_first_trunk_carries_what_it_can() -> None:
    """Given two trunks that work, when a number is dialled, then by the first in the settings."""
    assert cato_is_rung(world(SECOND)).trunk == "trunk"


@pytest.mark.parametrize("code", [408, 500, 502, 503, 504, 403])
def test_the_second_one_is_tried_at_once(code: int) -> None:
    """Given two trunks, when the first refuses or is silent, then the second dials as itself."""
    here = world(SECOND)
    first = cato_is_rung(here)
    second = fails(here, first, code)
    assert (second.leg, second.trunk) == (first.leg, "second")
    assert second.uri == "sip:+4710000055@second.example"
    assert second.from_user == "20000002"
    said = ": sjekk konto." if code in (408, 502, 503) else f". Leverandøren sa: «{code} no»."
    assert here.view.faults == (f"Samtaler går ikke ut over trunk{said}",)
    here.happens(LegRinging(second.leg))
    here.answers(second.leg)
    assert frozenset(("c1", second.leg)) in here.bridges


def test_every_trunk_is_tried_once_and_then_cato_was_not_reached() -> None:
    here = world(SECOND, THIRD)
    ring = cato_is_rung(here)
    used = [ring.trunk]
    for _ in range(2):
        ring = fails(here, ring)
        used.append(ring.trunk)
    assert used == ["trunk", "second", "third"]
    count = len(here.rung)
    fails(here, ring)
    assert len(here.rung) == count, "Cato is left in peace for a while, as after any refusal"


@pytest.mark.parametrize("code", [486, 480, 603])
def test_what_is_wrong_with_the_number_is_no_fault_of_the_trunk(code: int) -> None:
    here = world(SECOND)
    count = len(here.rung)
    fails(here, cato_is_rung(here), code)
    assert len(here.rung) == count + 1
    assert here.view.faults == ()


def test_a_telephone_that_has_rung_is_not_rung_by_another_trunk() -> None:
    """A 408 after the 180 is the network's word for "nobody answers"."""
    here = world(SECOND)
    ring = cato_is_rung(here)
    here.happens(LegRinging(ring.leg))
    count = len(here.rung)
    fails(here, ring, 408)
    assert len(here.rung) == count


@pytest.mark.parametrize("code", [500, 502, 503, 504])
def test_a_trunk_that_breaks_down_after_it_has_rung_hands_the_call_to_the_next(code: int) -> None:
    """A 183 is often the gateway's word before it finds no way; nobody at a telephone says 503."""
    here = world(SECOND)
    ring = cato_is_rung(here)
    here.happens(LegRinging(ring.leg))
    second = fails(here, ring, code)
    assert (second.leg, second.trunk) == (ring.leg, "second")
    assert here.view.faults, "the first one failed"
    here.happens(LegRinging(second.leg))
    here.answers(second.leg)
    assert frozenset(("c1", second.leg)) in here.bridges
    assert not here.switchboard.picture.way_out.attempts


@pytest.mark.parametrize("code", [404, 480, 486, 603])
def test_who_has_been_rung_and_does_not_come_is_not_rung_again(code: int) -> None:
    here = world(SECOND)
    ring = cato_is_rung(here)
    here.happens(LegRinging(ring.leg))
    count = len(here.rung)
    fails(here, ring, code)
    assert [each.trunk for each in here.rung[count:]] in ([], ["trunk"])
    assert here.view.faults == ()


def test_a_trunk_that_is_not_registered_is_passed_over() -> None:
    here = world(SECOND)
    here.happens(TrunkDown("trunk", "Trunk trunk: no answer."))
    assert cato_is_rung(here).trunk == "second"
    here.hangs_up(here.rung[-1].leg, 486)
    here.happens(TrunkUp("trunk"))
    here.passes(5)
    assert here.rung[-1].trunk == "trunk"


def test_a_trunk_that_has_failed_rests_for_a_minute() -> None:
    here = world(SECOND)
    ring = fails(here, cato_is_rung(here))
    here.hangs_up(ring.leg, 486)
    here.passes(6)
    assert here.rung[-1].trunk == "second"
    here.hangs_up(here.rung[-1].leg, 486)
    here.passes(60)
    here.presses(here.rings(leg="c2"), "3")
    first = here.rung[-1]
    assert first.trunk == "trunk"
    here.happens(LegRinging(first.leg))
    assert here.view.faults == (), "it carries calls again"


def test_where_no_trunk_works_the_first_is_tried_all_the_same() -> None:
    here = world(SECOND)
    for trunk in ("trunk", "second"):
        here.happens(TrunkDown(trunk, f"Trunk {trunk}: no answer."))
    assert cato_is_rung(here).trunk == "trunk"


def test_a_caller_who_has_left_is_not_carried_any_further() -> None:
    here = world(SECOND)
    ring = cato_is_rung(here)
    here.hangs_up("c1")  # type: ignore[arg-type]
    count = len(here.rung)
    here.happens(LegEnded(ring.leg, 503, "late"))
    assert len(here.rung) == count
    here.disk_takes_all()
    assert not any(here.leftovers().values())
    assert not here.switchboard.picture.way_out.attempts


def test_staff_with_a_sip_telephone_need_no_trunk() -> None:
    here = world(SECOND)
    here.presses(here.rings(), "1")
    anna = here.rung[-1]
    assert fails(here, anna).leg != anna.leg

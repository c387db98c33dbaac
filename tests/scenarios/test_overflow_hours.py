"""Overflow by the hour (office.md E1): in the evening the partner takes a loop's callers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from support.world import NORDLYS, World, office

from appliance.core.model.ids import Disposition, LegId, Status
from appliance.core.protocol import events as seen
from appliance.core.protocol.events_questions import WhyAsked
from appliance.core.route import imagine
from appliance.core.settings.directory import Directory, Hours
from appliance.core.settings.loops import Overflow
from appliance.core.words.trail import in_english

PARTNER = "sip:+4710000088@127.0.0.1:5090"
DAYTIME = Hours("day", {"fri": ("08:00-16:00",)})
EVENING = 7 * 3600.0  # The pretend world begins on a Friday at 10:00.
LEG = LegId("c1")


def settled(**rule: object) -> Directory:
    """The office whose wages loop is served from eight to four."""
    base = office()
    overflow = Overflow(outside="day", **rule)  # type: ignore[arg-type]
    wages = replace(base.loops["wages"], overflow=overflow)
    return replace(base, hours={"day": DAYTIME}, loops={**base.loops, "wages": wages})


def evening(directory: Directory) -> World:
    world = World(directory)
    world.seconds = EVENING
    return world


def test_within_the_hours_our_own_people_are_rung() -> None:
    world = World(settled(number="+4710000088"))
    world.presses(world.rings(NORDLYS), "2")
    assert [ring.uri for ring in world.rung] == ["sip:bo@127.0.0.1:5072"]


def test_in_the_evening_the_partner_is_rung_and_nobody_of_ours() -> None:
    world = evening(settled(number="+4710000088"))
    world.presses(world.rings(NORDLYS), "2")
    assert world.hears(LEG) == "waiting", "the caller notices nothing"
    world.passes(20)
    assert [ring.uri for ring in world.rung] == [PARTNER]
    world.passes(10)
    world.answers(world.rung[-1].leg)
    assert world.bridges == {frozenset((LEG, world.rung[-1].leg))}
    world.hangs_up(LEG)
    world.disk_takes_all()
    assert world.calls()[0].disposition is Disposition.TO_PARTNER
    assert not any(world.leftovers().values())


def test_a_partner_who_fails_in_the_evening_is_tried_again_and_then_we_take_a_message() -> None:
    world = evening(settled(number="+4710000088"))
    world.presses(world.rings(NORDLYS), "2")
    world.hangs_up(world.rung[0].leg, 503)
    assert world.hears(LEG) == "waiting"
    world.passes(5)
    assert [ring.uri for ring in world.rung] == [PARTNER] * 2
    world.passes(60)
    assert "Legg igjen en beskjed" in world.hears(LEG)


def test_in_the_evening_another_loop_takes_over_or_a_message_is_left() -> None:
    world = evening(settled(loop="other"))
    world.presses(world.rings(NORDLYS), "2")
    assert world.rung[0].uri == "sip:anna@127.0.0.1:5071"

    world = evening(settled())
    world.presses(world.rings(NORDLYS), "2")
    assert "Legg igjen en beskjed" in world.hears(LEG)
    assert world.rung == []


def test_nobody_is_promised_a_call_back_by_the_partner() -> None:
    base = settled(number="+4710000088")
    wages = replace(base.loops["wages"], call_back=True)
    world = evening(replace(base, loops={**base.loops, "wages": wages}))
    world.presses(world.rings(NORDLYS), "2")
    assert world.hears(LEG) == "waiting"
    world.presses(LEG, "1")
    world.disk_takes_all()
    assert world.messages() == []


def test_a_box_that_does_not_know_the_time_rings_our_own_people() -> None:
    world = evening(settled(number="+4710000088"))
    known = world.now
    world.now = lambda: replace(known(), clock_set=False)  # type: ignore[method-assign]
    world.presses(world.rings(NORDLYS), "2")
    assert [ring.uri for ring in world.rung] == ["sip:bo@127.0.0.1:5072"]


def test_simulator_and_why_say_that_nobody_of_ours_rings() -> None:
    at = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
    call = seen.CallArrived(LegId("x"), NORDLYS, "+4710000077")
    steps = imagine(seen.Started(settled(number="+4710000088")), call, at, "2")
    joined = next(step for step in steps if step.reached)
    assert [(each.agent, each.why.value) for each in joined.reached] == [("bo", "hours")]
    assert any(in_english(step).startswith(f"Rings {PARTNER}") for step in steps)

    world = evening(settled(number="+4710000088"))
    world.happens(seen.PresenceSet("bo", Status.AVAILABLE))
    world.happens(WhyAsked("bo", "r"))
    assert "Lønn: does not ring: callers of the loop go elsewhere" in world.replies[-1].words

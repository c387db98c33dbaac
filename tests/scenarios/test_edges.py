"""The edges of the office's rules: who is next, what ends with what, and what outlives a change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import World, office, rich_office

from appliance.core import call_transitions as calls
from appliance.core.model.ids import (
    CallId,
    Disposition,
    LegId,
    Message,
    Strategy,
    TimerId,
    Urgency,
)
from appliance.core.protocol import commands as do
from appliance.core.protocol import events as seen
from appliance.core.settings.directory import Directory
from appliance.core.settings.loops import Overflow
from appliance.core.state.call import Talking

C1 = LegId("c1")


def choose(world: World, key: str, leg: str = "c1", **more: str) -> LegId:
    """Somebody rings, hears the greeting and the menu, and presses a key."""
    world.rings(leg=leg, **more)
    world.hears_all(LegId(leg))
    if LegId(leg) in world.playing:
        world.hears_all(LegId(leg))
    world.presses(LegId(leg), key)
    return LegId(leg)


def with_loop(loop: str, base: Directory | None = None, **changes: object) -> Directory:
    base = base or office()
    changed = replace(base.loops[loop], **changes)  # type: ignore[arg-type]
    return replace(base, loops={**base.loops, loop: changed})


def whom(world: World) -> str:
    """Whose telephone was rung last."""
    return world.rung[-1].uri.removeprefix("sip:").partition("@")[0]


def talks_and_wraps_up(world: World, leg: LegId, seconds: float) -> None:
    world.answers(world.rung[-1].leg)
    world.passes(seconds)
    world.hangs_up(leg)
    world.happens(seen.DispositionChosen(CallId(leg), Disposition.PUT_THROUGH))


# Who is next


def test_who_has_just_had_a_call_is_not_the_one_who_has_been_idle_longest() -> None:
    world = World(with_loop("invoices", strategy=Strategy.LONGEST_IDLE))
    choose(world, "1")
    assert whom(world) == "anna"
    talks_and_wraps_up(world, C1, 30)
    choose(world, "1", "c2")
    assert whom(world) == "bo"


def test_in_turn_is_by_who_was_rung_not_by_who_was_idle() -> None:
    world = World(with_loop("invoices", strategy=Strategy.IN_TURN))
    first = choose(world, "1")
    assert whom(world) == "anna"
    world.answers(world.rung[-1].leg)
    world.passes(5)
    second = choose(world, "1", "c2")
    assert whom(world) == "bo"
    world.hangs_up(second)
    world.passes(60)
    world.hangs_up(first)
    world.happens(seen.DispositionChosen(CallId(first), Disposition.PUT_THROUGH))
    choose(world, "1", "c3")
    assert whom(world) == "anna", "bo has been idle for longer, and was rung later"


def all_outside(most: int) -> Directory:
    """Everybody is at a number outside, and so many calls may go out."""
    base = with_loop("other", with_loop("invoices", strategy=Strategy.ALL), strategy=Strategy.ALL)
    agents = {
        name: replace(agent, address=f"+4710000{at}")
        for at, (name, agent) in enumerate(base.agents.items(), 55)
    }
    return replace(base, agents=agents, office=replace(base.office, max_outgoing=most))


def test_no_more_telephones_are_rung_than_the_trunk_carries() -> None:
    world = World(all_outside(2))
    choose(world, "3")
    assert len(world.rung) == 2


def test_nobody_more_is_rung_where_more_is_out_than_new_settings_allow() -> None:
    world = World(all_outside(2))
    choose(world, "1")
    assert len(world.rung) == 2
    world.happens(seen.SettingsChanged(all_outside(1)))
    choose(world, "3", "c2")
    assert len(world.rung) == 2


# What ends with what


def test_no_timer_of_the_waiting_is_left_when_the_talk_begins() -> None:
    rich = with_loop("invoices", rich_office(), overflow=Overflow(after_seconds=60, partner="vest"))
    rich = replace(rich, lines={k: replace(v, languages={}) for k, v in rich.lines.items()})
    world = World(rich)
    choose(world, "1")
    world.hangs_up(world.rung[0].leg, 486)
    assert {"c1:again", "c1:wait", "c1:announce", "c1:overflow"} <= set(world.timers)
    world.answers(world.rung[1].leg)
    if world.rung[1].leg in world.playing:
        world.presses(world.rung[1].leg, "1")
    assert isinstance(phase_of(world), Talking)
    assert {timer for timer in world.timers if timer.startswith("c1:")} == {"c1:limit"}


def phase_of(world: World) -> object:
    return world.switchboard.picture.calls[CallId("c1")].phase


def test_the_partner_stops_ringing_when_the_caller_hangs_up_on_a_promise() -> None:
    rich = with_loop("invoices", rich_office(), overflow=Overflow(after_seconds=9, partner="vest"))
    rich = replace(rich, lines={k: replace(v, languages={}) for k, v in rich.lines.items()})
    world = World(rich)
    choose(world, "1")
    world.passes(10)
    partner = [ring.leg for ring in world.rung if "10000088" in ring.uri]
    assert partner
    assert partner[0] in world.legs
    world.presses(C1, "1")
    world.disk_takes_all()
    world.hears_all(C1)
    assert C1 not in world.legs
    assert partner[0] not in world.legs
    assert world.timers[TimerId("c1:wait")] == world.seconds + 7200, "nor for ever"


def test_who_was_promised_a_call_is_not_sent_elsewhere_without_being_there() -> None:
    rich = with_loop("invoices", rich_office(), overflow=Overflow(after_seconds=60, loop="other"))
    rich = replace(rich, lines={k: replace(v, languages={}) for k, v in rich.lines.items()})
    world = World(rich)
    choose(world, "1")
    world.presses(C1, "1")
    world.disk_takes_all()
    world.hears_all(C1)
    assert C1 not in world.legs
    assert {"c1:overflow", "c1:announce"}.isdisjoint(world.timers)


def test_a_key_during_the_tone_does_not_sound_it_again() -> None:
    world = World()
    choose(world, "4")
    world.hears_all(C1)
    assert world.hears(C1) == "tone"
    commands = world.happens(seen.DigitPressed(C1, "1"))
    assert not [command for command in commands if isinstance(command, do.Play)]


def talking(world: World) -> LegId:
    choose(world, "1")
    leg = world.rung[-1].leg
    world.answers(leg)
    return leg


def test_a_strange_leg_that_ends_in_the_wrap_up_is_not_the_agents() -> None:
    world = World()
    agent = talking(world)
    world.hangs_up(C1)
    assert agent in world.legs, "the agent is asked how it ended"
    world.happens(seen.LegEnded(LegId("c1/9")))
    world.passes(1000)
    assert agent not in world.legs


def test_who_answers_for_a_call_that_has_gone_on_is_let_go() -> None:
    world = World()
    talking(world)
    commands = world.happens(seen.LegAnswered(LegId("c1/9")))
    assert do.HangUp(LegId("c1/9")) in commands


# What outlives a change


@pytest.mark.parametrize(
    ("partner", "urgency"),
    [("", Urgency.URGENT), ("vest", Urgency.NORMAL)],
    ids=["desk", "partner"],
)
def test_urgent_stays_urgent_unless_a_partners_form_says_otherwise(
    partner: str, urgency: Urgency
) -> None:
    world = World()
    agent = talking(world)
    for key in "*7":
        world.presses(agent, key)
    world.hangs_up(C1)
    call = world.switchboard.picture.calls[CallId("c1")]
    assert call.urgent
    said = seen.DispositionChosen(call.id, Disposition.MESSAGE_TAKEN, "note", partner=partner)
    _, commands = calls.advance(call, said, world.now())
    records = [r for save in commands if isinstance(save, do.Save) for r in save.records]
    assert [r.urgency for r in records if isinstance(r, Message)] == [urgency]

"""Loops in depth: who is rung, what they hear first, places in the queue, and overflow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import NORDLYS, World, office

from appliance.core.model.ids import Disposition, Prompt, Status, Strategy
from appliance.core.protocol import events as seen
from appliance.core.settings.directory import Directory
from appliance.core.settings.loops import Loop, Overflow


def with_loop(name: str, **changes: object) -> Directory:
    """The office in which one loop has other settings."""
    base = office()
    loop: Loop = replace(base.loops[name], **changes)  # type: ignore[arg-type]
    return replace(base, loops={**base.loops, name: loop})


def with_agent(base: Directory, name: str, **changes: object) -> Directory:
    agent = replace(base.agents[name], **changes)  # type: ignore[arg-type]
    return replace(base, agents={**base.agents, name: agent})


def rung(world: World) -> list[str]:
    """Who has been rung, in order."""
    picture = world.switchboard.picture
    by_uri = {agent.address: agent.id for agent in picture.directory.agents.values()}
    number = {f"sip:{address}@127.0.0.1:5090": name for address, name in by_uri.items()}
    known = by_uri | number
    return [known.get(ring.uri, ring.uri) for ring in world.rung]


def playing(world: World, leg: str) -> list[str]:
    """The sentences that a leg hears one after another."""
    what = world.playing[leg].what  # type: ignore[index]
    return [part.text for part in what if isinstance(part, Prompt)]  # type: ignore[union-attr]


def test_all_at_once_the_first_who_answers_has_the_call_and_the_others_fall_silent() -> None:
    world = World(with_loop("other", strategy=Strategy.ALL))
    leg = world.rings()
    world.presses(leg, "3")
    assert rung(world) == ["anna", "cato", "dag"]

    second = world.rung[1].leg
    world.answers(second)
    assert world.bridges == {frozenset((leg, second))}
    assert set(world.legs) == {leg, second}
    assert [world.lamp(name) for name in ("anna", "cato", "dag")] == ["free", "busy", "free"]


def test_all_at_once_nobody_answers_and_all_are_rung_again_after_a_rest() -> None:
    world = World(with_loop("other", strategy=Strategy.ALL))
    world.presses(world.rings(), "3")
    world.passes(20)
    assert len(world.legs) == 1
    world.passes(5)
    assert rung(world) == ["anna", "cato", "dag"] * 2


def test_fixed_order_begins_with_the_first_who_is_free() -> None:
    world = World(with_loop("other", strategy=Strategy.FIXED, members=("dag", "anna", "cato")))
    for call in ("c1", "c2"):
        world.presses(world.rings(leg=call), "3")
    assert rung(world) == ["dag", "anna"]


def test_in_turn_everybody_gets_a_call_however_short_the_last_one_was() -> None:
    world = World(with_loop("other", strategy=Strategy.IN_TURN))
    for number, call in enumerate(("c1", "c2", "c3", "c4")):
        world.seconds += 10
        world.presses(world.rings(leg=call), "3")
        world.hangs_up(call)  # type: ignore[arg-type]
        assert len(world.rung) == number + 1
    assert rung(world) == ["anna", "cato", "dag", "anna"]


def test_only_members_with_the_skill_are_rung() -> None:
    settings = with_agent(with_loop("other", skill="gas"), "dag", skills=("gas",))
    world = World(settings)
    world.presses(world.rings(), "3")
    assert rung(world) == ["dag"]


def test_who_speaks_the_callers_language_is_rung_before_the_others() -> None:
    settings = with_agent(office(), "cato", languages=("da",))
    world = World(settings)
    world.presses(world.rings("+4510000002"), "3")
    assert rung(world) == ["cato"]


def test_a_loop_may_ring_for_a_shorter_time_than_the_office() -> None:
    world = World(with_loop("other", ring_seconds=7.0))
    world.presses(world.rings(), "3")
    world.passes(7)
    assert len(world.rung) == 2


def confirming() -> World:
    return World(with_agent(office(), "bo", confirm=True))


def test_a_voice_mail_that_answers_does_not_get_the_call() -> None:
    world = confirming()
    leg = world.rings()
    world.presses(leg, "2")
    mobile = world.rung[0].leg
    world.answers(mobile)
    assert playing(world, mobile)[-1] == "Trykk en for å ta samtalen."
    assert world.bridges == set()
    assert world.hears(leg) == "waiting"

    world.hears_all(mobile)
    world.passes(15)
    assert mobile not in world.legs
    assert world.lamp("bo") == "free"


def test_key_1_takes_the_call() -> None:
    world = confirming()
    leg = world.rings()
    world.presses(leg, "2")
    mobile = world.rung[0].leg
    world.answers(mobile)
    world.presses(mobile, "5")
    assert world.bridges == set()
    world.presses(mobile, "1")
    assert world.bridges == {frozenset((leg, mobile))}


def test_the_agent_hears_whose_call_it_is_before_the_caller_hears_the_agent() -> None:
    world = World(with_loop("wages", whisper=True))
    leg = world.rings(NORDLYS)
    world.presses(leg, "2")
    agent = world.rung[0].leg
    world.passes(15)
    world.answers(agent)
    assert playing(world, agent) == [
        "Samtale til Nordlys Rør.",
        "Lønn.",
        "Har ventet under ett minutt.",
    ]
    assert world.bridges == set()

    world.hears_all(agent)
    assert world.bridges == {frozenset((leg, agent))}


def test_the_caller_may_hang_up_during_the_whisper() -> None:
    world = World(with_loop("wages", whisper=True))
    leg = world.rings()
    world.presses(leg, "2")
    world.answers(world.rung[0].leg)
    world.hangs_up(leg)
    world.disk_takes_all()
    assert not any(world.leftovers().values())
    assert world.calls()[0].disposition is Disposition.ABANDONED


def test_a_waiting_caller_hears_their_place_and_then_the_sound_again() -> None:
    world = World(with_loop("wages", announce_seconds=10.0, wait_seconds=300.0))
    world.presses(world.rings(leg="c1"), "2")
    world.answers(world.rung[0].leg)
    for call in ("c2", "c3"):
        world.seconds += 1
        world.presses(world.rings(leg=call), "2")
    world.passes(9)
    assert world.hears("c2") == "Du er den neste i køen."  # type: ignore[arg-type]
    world.passes(1)
    assert world.hears("c3") == "Du er nummer to i køen."  # type: ignore[arg-type]

    world.hears_all("c2")  # type: ignore[arg-type]
    assert world.hears("c2") == "waiting"  # type: ignore[arg-type]
    world.passes(9)
    assert world.hears("c2") == "Du er den neste i køen."  # type: ignore[arg-type]


def everybody_busy(world: World) -> None:
    """Bo has a call, so that the wages loop has nobody free."""
    world.presses(world.rings(leg="busy"), "2")
    world.answers(world.rung[0].leg)


def test_after_some_waiting_another_loop_takes_over_and_the_waiting_counts() -> None:
    world = World(with_loop("wages", overflow=Overflow(after_seconds=30.0, loop="other")))
    everybody_busy(world)
    world.presses(world.rings(leg="c2"), "2")
    world.passes(30)
    assert rung(world)[-1] == "anna"
    phase = world.switchboard.picture.calls["c2"].phase  # type: ignore[index]
    assert phase.since.monotonic == 0.0  # type: ignore[union-attr]


def test_two_loops_that_overflow_into_each_other_end_in_a_message() -> None:
    base = with_loop("wages", overflow=Overflow(when_empty=True, loop="invoices"))
    invoices = replace(base.loops["invoices"], overflow=Overflow(loop="wages"))
    world = World(replace(base, loops={**base.loops, "invoices": invoices}))
    for agent in ("anna", "bo"):
        world.happens(seen.PresenceSet(agent, Status.AWAY, "lunsj"))
    leg = world.rings()
    world.presses(leg, "2")
    assert "opptatt" in world.hears(leg)


def partnered(**rule: object) -> World:
    overflow = Overflow(number="+4710000088", **rule)  # type: ignore[arg-type]
    return World(with_loop("wages", overflow=overflow, wait_seconds=300.0))


def test_an_empty_loop_overflows_to_the_partner_and_the_caller_notices_nothing() -> None:
    world = partnered()
    world.happens(seen.PresenceSet("bo", Status.LOGGED_OUT, "ferie"))
    leg = world.rings()
    world.presses(leg, "2")
    assert world.hears(leg) == "waiting"
    assert rung(world) == ["sip:+4710000088@127.0.0.1:5090"]

    world.answers(world.rung[0].leg)
    assert world.bridges == {frozenset((leg, world.rung[0].leg))}
    world.hangs_up(leg)
    world.disk_takes_all()
    assert world.calls()[0].disposition is Disposition.TO_PARTNER
    assert not any(world.leftovers().values())


def test_a_partner_who_fails_gives_the_call_back_to_its_place() -> None:
    world = partnered(after_seconds=10.0)
    everybody_busy(world)
    world.presses(world.rings(leg="c2"), "2")
    world.seconds += 1
    world.presses(world.rings(leg="c3"), "2")
    world.passes(9)
    assert rung(world)[-1] == "sip:+4710000088@127.0.0.1:5090"
    world.hangs_up(world.rung[-1].leg, 503)
    world.hangs_up("busy")  # type: ignore[arg-type]
    world.presses(world.rung[0].leg, "1")
    assert world.rung[-1].leg.startswith("c2/")
    assert rung(world)[-1] == "bo"


def test_too_many_before_them_and_the_caller_goes_to_the_partner_at_once() -> None:
    world = partnered(length=1)
    everybody_busy(world)
    for call in ("c2", "c3"):
        world.presses(world.rings(leg=call), "2")
        world.seconds += 1
    assert rung(world) == ["bo"]
    world.presses(world.rings(leg="c4"), "2")
    assert world.rung[-1].leg.startswith("c4/")


@pytest.mark.parametrize("strategy", list(Strategy))
def test_whatever_the_strategy_nobody_is_rung_for_two_calls(strategy: Strategy) -> None:
    world = World(with_loop("other", strategy=strategy))
    for call in ("c1", "c2", "c3", "c4"):
        world.presses(world.rings(leg=call), "3")
    assert sorted(rung(world)) == ["anna", "cato", "dag"]


def test_an_empty_loop_is_warned_about_on_the_panel() -> None:
    world = World()
    world.happens(seen.PresenceSet("bo", Status.LOGGED_OUT, "ferie"))
    assert any("Lønn" in fault for fault in world.view.details)
    world.happens(seen.PresenceSet("bo", Status.AVAILABLE))
    assert world.view.faults == ()


def test_logging_out_needs_a_reason() -> None:
    world = World()
    world.happens(seen.PresenceSet("bo", Status.LOGGED_OUT, " ", request="r"))
    assert not world.replies[-1].ok
    assert world.lamp("bo") == "free"


def test_a_loop_that_shall_not_overflow_when_it_is_empty_takes_a_message() -> None:
    world = partnered(when_empty=False)
    world.happens(seen.PresenceSet("bo", Status.LOGGED_OUT, "ferie"))
    leg = world.rings()
    world.presses(leg, "2")
    assert world.rung == []
    assert "opptatt" in world.hears(leg)

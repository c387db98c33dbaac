"""Why is my telephone (not) ringing? Every reason, by the rules that decide real calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support.world import NORDLYS, World, office, rich_office

from appliance.core.model.ids import LegId, PresenceRecord, Status
from appliance.core.protocol import events as seen
from appliance.core.protocol.events_questions import WhyAsked
from appliance.core.settings.directory import Directory, Hours
from appliance.core.why_ring import RingAnswer

MORNING = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
CALLER = LegId("c1")


def asked(world: World, agent: str) -> RingAnswer:
    world.happens(WhyAsked(agent, "r"))
    reply = world.replies[-1]
    assert reply.ok, reply.words
    assert isinstance(reply.data, RingAnswer)
    return reply.data


def sentences(world: World, agent: str) -> str:
    asked(world, agent)
    return world.replies[-1].words


def failing(answer: RingAnswer) -> list[str]:
    return [check.what for check in answer.checks if check.ok is False]


def loops(answer: RingAnswer) -> dict[str, str]:
    return {each.loop: each.why.value for each in answer.loops}


def test_a_free_member_rings_and_the_answer_names_each_loop() -> None:
    world = World()
    answer = asked(world, "anna")
    assert answer.rings
    assert failing(answer) == []
    assert loops(answer) == {"invoices": "first", "other": "first"}
    assert sentences(world, "anna").splitlines() == [
        "The telephone of Anna would ring for a caller of a loop now.",
        "ok  Free.",
        "ok  No calendar is connected: it keeps no calls away.",
        "ok  In no call.",
        "ok  Rung at sip:anna@127.0.0.1:5071.",
        "ok  Member of Faktura, Annet.",
        "Faktura: rings first for the next caller.",
        "Annet: rings first for the next caller.",
    ]


def test_who_is_away_reads_why_since_and_until() -> None:
    world = World()
    until = MORNING.replace(hour=14, minute=0)
    away = PresenceRecord("anna", Status.AWAY, "møte", MORNING, until)
    world.happens(seen.Started(office(), presences=(away,)))
    answer = asked(world, "anna")
    assert not answer.rings
    assert failing(answer) == ["presence"]
    assert "NO  Away (møte) since 20.11 09:12 until 20.11 14:00." in sentences(world, "anna")
    assert "Faktura: does not ring: away (møte)." in sentences(world, "anna")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("ringing", "NO  Rings now for 10 00 00 77."),
        ("talking", "NO  In a call with 10 00 00 77."),
        ("wrap-up", "NO  Wrapping up the call of 10 00 00 77: no call until its outcome is said."),
    ],
)
def test_a_call_keeps_the_next_one_away(moment: str, words: str) -> None:
    world = World()
    world.rings(NORDLYS)
    world.presses(CALLER, "1")
    anna = world.rung[0].leg
    if moment != "ringing":
        world.answers(anna)
    if moment == "wrap-up":
        world.hangs_up(anna)
    assert words in sentences(world, "anna")
    assert failing(asked(world, "anna")) == ["call"]


def test_who_says_how_a_call_ended_talks_to_nobody_any_more() -> None:
    """Given a caller who has hung up, while the agent is asked for the outcome by telephone."""
    world = World()
    world.rings(NORDLYS)
    world.presses(CALLER, "1")
    world.answers(world.rung[0].leg)
    world.hangs_up(CALLER)
    assert "NO  Wrapping up the call of 10 00 00 77" in sentences(world, "anna")
    assert "Faktura: does not ring: wrapping up a call." in sentences(world, "anna")
    lamp = next(lamp for lamp in world.view.lamps if lamp.agent == "anna")
    assert (lamp.pattern, lamp.why) == ("busy", "wrapping up after")
    assert lamp.caller == "10 00 00 77"


def test_who_has_just_not_answered_is_told_so() -> None:
    world = World()
    world.rings(NORDLYS)
    world.presses(CALLER, "2")
    world.passes(20)
    assert "Has just not taken the call of 10 00 00 77" in sentences(world, "bo")


def test_a_member_of_no_loop_gets_direct_calls_only() -> None:
    base = office()
    without = {**base.loops, "other": replace(base.loops["other"], members=("anna", "cato"))}
    world = World(replace(base, loops=without))
    assert failing(asked(world, "dag")) == ["loops"]
    assert "only direct calls" in sentences(world, "dag")


def test_a_telephone_that_is_reached_by_a_trunk_that_is_down() -> None:
    world = World()
    world.happens(seen.TrunkDown("trunk", "The registrar does not answer."))
    assert failing(asked(world, "cato")) == ["telephone"]
    assert failing(asked(world, "anna")) == []


def test_a_skill_that_is_missing_and_a_line_that_is_closed() -> None:
    base = office()
    nights = Hours("nights", {"fri": ("20:00-23:00",)})
    directory: Directory = replace(
        base,
        hours={"nights": nights},
        lines={**base.lines, "nordlys": replace(base.lines["nordlys"], hours="nights")},
        loops={**base.loops, "wages": replace(base.loops["wages"], skill="pay")},
    )
    answer = asked(World(directory), "bo")
    wages = next(each for each in answer.loops if each.loop == "wages")
    assert wages.why.value == "skill"
    assert dict(wages.lines) == {"nordlys": "hours", "strom": "open"}
    assert "the skill pay; nordlys is closed (hours)." in sentences(World(directory), "bo")


def test_nobody_of_that_name_is_said_in_words() -> None:
    world = World()
    world.happens(WhyAsked("nobody", "r"))
    assert not world.replies[-1].ok
    assert "There is nobody called 'nobody'" in world.replies[-1].words


@pytest.mark.parametrize("key", ["1", "2", "3"])
def test_who_is_said_to_ring_first_is_rung(key: str) -> None:
    """The answer and the real call come from the same rules."""
    world = World(rich_office())
    world.happens(seen.PresenceSet("anna", Status.AWAY, "møte"))
    said = {name for name in ("anna", "bo", "cato", "dag") if _rings_at_once(world, name, key)}
    world.rings(NORDLYS)
    world.presses(CALLER, "x")
    world.presses(CALLER, key)
    if not world.rung:  # first it is said that the call is recorded
        world.hears_all(CALLER)
    addresses = {agent.address: agent.id for agent in rich_office().agents.values()}
    rung = {addresses[_address(ring.uri)] for ring in world.rung}
    assert rung == said


def _rings_at_once(world: World, name: str, key: str) -> bool:
    loop = {"1": "invoices", "2": "wages", "3": "other"}[key]
    return loops(asked(world, name)).get(loop) in ("first", "all")


def _address(uri: str) -> str:
    return uri.removeprefix("sip:").partition("@")[0] if "sip:+" in uri else uri

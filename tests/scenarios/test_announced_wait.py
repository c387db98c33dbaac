"""What callers are told while they wait, and when they find us closed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scenarios.test_menus import WEEKDAYS, with_line
from support.world import STROM, World, office

from appliance.core.model.ids import LegId, Prompt, Status
from appliance.core.prompts import every_prompt
from appliance.core.protocol import events as seen
from appliance.core.settings.checks import check
from appliance.core.settings.directory import Directory, Hours

UNKNOWN = "Vi vet ennå ikke hvor lenge du må vente."


def telling(**changes: object) -> Directory:
    """The office whose callers for wages (only Bo) hear every minute how long they will wait."""
    base = office()
    told = {"announce_seconds": 60.0, "announce_wait": True, "wait_seconds": 3600.0, **changes}
    wages = replace(base.loops["wages"], **told)  # type: ignore[arg-type]
    invoices = replace(base.loops["invoices"], wait_seconds=3600.0)
    return replace(base, loops={**base.loops, "wages": wages, "invoices": invoices})


def bo_talks(world: World, seconds: float, call: str) -> None:
    """A call for wages that Bo takes at once; the wrap-up takes no time."""
    world.presses(world.rings(leg=call), "2")
    leg = world.rung[-1].leg
    world.answers(leg)
    world.passes(seconds)
    world.hangs_up(LegId(call))
    world.presses(leg, "1")


def bo_is_busy(world: World) -> None:
    world.presses(world.rings(leg="busy"), "2")
    world.answers(world.rung[-1].leg)


def waits(world: World, call: str) -> LegId:
    world.presses(world.rings(leg=call), "2")
    return LegId(call)


@pytest.fixture
def busy() -> World:
    """Bo has had five calls of four minutes each, and has another one."""
    world = World(telling())
    for number in range(5):
        bo_talks(world, 240, f"early{number}")
    bo_is_busy(world)
    return world


def test_with_few_calls_behind_us_we_say_that_we_do_not_know_yet() -> None:
    world = World(telling())
    for number in range(4):
        bo_talks(world, 240, f"early{number}")
    bo_is_busy(world)
    leg = waits(world, "c2")
    world.passes(60)
    assert world.hears(leg) == f"Du er den neste i køen. {UNKNOWN}"
    world.hears_all(leg)
    assert world.hears(leg) == "waiting"


def test_the_next_one_waits_for_one_call_and_the_third_for_three(busy: World) -> None:
    legs = [waits(busy, call) for call in ("c2", "c3", "c4")]
    busy.passes(60)
    assert busy.hears(legs[0]).endswith("Ventetiden er omtrent fire minutter.")
    assert busy.hears(legs[2]) == "Du er nummer tre i køen. Ventetiden er omtrent tolv minutter."


def test_in_danish_as_the_line_is(busy: World) -> None:
    busy.presses(busy.rings(STROM, leg="c2"), "2")
    busy.passes(60)
    assert busy.hears(LegId("c2")) == "De er den næste i køen. Ventetiden er omkring fire minutter."


def test_two_colleagues_halve_the_wait() -> None:
    world = World(telling(members=("bo", "dag")))
    world.happens(seen.PresenceSet("dag", Status.AWAY, "lunsj"))
    for number in range(5):
        bo_talks(world, 240, f"early{number}")
    bo_is_busy(world)
    world.happens(seen.PresenceSet("dag", Status.AVAILABLE))
    world.presses(world.rings(leg="busy2"), "2")
    world.answers(world.rung[-1].leg)
    leg = waits(world, "c2")
    world.passes(60)
    assert world.hears(leg).endswith("Ventetiden er omtrent to minutter.")


def test_whoever_waits_longer_for_the_same_people_in_another_loop_counts(busy: World) -> None:
    busy.happens(seen.PresenceSet("anna", Status.AWAY, "lunsj"))
    busy.presses(busy.rings(leg="invoice"), "1")
    leg = waits(busy, "c2")
    busy.passes(59.5)
    assert busy.hears(leg) == "waiting"
    busy.passes(0.5)
    assert busy.hears(leg) == "Du er den neste i køen. Ventetiden er omtrent åtte minutter."


def test_what_was_hours_ago_tells_nothing_of_now(busy: World) -> None:
    busy.passes(4 * 3600)
    busy.hangs_up(LegId("busy"))
    busy.presses(busy.rung[-1].leg, "1")
    bo_is_busy(busy)
    leg = waits(busy, "c9")
    busy.passes(60)
    assert busy.hears(leg).endswith(UNKNOWN)


def test_the_wait_is_announced_only_with_an_interval_and_all_of_it_is_rendered() -> None:
    assert set(every_prompt(telling())) >= {
        Prompt("Ventetiden er omtrent fire minutter.", "nb"),
        Prompt("Ventetiden er omkring fire minutter.", "da"),
    }
    assert not any("Ventetiden" in prompt.text for prompt in every_prompt(office()))
    (problem,) = check(telling(announce_seconds=None))
    assert problem.path == "loops.wages.announce_wait"


def closing(**changes: object) -> Directory:
    base = replace(office(), hours={"office": Hours("office", WEEKDAYS)})
    told = {"hours": "office", "closed_prompt": "Vi har stengt.", "tell_hours": True, **changes}
    return with_line(base, **told)


def test_who_finds_us_closed_hears_when_we_are_open_and_then_leaves_a_message() -> None:
    directory = closing()
    world = World(directory)
    world.seconds = 7 * 3600  # Friday at five
    leg = world.rings()
    heard = []
    while "beskjed" not in world.hears(leg):
        heard.append(world.hears(leg))
        assert {part for part in [world.playing[leg].what]} <= set(every_prompt(directory))
        world.hears_all(leg)
    assert heard == [
        "Vi har stengt.",
        "Vi har åpent mandag til fredag fra klokken åtte til seksten. "
        "Vi har stengt lørdag, søndag og helligdager.",
        "Vi åpner igjen på mandag klokken åtte.",
    ]


def test_while_we_are_open_nothing_is_said_of_hours() -> None:
    world = World(closing())
    assert world.hears(world.rings()) == "Velkommen."


def test_hours_can_be_told_only_where_there_are_some() -> None:
    (problem,) = check(with_line(tell_hours=True))
    assert problem.path == "lines.nordlys.tell_hours"

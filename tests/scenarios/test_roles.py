"""A loop of roles (office.md D2): everybody with the role is a member beside the named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support.world import NORDLYS, World, office

from appliance.common.problems import did_you_mean
from appliance.core.model.ids import LegId, Status, Strategy
from appliance.core.panel.live import loops
from appliance.core.protocol import events as seen
from appliance.core.protocol.events import CallArrived, Started
from appliance.core.protocol.events_questions import WhyAsked
from appliance.core.route import imagine
from appliance.core.settings.checks import check
from appliance.core.settings.directory import Directory
from appliance.core.settings.loops import Loop
from appliance.core.settings.staff_firms import own_lines
from appliance.core.words.trail import in_english

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def settled(wanted: tuple[str, ...] = ("adviser",), **changes: object) -> Directory:
    """The office whose loop of wages names dag, and wants advisers: anna, cato and dag are."""
    base = office()
    roles = {"anna": ("adviser", "lawyer"), "cato": ("adviser",), "dag": ("adviser",)}
    agents = {id: replace(agent, roles=roles.get(id, ())) for id, agent in base.agents.items()}
    wages = Loop("wages", "Lønn", ("dag",), strategy=Strategy.FIXED, roles=wanted)
    wages = replace(wages, **changes)  # type: ignore[arg-type]
    return replace(base, agents=agents, loops={**base.loops, "wages": wages})


def members(directory: Directory, loop: str = "wages") -> list[str]:
    return [agent.id for agent in directory.members_of(directory.loops[loop])]


def rung(world: World) -> list[str]:
    picture = world.switchboard.picture
    known = {agent.address: agent.id for agent in picture.directory.agents.values()}
    known |= {f"sip:{address}@127.0.0.1:5090": id for address, id in known.items()}
    return [known[ring.uri] for ring in world.rung]


def why(world: World, agent: str) -> str:
    world.happens(WhyAsked(agent, "r"))
    return world.replies[-1].words


def test_the_named_come_first_then_all_who_have_the_role_and_nobody_twice() -> None:
    assert members(settled()) == ["dag", "anna", "cato"]
    assert members(settled(members=())) == ["anna", "cato", "dag"]
    assert members(settled(("lawyer", "adviser"))) == ["dag", "anna", "cato"]


def test_in_a_fixed_order_the_named_one_is_rung_first_and_then_the_others_by_their_role() -> None:
    world = World(settled())
    for call in ("c1", "c2", "c3"):
        world.presses(world.rings(leg=call), "2")
    assert rung(world) == ["dag", "anna", "cato"]


def test_all_at_once_rings_everybody_with_the_role_once() -> None:
    world = World(settled(members=(), strategy=Strategy.ALL))
    world.presses(world.rings(), "2")
    assert rung(world) == ["anna", "cato", "dag"]


def test_whoever_gets_the_role_takes_the_next_call() -> None:
    world = World(settled(("lawyer",), members=()))
    world.happens(seen.PresenceSet("anna", Status.AWAY, "lunsj"))
    base = world.switchboard.picture.directory
    bo = replace(base.agents["bo"], roles=("lawyer",))
    world.happens(seen.SettingsChanged(replace(base, agents={**base.agents, "bo": bo})))
    world.presses(world.rings(), "2")
    assert rung(world) == ["bo"]


def test_a_loop_is_empty_when_nobody_with_its_role_is_logged_in() -> None:
    world = World(settled(("lawyer",), members=()))
    assert not any("Lønn" in sentence for sentence in world.view.faults)
    world.happens(seen.PresenceSet("anna", Status.LOGGED_OUT, "ferie"))
    assert any("Lønn" in sentence for sentence in world.view.faults)
    leg = world.rings()
    world.presses(leg, "2")
    assert rung(world) == [], "its callers go the way of an empty loop"


def test_why_says_by_which_role_somebody_is_in_the_loop() -> None:
    world = World(settled())
    assert "ok  Member of Faktura, Lønn (adviser), Annet." in why(world, "anna")
    assert "Lønn: rings if those before it do not answer." in why(world, "anna")
    assert "ok  Member of Lønn, Annet." in why(world, "dag"), "he is named there"
    assert "Lønn" not in why(world, "bo")


def test_the_live_page_is_told_all_members() -> None:
    world = World(settled())
    shown = {loop.loop: loop.members for loop in loops(world.switchboard.picture)}
    assert shown["wages"] == ("dag", "anna", "cato")


def test_the_route_simulator_rings_who_has_the_role() -> None:
    call = CallArrived(LegId("x"), NORDLYS, "+4710000077")
    steps = imagine(Started(settled(("lawyer",), members=())), call, FRIDAY, "2")
    words = "\n".join(in_english(step) for step in steps)
    assert "Rings sip:anna@127.0.0.1:5071" in words
    reached = next(step.reached for step in steps if step.reached)
    assert [each.agent for each in reached] == ["anna"]


def test_the_lines_of_a_loop_are_ones_own_by_a_role_as_well() -> None:
    only_wages = settled(("lawyer",), members=())
    without = {**only_wages.loops, "invoices": Loop("invoices", "Faktura", ("bo",))}
    without["other"] = Loop("other", "Annet", ("cato",))
    directory = replace(only_wages, loops=without)
    assert own_lines(directory, "anna") == ("nordlys", "strom")
    assert own_lines(directory, "dag") == ()


@pytest.mark.parametrize(
    ("wanted", "sentences"),
    [
        (("adviser", "lawyer"), []),
        (
            ("advisor", "lawyer"),
            [
                "loops.wages.roles: nobody has the role 'advisor'; did you mean 'adviser'?",
                "agents.anna.roles: no loop asks for the role 'adviser'; did you mean 'advisor'?",
                "agents.cato.roles: no loop asks for the role 'adviser'; did you mean 'advisor'?",
                "agents.dag.roles: no loop asks for the role 'adviser'; did you mean 'advisor'?",
            ],
        ),
        (
            ("adviser", "lawyer", "adviser"),
            ["loops.wages.roles: adviser stands here more than once"],
        ),
    ],
)
def test_a_role_that_only_one_side_has_is_warned_about(
    wanted: tuple[str, ...], sentences: list[str]
) -> None:
    problems = check(settled(wanted), did_you_mean)
    assert [str(problem) for problem in problems] == sentences
    assert all(problem.warning for problem in problems)


def test_a_loop_without_members_and_roles_is_a_mistake() -> None:
    (problem,) = check(replace(settled((), members=()), agents=office().agents))
    assert str(problem).startswith("loops.wages.members: a loop needs at least one member")
    assert not problem.warning

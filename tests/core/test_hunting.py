"""The order in which members are rung is the plain one after any history, asked for or not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import plain_queue
from support.examples import examples

from appliance.core.model.ids import Language, Status, Strategy
from appliance.core.settings.directory import Agent, Directory, Office
from appliance.core.settings.loops import Loop
from appliance.core.state import hunting_order as hunting
from appliance.core.state.hunting_order import Hunting
from appliance.core.state.staff import Engagement, Member
from appliance.core.state.stirred import ALL, Stirred

STAFF = tuple(f"a{n}" for n in range(7))
LOOPS = ("q0", "q1", "q2")
LANGUAGES: tuple[Language, ...] = ("nb", "da", "en")
AGENTS = st.sampled_from(STAFF)
KEPT = Engagement("busy", None)  # type: ignore[arg-type]


@st.composite
def offices(draw: st.DrawFn) -> Directory:
    """Few people in many ways: loops that are alike, and such that are not."""
    spoken = st.sampled_from(LANGUAGES)
    agents = {
        id: Agent(
            id,
            id,
            f"sip:{id}@127.0.0.1",
            draw(spoken),
            tuple(draw(st.lists(spoken, max_size=1))),
            draw(st.sampled_from([(), ("tax",)])),
        )
        for id in STAFF
    }
    orders = st.sampled_from([STAFF, STAFF[::-1], STAFF[:3]])
    loops = {
        id: Loop(
            id,
            id,
            draw(orders),
            strategy=draw(st.sampled_from(list(Strategy))),
            skill=draw(st.sampled_from(["", "tax"])),
        )
        for id in LOOPS
    }
    return Directory(Office("Stor"), loops=loops, agents=agents)


TIMES = st.sampled_from([0.0, 1.0, 2.0, 3.0])
MEMBERS = st.builds(
    Member,
    status=st.sampled_from([Status.AVAILABLE, Status.AVAILABLE, Status.AWAY]),
    idle_since=TIMES,
    rung_at=TIMES,
    no_telephone=st.sampled_from([None, None, "gone"]),
    blocked=st.sampled_from([None, None, "calendar"]),
)
CHANGES = st.one_of(
    st.tuples(st.just("stands"), AGENTS, MEMBERS),
    st.tuples(st.just("is kept or free"), AGENTS, st.none()),
    st.tuples(st.just("all is looked at"), AGENTS, st.none()),
)
ROUNDS = st.lists(
    st.tuples(st.lists(CHANGES, max_size=3), st.sets(st.sampled_from(LOOPS))), max_size=8
)


@given(offices(), offices(), ROUNDS, st.sets(AGENTS))
@settings(max_examples=examples(300), deadline=None)
def test_the_order_is_the_plain_one(
    office: Directory,
    other: Directory,
    rounds: list[tuple[list[tuple[str, str, Member | None]], set[str]]],
    tried: set[str],
) -> None:
    staff: dict[str, Member] = {}
    kept: dict[str, Engagement] = {}
    order = Hunting()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hunting, "MOST_CHANGES", 2)
        for changes, asked in rounds:
            staff, kept, stirred = happened(changes, staff, kept)
            order = order.after(stirred, office, staff, kept)
            for at in (office, other):
                for loop in asked:
                    compare(order, at, at.loops[loop], kept, tried)


def happened(
    changes: list[tuple[str, str, Member | None]],
    staff: dict[str, Member],
    kept: dict[str, Engagement],
) -> tuple[dict[str, Member], dict[str, Engagement], Stirred]:
    """How everybody stands afterwards, and who is to be looked at again."""
    staff, kept = dict(staff), dict(kept)
    for _, agent, member in changes:
        if member:
            staff[agent] = member
        elif kept.pop(agent, None) is None:
            kept[agent] = KEPT
    every = any(what == "all is looked at" for what, _, _ in changes)
    return staff, kept, ALL if every else Stirred((), tuple(agent for _, agent, _ in changes))


def compare(
    order: Hunting,
    office: Directory,
    loop: Loop,
    kept: dict[str, Engagement],
    tried: set[str],
) -> None:
    there = [each for each in loop.members if plain_queue.takes_loop_calls(order.staff, each)]
    assert order.anybody(office, loop) == bool(there)
    for language in (*LANGUAGES, ""):
        found = [*order.rung_next(office, loop, language, (kept, tried))]
        assert found == plain_queue.rung_next(office, loop, language, order.staff, kept, tried)

"""An event costs the same in an office of one firm and of hundreds, alone and behind many callers.

Work is counted in steps of the interpreter, which no other load of the machine changes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

import pytest
from support.large_office import LARGE, Size, caller, large_office, number_of
from support.world import World

from appliance.core.model.ids import LegId, Receipt, Status, Strategy
from appliance.core.protocol.commands import Save
from appliance.core.protocol.events import PresenceSet
from appliance.core.state.pending_saves import Ledger, confirmed, handed_over

FLAT = 1.5
"""An event of the largest office may take so many times the work of the smallest one's."""


class Work:
    """How many steps (bytecodes) the interpreter took."""

    steps = 0

    @contextmanager
    def counted(self) -> Iterator[None]:
        before = sys.gettrace()
        sys.settrace(self._begin)
        try:
            yield
        finally:
            sys.settrace(before)

    def _begin(self, frame: FrameType, event: str, arg: object) -> Callable[..., object]:
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return self._note

    def _note(self, frame: FrameType, event: str, arg: object) -> Callable[..., object]:
        self.steps += event == "opcode"
        return self._note


def work_of(world: World, event: Callable[[World], None]) -> int:
    """What the second such event takes: the first may make what lasts."""
    event(world)
    work = Work()
    with work.counted():
        event(world)
    return work.steps


def rings(world: World) -> None:
    world.rings(number_of(0), caller(0), f"ring{len(world.legs)}")


def chooses(world: World) -> None:
    leg = world.rings(number_of(0), caller(0), f"choose{len(world.legs)}")
    world.presses(leg, "1")


def talks_and_goes(world: World) -> None:
    leg = world.rings(number_of(0), caller(0), f"talk{len(world.done)}")
    world.presses(leg, "1")
    for ringing in [each for each in world.legs if world.legs[each] == "ringing"]:
        world.answers(ringing)
    world.hangs_up(leg)
    world.passes(1)


EVENTS = [rings, chooses, talks_and_goes]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
@pytest.mark.parametrize(
    "large",
    [LARGE, Size(500, 1, 1), Size(1, 500, 1, members=20), Size(1, 1, 4000)],
    ids=["all", "firms", "staff", "contacts"],
)
def test_an_event_takes_as_much_work_in_a_large_office(
    large: Size, event: Callable[[World], None]
) -> None:
    small = Size(staff=min(large.staff, large.members), members=large.members)
    alone = work_of(World(large_office(small)), event)
    assert work_of(World(large_office(large)), event) <= FLAT * alone


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_an_event_takes_as_much_work_behind_two_hundred_callers(
    event: Callable[[World], None],
) -> None:
    size = Size(firms=20, staff=100, members=100)
    alone, crowded = crowd(size, 100, 0), crowd(size, 100, 200)
    assert work_of(crowded, event) <= FLAT * work_of(alone, event)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_an_event_takes_as_much_work_beside_a_hundred_talks(
    event: Callable[[World], None],
) -> None:
    small, large = Size(20, 30, 1, 30), Size(20, 130, 1, 130)
    assert work_of(crowd(large, 100, 0), event) <= FLAT * work_of(crowd(small, 1, 0), event)


def test_an_answer_of_the_disk_takes_as_much_work_behind_hundreds_of_acts() -> None:
    def work(acts: int) -> int:
        kept, count = Ledger(), Work()
        for n in range(acts):
            kept = handed_over(kept, Save(Receipt(f"r{n}"), ()))
        with count.counted():
            kept, save = confirmed(kept, Receipt("r0"))
        assert save
        assert len(kept.pending) == acts - 1
        return count.steps

    assert work(500) <= FLAT * work(1)


OTHER_MEMBERS = {
    "free": {},
    "who speak another language": {"language": "nb"},
    "in turn": {"strategy": Strategy.IN_TURN},
    "in the order of the settings": {"strategy": Strategy.FIXED},
    "away": {"status": Status.AWAY},
}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
@pytest.mark.parametrize("others", OTHER_MEMBERS.values(), ids=OTHER_MEMBERS)
def test_an_event_takes_as_much_work_in_a_loop_of_five_hundred_members(
    others: Mapping[str, object], event: Callable[[World], None]
) -> None:
    small, large = (one_loop(members, **others) for members in (20, 500))  # type: ignore[arg-type]
    assert work_of(large, event) <= FLAT * work_of(small, event)


def one_loop(
    members: int,
    language: str = "en",
    strategy: Strategy = Strategy.LONGEST_IDLE,
    status: Status = Status.AVAILABLE,
) -> World:
    """An office of one firm, for which so many people work; five of them are always there."""
    plain = large_office(Size(1, members, 1, members))
    loops = {id: replace(loop, strategy=strategy) for id, loop in plain.loops.items()}
    agents = {id: replace(agent, language=language) for id, agent in plain.agents.items()}
    world = World(replace(plain, loops=loops, agents=agents))
    for agent in [*agents][:-5] if status is not Status.AVAILABLE else ():
        world.happens(PresenceSet(agent, status))
    world.disk_takes_all()
    return world


def crowd(size: Size, talking: int, waiting: int) -> World:
    """An office in which so many callers talk and so many wait, all in the first loop."""
    world = World(large_office(size))
    for n in range(talking + waiting):
        leg = world.rings(number_of(0), caller(n), f"crowd{n}")
        world.presses(leg, "1")
        for ringing in [each for each in world.legs if world.legs[each] == "ringing"]:
            world.answers(LegId(ringing))
    assert len(world.switchboard.picture.calls.queue) == waiting
    return world

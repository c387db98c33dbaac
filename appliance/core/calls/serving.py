"""One round through those of the queue who may get something now; the others are not looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush, merge

from appliance.core.calls.queue import Move, OfferTo, moves_of
from appliance.core.calls.recording import is_telling
from appliance.core.model.ids import CallId, Strategy
from appliance.core.settings.directory import Directory
from appliance.core.settings.partners import is_partner
from appliance.core.state.call import Call, Waiting
from appliance.core.state.hunting_order import Hunting
from appliance.core.state.live_calls import LiveCalls, Place
from appliance.core.state.staff import Engagement, Staff, takes_loop_calls
from appliance.core.state.stirred import Stirred
from appliance.core.state.trunk_legs import by_trunk


@dataclass(frozen=True, slots=True)
class Served:
    """What the waiting calls get now; `crowded`: some get less, as the trunk carries no more."""

    moves: tuple[Move, ...] = ()
    crowded: bool = False


def serve(calls: LiveCalls, hunting: Hunting, stirred: Stirred) -> Served:
    """What the waiting calls get now, the longest waiting first.

    `stirred` is all that has changed since nobody was to get anything: whoever waits for what
    has not changed still waits. So a round costs the same behind one caller and behind hundreds.
    """
    directory, staff = calls.one_directory, hunting.staff
    if stirred.all or directory is None:
        return _Round(calls, hunting).through(list(calls.queue), [])
    due = [*_touched(calls, stirred), *_wishing(calls, stirred)]
    due += _left_alone(calls, hunting, directory, stirred)
    free = (_for_agent(calls, staff, directory, agent) for agent in {*stirred.agents})
    return _Round(calls, hunting).through(due, [places for places in free if places])


class _Round:
    """Who is kept, and how many calls may still go out, as the round goes on."""

    def __init__(self, calls: LiveCalls, hunting: Hunting) -> None:
        self._calls, self._hunting = calls, hunting
        self._kept = dict(calls.kept)
        self._room = calls.room
        self._crowded = False
        self._moves: list[Move] = []
        self._looked_at: set[CallId] = set()

    def through(self, due: list[Place], free: list[_ForAgent]) -> Served:
        """Look at those who are due, and at the first that each free agent could take."""
        ahead: list[tuple[Place, int]] = [(place, -1) for place in due]
        for number, each in enumerate(free):
            self._go_on(ahead, each, number)
        heapify(ahead)
        while ahead:
            place, number = heappop(ahead)
            self._serve(place)
            if number >= 0:
                self._go_on(ahead, free[number], number)
        return Served(tuple(self._moves), self._crowded)

    def _go_on(self, ahead: list[tuple[Place, int]], agent: _ForAgent, number: int) -> None:
        if agent.id not in self._kept and (place := next(agent.places, None)):
            heappush(ahead, (place, number))

    def _serve(self, place: Place) -> None:
        """Give a call what it gets."""
        waiting = self._calls.waiting(place.call)
        if place.call in self._looked_at or waiting is None:
            return
        self._looked_at.add(place.call)
        call, phase = waiting
        found = self._with_room(
            call, tuple(moves_of(call, phase, self._calls, self._kept, self._hunting))
        )
        self._moves += found
        rung = [move.agent for move in found if isinstance(move, OfferTo)]
        own = [agent for agent in rung if not is_partner(agent)]
        self._kept |= {agent: Engagement("ringing", call) for agent in own}

    def _with_room(self, call: Call, moves: tuple[Move, ...]) -> tuple[Move, ...]:
        """The moves without those that would put too many calls on the trunk."""
        outside = [move for move in moves if _by_trunk(call, move)]
        dropped = outside[max(0, self._room) :]
        self._crowded = self._crowded or bool(dropped)
        self._room -= len(outside) - len(dropped)
        return tuple(move for move in moves if move not in dropped)


def _by_trunk(call: Call, move: Move) -> bool:
    return isinstance(move, OfferTo) and by_trunk(call.directory, move.agent)


def _touched(calls: LiveCalls, stirred: Stirred) -> Iterator[Place]:
    """The waiting calls that have changed, and those before whom there are too many by them."""
    came: dict[str, int] = {}
    for id in {*stirred.calls}:
        if waiting := calls.waiting(id):
            yield calls.place_of(id)
            came[waiting[1].loop] = came.get(waiting[1].loop, 0) + 1
    for name, many in came.items():
        first = calls[calls.loops[name][0].call].directory.loops[name]
        if first.overflow and first.overflow.length:
            too_late = first.overflow.length + 1
            yield from calls.loops[name][too_late : too_late + many]


def _wishing(calls: LiveCalls, stirred: Stirred) -> Iterator[Place]:
    """Who waits for somebody certain who has changed."""
    if calls.wishes:
        for agent in {*stirred.agents}:
            yield from calls.wishes.get(agent, ())


def _left_alone(
    calls: LiveCalls, hunting: Hunting, directory: Directory, stirred: Stirred
) -> Iterator[Place]:
    """Who waits in a loop that nobody is in any more."""
    gone = [agent for agent in {*stirred.agents} if not takes_loop_calls(hunting.staff, agent)]
    loops = {loop.id for agent in gone for loop in directory.loops_of(agent)}
    for loop in loops & calls.loops.keys():
        if not hunting.anybody(directory, directory.loops[loop]):
            yield from calls.loops[loop]


@dataclass(frozen=True, slots=True)
class _ForAgent:
    """The calls that a free agent could take, the longest waiting first."""

    id: str
    places: Iterator[Place]


def _for_agent(
    calls: LiveCalls, staff: Staff, directory: Directory, agent: str
) -> _ForAgent | None:
    if agent in calls.kept or not takes_loop_calls(staff, agent):
        return None
    own = (calls.loops.get(loop.id, ()) for loop in directory.loops_of(agent))
    lists = [places for places in own if places]
    if not lists:
        return None
    places = (place for place in merge(*lists) if _could_take(calls, place, agent))
    return _ForAgent(agent, places)


def _could_take(calls: LiveCalls, place: Place, agent: str) -> bool:
    """Whether a call may be offered to an agent of its loop, so that it is worth a closer look."""
    waiting = calls.waiting(place.call)
    assert waiting
    call, phase = waiting
    if agent in phase.tried or phase.after_hours or phase.only or is_telling(call, phase):
        return False
    return not _rings(phase) or call.directory.loops[phase.loop].strategy is Strategy.ALL


def _rings(phase: Waiting) -> bool:
    return any(not is_partner(offer.agent) for offer in phase.offers)

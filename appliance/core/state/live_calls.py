"""The calls of the moment, and what is told from all of them: who waits, who is kept, what is out.

Each of it is carried on from call to call, so that an event costs the same with one call and with
hundreds; what it must be is told by the calls alone (tests/support/plain_queue.py).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self, TypeVar

from appliance.core.model.ids import CallId, LegId
from appliance.core.settings.directory import Directory
from appliance.core.state.call import Call, Waiting
from appliance.core.state.staff import Engagement, kept_by
from appliance.core.state.trunk_legs import legs_by_trunk

K = TypeVar("K")
V = TypeVar("V")


class Place(NamedTuple):
    """Where a caller stands among all who wait: who has waited longer, then who came first."""

    since: float
    number: int
    call: CallId


Places = tuple[Place, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Facts:
    """What is told from one call."""

    number: int
    place: Place | None
    loop: str
    settings: int
    wished: tuple[str, ...]
    kept: Mapping[str, Engagement]
    out: int
    caller: LegId | None
    """The caller's leg, as long as they are there."""
    numbers: tuple[str, ...]
    """By which they have come: the one that they dialled, and their line's."""


class LiveCalls(dict[CallId, Call]):
    """A picture of the calls, in the order in which they came, that is never changed."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: dict[CallId, _Facts] = {}
        self._keepers: dict[str, tuple[_Facts, ...]] = {}
        self._came = 0
        self._settings: Mapping[int, int] = {}
        """Which settings hold for those who wait (by identity) -> for how many of them."""
        self.kept: Mapping[str, Engagement] = {}
        """Member of staff -> what keeps them; of several calls the one that came last."""
        self.queue: Places = ()
        """All who wait, the longest waiting first."""
        self.loops: Mapping[str, Places] = {}
        """Loop -> who waits in it, the longest waiting first."""
        self.wishes: Mapping[str, Places] = {}
        """Member of staff -> who waits for nobody but them, or for them before others."""
        self.callers: Mapping[str, tuple[LegId, ...]] = {}
        """Number of ours -> the legs of the callers who are there by it."""
        self.out = 0
        """How many calls go out by the trunk, those included that an agent is about to make."""

    @classmethod
    def of(cls, calls: Mapping[CallId, Call]) -> Self:
        """These calls, in this order."""
        live = cls()
        for id, call in calls.items():
            live._put(id, call)
        return live

    def having(self, id: CallId, call: Call | None) -> Self:
        """The calls among which this one stands so, or (None) is over."""
        live = self.__class__.__new__(self.__class__)
        live.update(self)
        live.__dict__.update(self.__dict__)
        live._facts = self._facts.copy()
        live._put(id, call)
        return live

    @property
    def room(self) -> int:
        """How many more calls may go out by the trunk now, by the latest call's settings."""
        newest = next(reversed(self.values()), None)
        return (newest.directory.office.max_outgoing if newest else 0) - self.out

    @property
    def one_directory(self) -> Directory | None:
        """The settings that all who wait have in common; None where they have not, or nobody
        waits."""
        return self[self.queue[0].call].directory if len(self._settings) == 1 else None

    def number(self, id: CallId) -> int:
        """The how many-th call this is of all that came."""
        return self._facts[id].number

    def kept_by(self, id: CallId) -> Iterable[str]:
        """Whom of our own a call keeps from others."""
        facts = self._facts.get(id)
        return facts.kept if facts else ()

    def waiting(self, id: CallId) -> tuple[Call, Waiting] | None:
        """A call that waits, and its phase."""
        call = self.get(id)
        return (call, call.phase) if call and isinstance(call.phase, Waiting) else None

    def in_order(self) -> Iterator[tuple[Call, Waiting]]:
        """The waiting calls, the longest waiting first."""
        found = (self.waiting(place.call) for place in self.queue)
        return (each for each in found if each)

    def place_of(self, id: CallId) -> Place:
        """Where a waiting caller stands."""
        place = self._facts[id].place
        assert place, "this call does not wait"
        return place

    def ahead(self, id: CallId) -> int:
        """How many wait longer than this caller in the same loop."""
        facts = self._facts[id]
        assert facts.place, "this call does not wait"
        return bisect_left(self.loops[facts.loop], facts.place)

    # How it is carried on

    def _put(self, id: CallId, call: Call | None) -> None:
        before = self._facts.pop(id, None)
        after = None
        if call is None:
            self.pop(id, None)
        else:
            self._came += before is None
            after = _facts_of(id, call, before.number if before else self._came)
            self[id], self._facts[id] = call, after
        self._requeue(before, after)
        self._rekeep(before, after)
        self._recall(before, after)
        self.out += (after.out if after else 0) - (before.out if before else 0)

    def _requeue(self, before: _Facts | None, after: _Facts | None) -> None:
        if _queued(before) == _queued(after):
            return
        loops, wishes, settings = dict(self.loops), dict(self.wishes), dict(self._settings)
        for facts, move, more in ((before, _without, -1), (after, _with, 1)):
            if facts is None or facts.place is None:
                continue
            self.queue = move(self.queue, facts.place)
            _keep(loops, facts.loop, move(loops.get(facts.loop, ()), facts.place))
            _keep(settings, facts.settings, settings.get(facts.settings, 0) + more)
            for person in facts.wished:
                _keep(wishes, person, move(wishes.get(person, ()), facts.place))
        self.loops, self.wishes, self._settings = loops, wishes, settings

    def _rekeep(self, before: _Facts | None, after: _Facts | None) -> None:
        then, now = before.kept if before else {}, after.kept if after else {}
        if not then and not now:
            return
        kept, keepers = dict(self.kept), self._keepers.copy()
        for agent in {**then, **now}:
            by = [each for each in keepers.get(agent, ()) if each not in (before, after)]
            by = sorted([*by, after] if after and agent in now else by, key=_number)
            _keep(keepers, agent, tuple(by))
            _keep(kept, agent, by[-1].kept[agent] if by else None)
        self.kept, self._keepers = kept, keepers

    def _recall(self, before: _Facts | None, after: _Facts | None) -> None:
        if _callers(before) == _callers(after):
            return
        callers = dict(self.callers)
        for facts in filter(None, (before, after)):
            for number in facts.numbers:
                there = [leg for leg in callers.get(number, ()) if leg != facts.caller]
                there += [facts.caller] if facts is after and facts.caller else []
                _keep(callers, number, tuple(there))
        self.callers = callers


def _facts_of(name: CallId, call: Call, number: int) -> _Facts:
    place, loop, wished = None, "", tuple[str, ...]()
    if isinstance(call.phase, Waiting):
        place, loop = Place(call.phase.since.monotonic, number, name), call.phase.loop
        wished = tuple(dict.fromkeys((*call.phase.only, *filter(None, (call.phase.first,)))))
    numbers = {call.dialled, call.line.number} if call.line else {call.dialled}
    return _Facts(
        number,
        place,
        loop,
        id(call.directory),
        wished,
        kept_by(call),
        legs_by_trunk(call),
        call.caller_leg if call.caller_present else None,
        tuple(numbers) if call.caller_present else (),
    )


def _number(facts: _Facts) -> int:
    return facts.number


def _queued(facts: _Facts | None) -> tuple[Place, str, tuple[str, ...]] | None:
    return (facts.place, facts.loop, facts.wished) if facts and facts.place else None


def _callers(facts: _Facts | None) -> tuple[LegId | None, tuple[str, ...]]:
    return (facts.caller, facts.numbers) if facts else (None, ())


def _with(places: Places, place: Place) -> Places:
    at = bisect_left(places, place)
    return (*places[:at], place, *places[at:])


def _without(places: Places, place: Place) -> Places:
    at = bisect_left(places, place)
    return places[:at] + places[at + 1 :]


def _keep(found: dict[K, V], name: K, value: V | None) -> None:
    """Note what is known under a name; nothing is not kept."""
    if value:
        found[name] = value
    else:
        found.pop(name, None)

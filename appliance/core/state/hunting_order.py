"""Who of each loop is rung first, carried on from round to round; only who has changed is moved.

A key costs the same where five members are free and where hundreds are. That the order is the
plain one is held by tests/support/plain_queue.py, and by tests/core/test_hunting.py.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from appliance.core.model.ids import Language, Strategy
from appliance.core.settings.directory import Agent, Directory
from appliance.core.settings.loops import Loop
from appliance.core.state.staff import STRANGER, Engagement, Member, Staff, takes_loop_calls
from appliance.core.state.stirred import Stirred

MOST_CHANGES = 200
"""An order that has missed more of them is made anew."""
EVERYBODY: Language = "*"
"""Stands for every language."""


class Turn(NamedTuple):
    """When a free member is rung: who comes first by the strategy, then by the settings."""

    rank: float
    seat: int
    agent: str


class Hunting:
    """The order of every loop by these settings, these statuses, and by whom calls keep.

    Never changed: an order is made when it is first asked for, from those of the round before.
    """

    def __init__(
        self,
        directory: Directory | None = None,
        staff: Staff | None = None,
        kept: Mapping[str, Engagement] | None = None,
    ) -> None:
        self.staff: Staff = staff or {}
        self._directory, self._kept = directory, kept or {}
        self._orders: dict[str, tuple[int, _Order]] = {}
        """By how many changes each of them knows."""
        self._changes: tuple[str, ...] = ()
        """Who has changed, the latest last; of the first so many only the number is known."""
        self._forgotten = 0

    def after(
        self,
        stirred: Stirred,
        directory: Directory,
        staff: Staff,
        kept: Mapping[str, Engagement],
    ) -> Hunting:
        """The orders now that `stirred` has changed, under these settings."""
        later = Hunting(directory, staff, kept)
        if directory is not self._directory or stirred.all:
            return later
        changes = (*self._changes, *dict.fromkeys(stirred.agents))
        later._changes = changes[-MOST_CHANGES:]
        later._forgotten = self._forgotten + len(changes) - len(later._changes)
        later._orders = self._orders.copy()
        return later

    def anybody(self, directory: Directory, loop: Loop) -> bool:
        """Whether anybody takes the calls of a loop, now or after the one that they have."""
        return bool(self._order(directory, loop).there)

    def rung_next(
        self,
        directory: Directory,
        loop: Loop,
        language: Language,
        passed_over: tuple[Container[str], ...],
    ) -> Iterator[str]:
        """Whom a call of this language rings, in this order: who is free and not passed over.

        Those who speak the language; everybody where none of these does.
        """
        order, found = self._order(directory, loop), False
        for spoken in (language, EVERYBODY):
            for turn in order.free.get(spoken, ()):
                if not any(turn.agent in those for those in passed_over):
                    found = True
                    yield turn.agent
            if found:
                return

    def _order(self, directory: Directory, loop: Loop) -> _Order:
        members = directory.index.seats[loop.id]
        if directory is not self._directory:  # of a call that came under other settings
            return self._moved(_Order(), directory, loop, members)
        name, now = directory.index.hunted_alike[loop.id], self._forgotten + len(self._changes)
        upto, order = self._orders.get(name, (-1, _Order()))
        if upto < self._forgotten:
            order = self._moved(_Order(), directory, loop, members)
        elif missed := {*self._changes[upto - self._forgotten :]} & members.keys():
            order = self._moved(order.copy(), directory, loop, missed)
        self._orders[name] = now, order
        return order

    def _moved(
        self, order: _Order, directory: Directory, loop: Loop, agents: Iterable[str]
    ) -> _Order:
        """The order in which these stand where they belong now."""
        seats = directory.index.seats[loop.id]
        for id in agents:
            agent = directory.agents[id]
            order.take_out(agent)
            if takes_loop_calls(self.staff, id):
                able = id not in self._kept and (not loop.skill or loop.skill in agent.skills)
                rank = _rank(loop.strategy, self.staff.get(id, STRANGER))
                order.put_in(agent, Turn(rank, seats[id], id) if able else None)
        return order


class _Order:
    """The members who take a loop's calls, and in which order those are rung who are free."""

    def __init__(self) -> None:
        self.there: dict[str, Turn | None] = {}
        self.free: dict[Language, list[Turn]] = {}
        """By the languages that they speak."""

    def copy(self) -> _Order:
        """One to be changed."""
        other = _Order()
        other.there = self.there.copy()
        other.free = {language: own.copy() for language, own in self.free.items()}
        return other

    def put_in(self, agent: Agent, turn: Turn | None) -> None:
        """Note a member; one who is kept, or has not the skill, has no turn."""
        self.there[agent.id] = turn
        if turn:
            for language in _languages(agent):
                insort(self.free.setdefault(language, []), turn)

    def take_out(self, agent: Agent) -> None:
        """Forget a member."""
        if turn := self.there.pop(agent.id, None):
            for language in _languages(agent):
                own = self.free[language]
                del own[bisect_left(own, turn)]


def _languages(agent: Agent) -> set[Language]:
    return {EVERYBODY, agent.language, *agent.languages}


def _rank(strategy: Strategy, member: Member) -> float:
    """By what the members of a loop are told apart; equal ones follow the settings."""
    match strategy:
        case Strategy.LONGEST_IDLE:
            return member.idle_since
        case Strategy.IN_TURN:
            return member.rung_at
    return 0.0

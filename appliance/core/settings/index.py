"""What is looked up in the settings at every call, found at once however large the office is.

Each index is made when it is first asked for and lasts as long as its settings do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from appliance.core.model.same_number import ending
from appliance.core.settings.lines import digits_of
from appliance.core.settings.membership import member_ids

if TYPE_CHECKING:
    from appliance.core.settings.directory import Agent, Client, Directory
    from appliance.core.settings.lines import Announcement, Line
    from appliance.core.settings.loops import Loop

T = TypeVar("T")


class DirectoryIndex:
    """The indexes of one directory, which is never changed."""

    def __init__(self, directory: Directory) -> None:
        self._lines, self._agents = directory.lines, directory.agents
        self._loops, self._contacts = directory.loops, directory.contacts
        self._announcements, self._clients = directory.announcements, directory.clients
        self._choices_of = directory.choices_of
        self._identities = frozenset(trunk.identity for trunk in directory.every_trunk)

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """The digits of a number (`digits_of`) -> the line that is called by it."""
        return {digits_of(line.number): line for line in self._lines.values()}

    @cached_property
    def line_of(self) -> Mapping[str, Line]:
        """Firm -> its first line."""
        return {line.client: line for line in reversed(list(self._lines.values()))}

    @cached_property
    def own_numbers(self) -> frozenset[str]:
        """Every number that leads to the box."""
        return self._identities.union(line.number for line in self._lines.values())

    @cached_property
    def registered(self) -> Mapping[str, str]:
        """Number (E.164) -> everybody whom it is registered to."""
        names: dict[str, list[str]] = {}
        for contact in self._contacts.values():
            names.setdefault(contact.number, []).append(contact.name)
        return {number: " / ".join(found) for number, found in names.items()}

    @cached_property
    def known_numbers(self) -> frozenset[str | None]:
        """The numbers that stand in the settings: of contacts, client firms, and the staff."""
        firms = (number for each in self._clients.values() for number in (each.number, each.sms_to))
        staff = (where for each in self._agents.values() for where in (each.mobile, each.address))
        return frozenset((*self.registered, *firms, *staff))

    @cached_property
    def agents_by_mobile(self) -> Mapping[str, tuple[Agent, ...]]:
        """The end of a number (`ending`) -> the staff whose mobile ends so."""
        return _by_ending(self._agents.values(), lambda agent: agent.mobile)

    @cached_property
    def clients_by_sms(self) -> Mapping[str, tuple[Client, ...]]:
        """The end of a number (`ending`) -> the firms whose SMS go to a number that ends so."""
        return _by_ending(self._clients.values(), lambda client: client.sms_to)

    @cached_property
    def members(self) -> Mapping[str, tuple[Agent, ...]]:
        """Loop -> its people: the named ones in their order, then those who have its roles."""
        roles = {agent.id: agent.roles for agent in self._agents.values() if agent.roles}
        by_roles: dict[tuple[str, ...], tuple[str, ...]] = {(): ()}
        found = {}
        for loop in self._loops.values():
            if loop.roles not in by_roles:  # many loops may ask for the same ones
                by_roles[loop.roles] = member_ids((), loop.roles, roles)
            ids = dict.fromkeys((*loop.members, *by_roles[loop.roles]))
            found[loop.id] = tuple([self._agents[id] for id in ids if id in self._agents])
        return found

    @cached_property
    def member_ids(self) -> Mapping[str, tuple[str, ...]]:
        """Loop -> the ids of its people."""
        return {loop: tuple([each.id for each in all]) for loop, all in self.members.items()}

    @cached_property
    def seats(self) -> Mapping[str, Mapping[str, int]]:
        """Loop -> the ids of its people -> where each stands among them."""
        return {
            loop: {id: at for at, id in enumerate(ids)} for loop, ids in self.member_ids.items()
        }

    @cached_property
    def hunted_alike(self) -> Mapping[str, str]:
        """Loop -> the first one whose members are rung in the same order."""
        first: dict[object, str] = {}
        return {
            id: first.setdefault((self.member_ids[id], loop.strategy, loop.skill), id)
            for id, loop in self._loops.items()
        }

    @cached_property
    def loops_of(self) -> Mapping[str, tuple[Loop, ...]]:
        """Member of staff -> the loops that they are in, by name or by a role."""
        found: dict[str, list[Loop]] = {}
        for loop, members in self.members.items():
            for agent in members:
                found.setdefault(agent.id, []).append(self._loops[loop])
        return {agent: tuple(loops) for agent, loops in found.items()}

    @cached_property
    def lines_to(self) -> Mapping[str, tuple[Line, ...]]:
        """Loop -> the lines whose callers may come to it by a key, or when the line is closed."""
        found: dict[str, list[Line]] = {}
        for line in self._lines.values():
            leads_to = (choice.loop for choice in self._choices_of(line) if choice.loop)
            for loop in dict.fromkeys(leads_to):
                found.setdefault(loop, []).append(line)
        return {loop: tuple(lines) for loop, lines in found.items()}

    @cached_property
    def announcements(self) -> Mapping[str, tuple[Announcement, ...]]:
        """Line -> the announcements that its callers hear now, in the order of the settings."""
        heard: dict[str, list[Announcement]] = {line: [] for line in self._lines}
        for each in self._announcements.values():
            for line in (each.lines or self._lines) if each.active else ():
                heard.setdefault(line, []).append(each)
        return {line: tuple(found) for line, found in heard.items()}

    @cached_property
    def extensions(self) -> Mapping[str, Agent]:
        """Extension -> the first of the staff who has it."""
        having = [agent for agent in self._agents.values() if agent.extension]
        return {agent.extension: agent for agent in reversed(having)}

    @cached_property
    def with_pin(self) -> Mapping[str | None, str]:
        """A number by which somebody with a PIN may call -> the id of the first of them."""
        found: dict[str | None, str] = {}
        for agent in self._agents.values():
            user = agent.address.removeprefix("sip:").partition("@")[0]
            for own in (agent.address, agent.mobile, user, agent.extension) if agent.pin else ():
                found.setdefault(own, agent.id)
        return found

    def prepare(self) -> None:
        """Make what the next call needs, so that no caller waits for it."""
        _ = self.lines, self.own_numbers, self.registered, self.announcements
        _ = self.seats, self.hunted_alike, self.loops_of, self.extensions, self.lines_to


def _by_ending(all: Iterable[T], number_of: Callable[[T], str | None]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for each in all:
        if number := number_of(each):
            found.setdefault(ending(number), []).append(each)
    return {end: tuple(alike) for end, alike in found.items()}

"""Who is in which loop by the tables of a document, and who comes and goes by a change of roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from appliance.core.settings.membership import member_ids
from appliance.settings.tables import Path, Tables, at


@dataclass(frozen=True, slots=True)
class Moved:
    """Members of a loop who came (`joined`) or went with a role; their ids."""

    loop: Path
    joined: tuple[str, ...]
    left: tuple[str, ...]


class Membership:
    """Who is in each loop of a document, which may be unchecked; everybody is looked at once."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        people = _names(at(tables, ("agents",)))
        self._places = {id: place for place, id in enumerate(people)}
        self._roles = {id: _texts(tables, ("agents", id, "roles")) for id in people}
        self._holders: dict[str, list[str]] = {}
        for id, held in self._roles.items():
            for role in held:
                self._holders.setdefault(role, []).append(id)

    def of(self, loop: str) -> tuple[str, ...]:
        """The ids of a loop's members, as the core looks them up."""
        wanted = _texts(self._tables, ("loops", loop, "roles"))
        able = {id for role in wanted for id in self._holders.get(role, ())}
        roles = {id: self._roles[id] for id in sorted(able, key=self._places.__getitem__)}
        return member_ids(_named(self._tables, loop), wanted, roles)


def members_in(tables: Tables, loop: str) -> tuple[str, ...]:
    """The ids of one loop's members."""
    return Membership(tables).of(loop)


def moved_by_roles(old: Tables, new: Tables) -> Iterator[Moved]:
    """For each loop of both documents those who move without being named there themselves."""
    before_loops, after_loops = _names(at(old, ("loops",))), _names(at(new, ("loops",)))
    were, are = Membership(old), Membership(new)
    for loop in after_loops:
        if loop not in before_loops:
            continue
        before, after = were.of(loop), are.of(loop)
        told = {*_named(old, loop), *_named(new, loop)}
        # Dictionaries know their keys at once; a loop of everybody would be compared in a square.
        stayed = dict.fromkeys(before).keys() & dict.fromkeys(after).keys()
        joined = tuple(id for id in after if id not in stayed and id not in told)
        left = tuple(id for id in before if id not in stayed and id not in told)
        if joined or left:
            yield Moved(("loops", loop), joined, left)


def _named(tables: Tables, loop: str) -> tuple[str, ...]:
    return _texts(tables, ("loops", loop, "members"))


def _names(entries: Any) -> tuple[str, ...]:
    return tuple(entries) if isinstance(entries, Mapping) else ()


def _texts(tables: Tables, path: Path) -> tuple[str, ...]:
    found = at(tables, path)
    return tuple(map(str, found)) if isinstance(found, list | tuple) else ()

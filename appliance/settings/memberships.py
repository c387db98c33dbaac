"""Who is in which loop by the tables of a document, and who comes and goes by a change of roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from appliance.core.membership import member_ids
from appliance.settings.tables import Path, Tables, at


@dataclass(frozen=True, slots=True)
class Moved:
    """Members of a loop who came (`joined`) or went with a role; their ids."""

    loop: Path
    joined: tuple[str, ...]
    left: tuple[str, ...]


def members_in(tables: Tables, loop: str) -> tuple[str, ...]:
    """The ids of a loop's members, as the core looks them up; the document may be unchecked."""
    people = at(tables, ("agents",))
    roles = {id: _texts(tables, ("agents", id, "roles")) for id in _names(people)}
    named, wanted = _named(tables, loop), _texts(tables, ("loops", loop, "roles"))
    return member_ids(named, wanted, roles)


def moved_by_roles(old: Tables, new: Tables) -> Iterator[Moved]:
    """For each loop of both documents those who move without being named there themselves."""
    before_loops, after_loops = _names(at(old, ("loops",))), _names(at(new, ("loops",)))
    for loop in after_loops:
        if loop not in before_loops:
            continue
        before, after = members_in(old, loop), members_in(new, loop)
        told = {*_named(old, loop), *_named(new, loop)}
        joined = tuple(id for id in after if id not in before and id not in told)
        left = tuple(id for id in before if id not in after and id not in told)
        if joined or left:
            yield Moved(("loops", loop), joined, left)


def _named(tables: Tables, loop: str) -> tuple[str, ...]:
    return _texts(tables, ("loops", loop, "members"))


def _names(entries: Any) -> tuple[str, ...]:
    return tuple(entries) if isinstance(entries, Mapping) else ()


def _texts(tables: Tables, path: Path) -> tuple[str, ...]:
    found = at(tables, path)
    return tuple(map(str, found)) if isinstance(found, list | tuple) else ()

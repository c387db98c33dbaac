"""Two people have changed the settings: what both did is laid together, or the clash is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from appliance.settings.structure import SECTIONS
from appliance.settings.tables import ABSENT, Path, Tables, same, with_value

CONTAINERS = frozenset({"keys", "languages", "prompts", "texts", "weekly"})
"""Tables within an entry whose own entries stand for themselves."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that two people have changed differently; ABSENT where it was taken out."""

    path: Path
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merge:
    """What came of it: at the place of a conflict `tables` hold what was there before both."""

    tables: Tables
    conflicts: tuple[Conflict, ...] = ()

    def decided(self, mine: frozenset[Path]) -> Tables:
        """The tables with each conflict decided: for mine at these paths, else for theirs."""
        tables = self.tables
        for conflict in self.conflicts:
            chosen = conflict.mine if conflict.path in mine else conflict.theirs
            tables = with_value(tables, conflict.path, chosen)
        return tables


def merged(base: Tables, mine: Tables, theirs: Tables) -> Merge:
    """Both sets of changes since `base`; the same for either order of the two but for the names."""
    merging = _Merging()
    tables = merging.of((), base, mine, theirs)
    return Merge(tables, tuple(merging.conflicts))


@dataclass(slots=True)
class _Merging:
    conflicts: list[Conflict] = field(default_factory=list)

    def of(self, path: Path, base: Tables, mine: Tables, theirs: Tables) -> Tables:
        names = dict.fromkeys([*base, *theirs, *mine])
        sides = {
            name: self._one(
                (*path, name),
                base.get(name, ABSENT),
                mine.get(name, ABSENT),
                theirs.get(name, ABSENT),
            )
            for name in names
        }
        return {name: value for name, value in sides.items() if value is not ABSENT}

    def _one(self, path: Path, base: Any, mine: Any, theirs: Any) -> Any:
        if same(mine, theirs) or same(mine, base):
            return theirs
        if same(theirs, base):
            return mine
        if _is_container(path):
            base, mine, theirs = ({} if side is ABSENT else side for side in (base, mine, theirs))
        if all(isinstance(side, Mapping) for side in (base, mine, theirs)):
            return self.of(path, base, mine, theirs) or ABSENT
        self.conflicts.append(Conflict(path, base, mine, theirs))
        return base


def _is_container(path: Path) -> bool:
    if len(path) == 1:
        return path[0] in SECTIONS
    return len(path) == 3 and path[-1] in CONTAINERS

"""The tables of a settings document by the paths of their fields: read, set, and taken out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Final

Tables = dict[str, Any]
Path = tuple[str, ...]
"""The way to a field: ("menus", "main", "keys", "3", "loop")."""


class Absent(Enum):
    """What stands where nothing stands."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


def at(tables: Mapping[str, Any], path: Path) -> Any:
    """What stands at `path`, or ABSENT."""
    here: Any = tables
    for name in path:
        if not isinstance(here, Mapping) or name not in here:
            return ABSENT
        here = here[name]
    return here


def with_value(tables: Mapping[str, Any], path: Path, value: Any) -> Tables:
    """The tables with `value` at `path`; tables on the way are made, the old ones stay as they are.

    ABSENT takes out what stands there, and a section with its last entry.
    """
    changed = _with_value(tables, path, value)
    section = changed.get(path[0])
    if value is ABSENT and len(path) == 2 and isinstance(section, Mapping) and not section:
        del changed[path[0]]
    return changed


def without_empty_sections(tables: Mapping[str, Any]) -> Tables:
    """The tables without sections that hold nothing, which say as much as no section."""
    return {
        name: section
        for name, section in tables.items()
        if section or not isinstance(section, Mapping)
    }


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every field below `path` with its value; an empty table counts as a field."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif value is not ABSENT:
        yield path, value


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same in TOML: true is not 1, and the order of tables is free."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _with_value(tables: Mapping[str, Any], path: Path, value: Any) -> Tables:
    name, *rest = path
    changed = dict(tables)
    if rest:
        inner = tables.get(name)
        if value is ABSENT and not isinstance(inner, Mapping):
            return changed
        changed[name] = _with_value(inner if isinstance(inner, Mapping) else {}, tuple(rest), value)
    elif value is ABSENT:
        changed.pop(name, None)
    else:
        changed[name] = value
    return changed

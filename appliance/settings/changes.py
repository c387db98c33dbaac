"""What differs between two settings documents, field by field, and how it is applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from appliance.settings.tables import (
    ABSENT,
    Path,
    Tables,
    leaves,
    same,
    with_value,
    without_empty_sections,
)

SECRETS = frozenset({"password", "pin", "url", "graph_secret"})
"""Fields whose values are shown to nobody."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field or table that differs; `before` or `after` is ABSENT where it is not there."""

    path: Path
    before: Any
    after: Any

    @property
    def secret(self) -> bool:
        """Whether this is a password itself."""
        return self.path[-1] in SECRETS


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One line of the comparison that people read; passwords are masked in it."""

    path: Path
    before: str
    after: str


def changes(old: Tables, new: Tables) -> tuple[Change, ...]:
    """What makes `new` of `old`; a table that only one of them has is one change."""
    return tuple(_compared((), without_empty_sections(old), without_empty_sections(new)))


def applied(made: Iterable[Change], tables: Tables) -> Tables:
    """The tables with these changes made."""
    for change in made:
        tables = with_value(tables, change.path, change.after)
    return tables


def field_changes(made: Iterable[Change]) -> Iterator[FieldChange]:
    """Every single field that changes, also within tables that come or go."""
    for change in made:
        before, after = dict(leaves(change.before)), dict(leaves(change.after))
        for rest in dict.fromkeys([*before, *after]):
            path = (*change.path, *rest)
            old, new = before.get(rest, ABSENT), after.get(rest, ABSENT)
            yield FieldChange(path, masked(path, old), masked(path, new))


def masked(path: Path, value: Any) -> str:
    """A value as it may be shown; of a password only that there is one."""
    if value is ABSENT:
        return ""
    if path[-1] in SECRETS:
        return "•••" if value else ""
    return written(value)


def written(value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {masked((name,), inner)}" for name, inner in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(map(written, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _compared(path: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys([*old, *new]):
        here, before, after = (*path, name), old.get(name, ABSENT), new.get(name, ABSENT)
        if _written_alike(before, after):
            continue
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _compared(here, before, after)
        elif _is_section(here, before, after):
            yield from _compared(here, _table(before), _table(after))
        elif not same(before, after):
            yield Change(here, before, after)


def _written_alike(before: Any, after: Any) -> bool:
    """Whether two values are the same at first sight, without a walk through all their fields.

    Equality alone takes 1 for true, and what is written alike may be no number at all (NaN).
    """
    return bool(before == after) and repr(before) == repr(after)


def _is_section(path: Path, before: Any, after: Any) -> bool:
    """Whether a table of entries came or went as a whole: each entry is a change of its own."""
    present = before if after is ABSENT else after if before is ABSENT else None
    return len(path) == 1 and isinstance(present, Mapping) and _holds_tables(present)


def _holds_tables(table: Mapping[str, Any]) -> bool:
    return bool(table) and all(isinstance(entry, Mapping) for entry in table.values())


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}

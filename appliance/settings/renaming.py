"""Another id for an entry: everything that refers to it follows, and a comparison tells it so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from appliance.core.settings.directory import Office
from appliance.settings.shape import Kind, Setting, settings_of
from appliance.settings.structure import SECTIONS
from appliance.settings.tables import Tables, leaves

ALIKE = 0.5
"""An entry that came is one that went, renamed, if more than this share of its fields is equal."""


@dataclass(frozen=True, slots=True)
class Rename:
    """An entry of a section that goes by another id."""

    section: str
    before: str
    after: str


def renamed(tables: Tables, rename: Rename) -> Tables:
    """The tables with the entry under its new id, in its old place, and all references to it."""
    followed = {name: _followed(name, section, rename) for name, section in tables.items()}
    entries = followed.get(rename.section)
    if isinstance(entries, Mapping):
        followed[rename.section] = {
            rename.after if id == rename.before else id: entry for id, entry in entries.items()
        }
    return followed


def renames(old: Tables, new: Tables) -> tuple[Rename, ...]:
    """Which entries of `new` are those of `old` under another id."""
    return tuple(rename for section in SECTIONS for rename in _of_section(section, old, new))


def with_renames(old: Tables, new: Tables) -> Tables:
    """The old tables with the new ids, so that only what else differs is left to compare."""
    for rename in renames(old, new):
        old = renamed(old, rename)
    return old


def _followed(name: str, section: Any, rename: Rename) -> Any:
    if name == "office":
        return _in_table(section, Office, rename)
    if name not in SECTIONS or not isinstance(section, Mapping):
        return section
    return {id: _in_table(entry, SECTIONS[name], rename) for id, entry in section.items()}


def _in_table(table: Any, kind: type, rename: Rename) -> Any:
    if not isinstance(table, Mapping):
        return table
    known = {setting.name: setting for setting in settings_of(kind)}
    return {
        name: _in_field(value, known[name], rename) if name in known else value
        for name, value in table.items()
    }


def _in_field(value: Any, setting: Setting, rename: Rename) -> Any:
    if setting.section == rename.section:
        return _in_reference(value, rename)
    if setting.of is None:
        return value
    if setting.kind is Kind.TABLE:
        return _in_table(value, setting.of, rename)
    if setting.kind is Kind.KEYED and isinstance(value, Mapping):
        return {key: _in_table(inner, setting.of, rename) for key, inner in value.items()}
    if setting.kind is Kind.ROWS and isinstance(value, list | tuple):
        return [_in_table(row, setting.of, rename) for row in value]
    return value


def _in_reference(value: Any, rename: Rename) -> Any:
    if isinstance(value, list | tuple):
        return [_in_reference(one, rename) for one in value]
    return rename.after if value == rename.before else value


def _of_section(section: str, old: Tables, new: Tables) -> Iterator[Rename]:
    before, after = (_entries(tables, section) for tables in (old, new))
    came = [id for id in after if id not in before]
    for id in before:
        if id in after or not came:
            continue
        best = max(came, key=lambda other: _likeness(before[id], after[other]))
        if _likeness(before[id], after[best]) > ALIKE:
            came.remove(best)
            yield Rename(section, id, best)


def _entries(tables: Tables, section: str) -> Mapping[str, Any]:
    found = tables.get(section)
    return found if isinstance(found, Mapping) else {}


def _likeness(one: Any, other: Any) -> float:
    """The share of the fields that both have alike, from 0 to 1."""
    fields, others = dict(leaves(one)), dict(leaves(other))
    alike = sum(1 for path, value in fields.items() if others.get(path) == value)
    return alike / max(1, len(fields.keys() | others.keys()))

"""A distinctive secret in every place of the settings that says of itself that it is secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import tomli_w

from appliance.core.settings.directory import Office
from appliance.settings.document import parsed, read
from appliance.settings.shape import Kind, Setting, settings_of
from appliance.settings.structure import SECTIONS

MARK = "hemmelig7q"
"""Stands in every planted secret, and nowhere else."""
HASH = f"$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ${MARK}0123456789abcdef"
"""What a PIN is kept as."""
AS_READ: Mapping[str, str] = {
    "url": f"https://calendar.example.org/{MARK}url/basic.ics?key={MARK}key",
    "pin": HASH,
}

ID = "3f2b8c1d-0000-4000-8000-000000000001"
BESIDE: Mapping[str, str] = {"user": "10000001", "graph_tenant": ID, "graph_client": ID}
"""What a secret does not stand without."""


def planted(document: str) -> tuple[str, int]:
    """The document with every secret of every table that it has, and how many were planted.

    Tables within tables (a calendar) are made. Raises SettingsError where a secret that is new
    needs another shape than text: say so in AS_READ.
    """
    tables: dict[str, Any] = parsed(document)  # type: ignore[assignment]
    count = _plant(tables["office"], Office)
    for section, table in SECTIONS.items():
        for entry in (tables.get(section) or {}).values():
            count += _plant(entry, table)
    if "trunk" in tables:
        count += _plant(tables["trunk"], SECTIONS["trunks"])
    written = tomli_w.dumps(tables)
    read(written)
    return written, count


def secret_settings() -> set[tuple[str, str]]:
    """Table and name of every secret setting, found by what the settings say of themselves."""
    found = (pair for table in (Office, *SECTIONS.values()) for pair in _secrets_of(table))
    return set(found)


def _plant(entry: dict[str, Any], table: type) -> int:
    count = 0
    for setting in settings_of(table):
        if setting.kind is Kind.SECRET:
            entry[setting.name] = AS_READ.get(setting.name, f"{MARK}-{setting.name}")
            count += 1
        elif setting.kind is Kind.TABLE and setting.of and _holds_secret(setting):
            count += _plant(entry.setdefault(setting.name, {}), setting.of)
        elif setting.name in BESIDE:
            entry.setdefault(setting.name, BESIDE[setting.name])
    return count


def _holds_secret(setting: Setting) -> bool:
    return setting.of is not None and any(_secrets_of(setting.of))


def _secrets_of(table: type, seen: frozenset[type] = frozenset()) -> Iterator[tuple[str, str]]:
    """Those of a table and of what lies within, by `repr=False`."""
    for each in fields(table):
        if not each.repr:
            yield table.__name__, each.name
    for hint in get_type_hints(table).values():
        for inner in (hint, *get_args(hint)):
            if is_dataclass(inner) and inner not in seen and isinstance(inner, type):
                yield from _secrets_of(inner, seen | {table, inner})

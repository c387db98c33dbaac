"""Passwords within a settings document: left out of what others may read, kept where it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from appliance.settings.changes import SECRETS
from appliance.settings.document import parsed, written
from appliance.settings.tables import ABSENT, Tables, at, leaves, with_value


def without_secrets(tables: Tables) -> Tables:
    """The tables without any password."""
    for path, _ in list(leaves(tables)):
        if path[-1] in SECRETS:
            tables = with_value(tables, path, ABSENT)
    return tables


def keeping_secrets(document: str, known: Tables) -> str:
    """The document with the passwords that it does not have and that `known` has at that place.

    Raises SettingsError if it is no TOML.
    """
    tables = parsed(document)
    for path, secret in leaves(known):
        entry: Any = at(tables, path[:-1])
        if path[-1] in SECRETS and isinstance(entry, Mapping) and path[-1] not in entry:
            tables = with_value(tables, path, secret)
    return written(tables)

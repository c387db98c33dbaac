"""What is wrong with a settings document, said so that the office can put it right."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)

from appliance.core.settings.problem import Problem


class SettingsError(Exception):
    """A document that cannot take effect; `problems` holds everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        others = len(self.problems) - 1
        more = f" ({others} more)" if others else ""
        return f"{self.problems[0]}{more}"


def did_you_mean(wanted: str, known: Collection[str]) -> str:
    """The end of a sentence that suggests the nearest of the known names, or nothing."""
    near = difflib.get_close_matches(wanted, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def unknown(path: str, name: str, known: Collection[str]) -> Problem:
    """A name that is no setting at this place."""
    return Problem(joined(path, name), f"there is no such setting{did_you_mean(name, known)}")


def joined(*parts: object) -> str:
    """A path from its parts; the entries of a list count from 1."""
    return ".".join(str(part) for part in parts if part != "")


def without(tables: Mapping[str, Any], paths: Collection[str]) -> dict[str, Any]:
    """The tables without the fields at these paths, of which a list goes as a whole."""
    rest: dict[str, Any] = {}
    for name, value in tables.items():
        inner = [path.removeprefix(f"{name}.") for path in paths if path.startswith(f"{name}.")]
        if name in paths or (inner and not isinstance(value, Mapping)):
            continue
        rest[name] = without(value, inner) if inner else value
    return rest


def problems_in(error: Exception, path: str) -> Iterator[Problem]:
    """The problems that cattrs found below `path`, one for each field."""
    here = joined(path, _place(error))
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from problems_in(inner, here)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = _settings_of(error.cl)
        yield from (unknown(here, name, known) for name in sorted(error.extra_fields))
    elif isinstance(error, KeyError):
        yield Problem(here, "this setting is missing")
    else:
        yield Problem(here, str(error))


def _place(error: Exception) -> str:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return str(note.name)
        if isinstance(note, IterableValidationNote):
            return str(note.index + 1 if isinstance(note.index, int) else note.index)
    return ""


def _settings_of(cl: type) -> set[str]:
    return {field.name for field in fields(cl)} - {"id"} if is_dataclass(cl) else set()

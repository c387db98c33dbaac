"""The settings document: TOML that is validated whole, to the office's directory and back."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

from cattrs import BaseValidationError, Converter

from appliance.common.limits import TooLarge, tables_of
from appliance.common.problems import SettingsError, did_you_mean, problems_in, unknown, without
from appliance.core.settings.checks import check
from appliance.core.settings.directory import Directory, Office
from appliance.core.settings.problem import Problem
from appliance.core.settings.trunks import Trunk
from appliance.settings.holidays import public_holidays
from appliance.settings.structure import SECTIONS, converter
from appliance.settings.values import COUNTRIES, IDENTIFIER

T = TypeVar("T")

BELONGS_IN_A_TABLE = {*SECTIONS, "office", "trunk"}


def read(text: str, recordings: Collection[str] | None = None) -> Directory:
    """The directory that a document describes; numbers in E.164.

    `recordings` are the names of the uploaded ones, where a document is about to be published:
    one that names another is refused. What was published is read without, so that a recording
    that was lost since does not cost the office its settings.
    Raises SettingsError with every problem of the document, each with the path to its field.
    """
    return structured(parsed(text), recordings)


def structured(tables: Mapping[str, Any], recordings: Collection[str] | None = None) -> Directory:
    """The directory that the tables of a document describe; raises SettingsError as `read`."""
    reading = _Reading(converter(country_of(tables)))
    reading.problems += [
        unknown("", name, BELONGS_IN_A_TABLE) for name in tables.keys() - BELONGS_IN_A_TABLE
    ]
    office = reading.table(Office, "office", tables.get("office", {})) or Office(name="")
    directory = Directory(
        office=office,
        holidays=public_holidays(office.country) if "hours" in tables else {},
        trunk=reading.nameless(Trunk, "trunk", tables["trunk"]) if "trunk" in tables else None,
        **{name: reading.section(name, tables.get(name, {})) for name in SECTIONS},
    )
    problems = reading.problems + [
        problem
        for problem in check(directory, did_you_mean, reading.broken, recordings)
        if not problem.warning and not reading.spoils(problem)
    ]
    if problems:
        raise SettingsError(tuple(problems))
    return directory


def write(directory: Directory) -> str:
    """The document that describes a directory; `read` gives the same directory back."""
    return written(plain(directory))


def written(tables: Mapping[str, Any]) -> str:
    """The document with these tables."""
    import tomli_w  # only to write a document, which the switchboard never does

    return tomli_w.dumps(tables, multiline_strings=True)


def plain(directory: Directory) -> dict[str, Any]:
    """The tables of a directory: no ids inside, nothing that is not set."""
    tables: dict[str, Any] = _plain(replace(directory, holidays={}, greetings={}))
    for name in SECTIONS:
        for entry in tables.get(name, {}).values():
            entry.pop("id", None)
    tables.get("trunk", {}).pop("id", None)
    return tables


@dataclass(slots=True)
class _Reading:
    """One reading of a document: what went wrong so far, and what is written but unreadable."""

    converter: Converter
    problems: list[Problem] = field(default_factory=list)
    broken: dict[str, set[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def section(self, name: str, entries: object) -> dict[str, Any]:
        """The entries of one of the tables that are named by an id."""
        if not isinstance(entries, dict):
            self.problems.append(Problem(name, f"this must hold tables such as [{name}.one]"))
            return {}
        found = {key: self._entry(name, key, entry) for key, entry in entries.items()}
        self.broken[name] = {key for key, entry in found.items() if entry is None}
        return {key: entry for key, entry in found.items() if entry is not None}

    def table(self, cl: type[T], path: str, table: object) -> T | None:
        """One table; None where it cannot be read."""
        try:
            return self.converter.structure(table, cl)
        except (BaseValidationError, ValueError) as error:
            found = [*problems_in(error, path)]
            self.problems += found
            self.unread.update(problem.path for problem in found)
            self.broken.setdefault(path, set()).add(path)
            return self._rest(cl, path, table, found)

    def _rest(self, cl: type[T], path: str, table: object, found: list[Problem]) -> T | None:
        """What can be read of a table, so that all its mistakes are told at once."""
        fields = [problem.path.removeprefix(f"{path}.") for problem in found]
        try:
            return self.converter.structure(without(table, fields), cl)  # type: ignore[arg-type]
        except (AttributeError, BaseValidationError, ValueError):
            return None

    def nameless(self, cl: type[T], path: str, table: object) -> T | None:
        """A table whose name is its id."""
        if isinstance(table, dict) and "id" in table:
            self.problems.append(Problem(f"{path}.id", "there is no such setting"))
            return None
        return self.table(cl, path, table)

    def spoils(self, problem: Problem) -> bool:
        """True for a problem that only follows from a table or field that could not be read."""
        here = f"{problem.path}."
        if any(here.startswith(f"{p}.") or f"{p}.".startswith(here) for p in self.unread):
            return True
        unread = "trunk" in self.broken or bool(self.broken.get("trunks"))
        return problem.path.endswith(".address") and unread

    def _entry(self, name: str, key: str, entry: object) -> Any:
        path = f"{name}.{key}"
        if not IDENTIFIER.fullmatch(key):
            words = "a name in brackets has at most 40 letters a-z, digits, - or _"
            self.problems.append(Problem(path, words))
        if not isinstance(entry, dict):
            self.problems.append(Problem(path, f"this must be a table such as [{path}]"))
            return None
        if "id" in entry:
            words = f"there is no such setting; the name in [{path}] is the id"
            self.problems.append(Problem(f"{path}.id", words))
        return self.table(SECTIONS[name], path, {**entry, "id": key})


def parsed(text: str) -> dict[str, Any]:
    """The tables of a document, whatever stands in them; raises SettingsError.

    It is refused where it is no TOML, or larger than `limits` allow.
    """
    try:
        text.encode()  # a document is UTF-8 (TOML 1.0), and so are its file and its database
        tables = tables_of(text)
    except tomllib.TOMLDecodeError as error:
        what, at, where = str(error).removesuffix(")").rpartition(" (at ")
        what, where = (what, where) if at else (where, "document")
        raise SettingsError((Problem(where, f"this is not TOML: {what}"),)) from None
    except TooLarge as large:
        raise SettingsError((Problem("document", str(large)),)) from None
    except UnicodeEncodeError as error:
        what = f"character {error.start + 1} is half of a surrogate pair"
        raise SettingsError((Problem("document", f"this is not TOML: {what}"),)) from None
    except (RecursionError, ValueError) as error:
        # tomllib lets Python's own limits show: nesting, and digits of a whole number.
        raise SettingsError((Problem("document", f"this is too large to read: {error}"),)) from None
    return tables


def country_of(tables: Mapping[str, Any]) -> str | None:
    """The country in which the numbers of a document are read; None where it is no country."""
    office = tables.get("office")
    default = Office(name="").country
    country = office.get("country", default) if isinstance(office, dict) else default
    return country if isinstance(country, str) and country in COUNTRIES else None


def _plain(value: Any) -> Any:
    """A dataclass as a table, without what is empty because nobody has said anything."""
    if is_dataclass(value):
        said = {setting: getattr(value, setting.name) for setting in fields(value)}
        return {
            setting.name: _plain(inner)
            for setting, inner in said.items()
            if inner or inner != _default(setting)
        }
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return list(map(_plain, value)) if isinstance(value, tuple) else value


def _default(setting: Field[Any]) -> Any:
    return {} if setting.default_factory is not MISSING else setting.default

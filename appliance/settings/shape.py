"""What kind of thing each setting is, for forms and for telling of changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from appliance.core.model.ids import Strategy
from appliance.core.settings.directory import Office
from appliance.core.settings.lines import DIGITS, LineKind
from appliance.core.settings.screening import Rule
from appliance.core.settings.trunks import SRTP, TRANSPORTS, Trunk
from appliance.core.words.spoken import LANGUAGES
from appliance.settings.changes import SECRETS
from appliance.settings.structure import SECTIONS
from appliance.settings.tables import Path


class Kind(StrEnum):
    """How a setting is written down, and so how people edit it."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    NUMBER = "number"
    """A telephone number."""
    SECONDS = "seconds"
    COUNT = "count"
    YES_NO = "yes_no"
    CHOICE = "choice"
    """One of a few fixed words."""
    ENTRY = "entry"
    """The id of an entry of another table."""
    ENTRIES = "entries"
    """Several of them, in an order."""
    LINES = "lines"
    LANGUAGES = "languages"
    BY_LANGUAGE = "by_language"
    WEEKLY = "weekly"
    KEY = "key"
    """One of the keys of the same menu."""
    SECRET = "secret"
    TABLE = "table"
    """A table of its own with the fields of `of`."""
    ROWS = "rows"
    """A list of such tables."""
    KEYED = "keyed"
    """Tables of their own by the key of a telephone."""
    OTHER = "other"
    """Something that only the document can say."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A field of a table. `choice` names the fixed words, `section` what an entry is of."""

    table: str
    name: str
    kind: Kind
    required: bool
    default: Any = None
    choice: str = ""
    section: str = ""
    of: type | None = None


REFERENCES: Mapping[tuple[str, str], str] = {
    ("Office", "unknown_loop"): "loops",
    ("Office", "operator_loop"): "loops",
    ("Line", "client"): "clients",
    ("Line", "menu"): "menus",
    ("Line", "hours"): "hours",
    ("Choice", "loop"): "loops",
    ("Choice", "menu"): "menus",
    ("Choice", "agent"): "agents",
    ("Overflow", "outside"): "hours",
    ("Overflow", "loop"): "loops",
    ("Overflow", "partner"): "partners",
    ("Agent", "superior"): "agents",
    ("Agent", "hours"): "hours",
    ("Screening", "hours"): "hours",
    ("Loop", "members"): "agents",
    ("Announcement", "lines"): "lines",
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "strategy": tuple(Strategy),
    "transport": TRANSPORTS,
    "srtp": SRTP,
    "rule": tuple(Rule),
    "digits": DIGITS,
    "kind": tuple(LineKind),
}
"""Settings that are one of a few fixed words, whatever table they stand in, and these words."""
NUMBERS = ("sms_to", "number", "mobile", "identity")
PARAGRAPHS = (
    *("phrase", "say", "prompt", "language_prompt", "closed_prompt", "holiday_prompt"),
    *("on_duty", "answer", "note"),
)


@cache
def settings_of(table: type) -> tuple[Setting, ...]:
    """The fields of a table in their order, without the id, which is the table's name."""
    hints = get_type_hints(table)
    return tuple(
        _setting(table, field.name, hints[field.name], _default(field))
        for field in fields(table)
        if field.name != "id"
    )


def table_at(path: Path) -> type | None:
    """The class of the table at `path`; None where no table can be."""
    match path:
        case ("office",):
            return Office
        case ("trunk",):
            return Trunk
        case (section, _) if section in SECTIONS:
            return SECTIONS[section]
    above = setting_at(path) or (setting_at(path[:-1]) if len(path) > 1 else None)
    if above and above.kind is (Kind.TABLE if above.name == path[-1] else Kind.KEYED):
        return above.of
    return None


def setting_at(path: Path) -> Setting | None:
    """The field at exactly this path."""
    table = table_at(path[:-1]) if len(path) > 1 else None
    found = settings_of(table) if table else ()
    return next((setting for setting in found if setting.name == path[-1]), None)


def nearest(path: Path) -> tuple[Path, Setting | None, Path]:
    """The innermost table on the way, its field, and what of the path is left within the field."""
    for length in range(len(path), 0, -1):
        table = table_at(path[:length])
        if table is not None:
            setting = setting_at(path[: length + 1]) if len(path) > length else None
            return path[:length], setting, path[length + 1 :]
    return path[:1], None, path[1:]


def _setting(table: type, name: str, hint: Any, default: Any) -> Setting:
    required = default is MISSING
    known = Setting(table.__name__, name, Kind.TEXT, required, None if required else default)
    return _of(known, _without_none(hint))


def _of(setting: Setting, hint: Any) -> Setting:
    made = _by_name(setting, hint) or _by_type(hint)
    kind, more = made
    return Setting(
        setting.table, setting.name, kind, setting.required, setting.default, **(more or {})
    )


Made = tuple[Kind, Mapping[str, Any] | None]


def _by_name(setting: Setting, hint: Any) -> Made | None:
    """Kinds that the type alone does not tell."""
    name = setting.name
    if section := REFERENCES.get((setting.table, name)):
        many = get_origin(hint) is tuple
        return (Kind.ENTRIES if many else Kind.ENTRY), {"section": section}
    if name in CHOICES:
        return Kind.CHOICE, {"choice": name}
    if hint is not str:
        return (Kind.LANGUAGES, None) if setting.table == "Agent" and name == "languages" else None
    if name == "default":
        return Kind.KEY, None
    if name in SECRETS:
        return Kind.SECRET, None
    if name in NUMBERS:
        return Kind.NUMBER, None
    visited = (setting.table, name) == ("Client", "address")
    return (Kind.PARAGRAPH, None) if name in PARAGRAPHS or visited else None


def _by_type(hint: Any) -> Made:
    simple = {bool: Kind.YES_NO, float: Kind.SECONDS, int: Kind.COUNT, str: Kind.TEXT}
    if hint in simple:
        return simple[hint], None
    if is_dataclass(hint):
        return Kind.TABLE, {"of": hint}
    if get_args(hint) == (str, ...):
        return Kind.LINES, None
    if get_origin(hint) is tuple and is_dataclass(get_args(hint)[0]):
        return Kind.ROWS, {"of": get_args(hint)[0]}
    if get_origin(hint) and issubclass(get_origin(hint), Mapping):
        return _of_mapping(get_args(hint)[1])
    return Kind.OTHER, None


def _of_mapping(inner: Any) -> Made:
    if is_dataclass(inner):
        return Kind.KEYED, {"of": inner}
    if inner is str:
        return Kind.BY_LANGUAGE, None
    return (Kind.WEEKLY, None) if get_args(inner) == (str, ...) else (Kind.OTHER, None)


def _without_none(hint: Any) -> Any:
    """The type of what is there, if it may be missing."""
    if get_origin(hint) in (Union, UnionType):
        inner = [one for one in get_args(hint) if one is not type(None)]
        return inner[0] if len(inner) == 1 else hint
    return hint


def _default(field: Any) -> Any:
    if field.default is not MISSING:
        return field.default
    return MISSING if field.default_factory is MISSING else None

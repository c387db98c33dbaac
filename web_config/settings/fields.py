"""Fields of the settings as a page shows them: label, help, example, value, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from appliance.core.settings.hours import WEEKDAYS
from appliance.core.settings.lines import NEEDED, Line, LineKind
from appliance.core.words.spoken import LANGUAGES
from appliance.settings.changes import written
from appliance.settings.differences import entry_name
from appliance.settings.shape import CHOICES, Kind, Setting, settings_of
from appliance.settings.tables import ABSENT, Path, Tables, at
from appliance.settings.words import field_words, value_words

EXAMPLES: Mapping[str, str] = {
    "country": "NO",
    "time_zone": "Europe/Oslo",
    "mark": "111",
    "sms_to": "+47 100 00 101",
    "mobile": "+47 100 00 102",
    "number": "+47 100 00 001",
    "identity": "+47 100 00 001",
    "sms_quiet": "22:00-07:00",
    "Agent.address": "sip:kari@192.168.1.21:5060",
    "extension": "21",
    "host": "sip.example.net",
    "registrar": "sip.example.net",
    "proxy": "sip.example.net:5060",
    "user": "10000001",
    "CalendarAccess.user": "kari",
    "mailbox": "kari@example.com",
    "graph_tenant": "example.onmicrosoft.com",
    "graph_client": "00000000-0000-0000-0000-000000000000",
    "graph_secret_until": "2027-05-18",
    "closed_days": "2027-05-18",
    "outgoing": "2",
    "weekly": "08:00-12:00, 13:00-16:00",
}
"""What people may write, for numbers and the like that need no language."""
NEVER_ITSELF = (("Overflow", "loop"), ("Agent", "superior"))
"""Fields that name another entry of the table in which they stand."""
BLANK_ROWS = 2
"""So many empty rows stand below the rows of a list."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of several: its value, its words, and whether (or at which place) it is chosen."""

    value: str
    words: str
    chosen: Any = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A field in a form; `options` for choices, `inner` for the fields of its rows."""

    name: str
    kind: str
    label: str
    help: str
    value: Any = ""
    error: str = ""
    example: str = ""
    options: tuple[Option, ...] = ()
    inner: tuple[tuple[Shown, ...], ...] = ()
    required: bool = False
    may_be_empty: bool = False
    """Whether one may choose none of the options."""


def fields_at(
    tables: Tables,
    entry: Path,
    table: type,
    errors: Mapping[str, str],
    language: str,
    only: Iterable[str] | None = None,
) -> list[Shown]:
    """Return the fields of the entry of class `table` at `path`, `only` some of them if named."""
    names = None if only is None else list(only)
    settings = [s for s in settings_of(table) if names is None or s.name in names]
    if names is not None:
        settings.sort(key=lambda setting: names.index(setting.name))
    return [_shown(tables, entry, s, errors, language) for s in settings]


def _shown(
    tables: Tables, entry: Path, setting: Setting, errors: Mapping[str, str], language: str
) -> Shown:
    value = at(tables, (*entry, setting.name))
    words = field_words(setting.table, setting.name, language)
    options = _options(tables, entry, setting, value, language)
    needed = setting.required or _needed_by_kind(tables, entry, setting)
    rows = setting.kind is Kind.ROWS
    inner = _rows(tables, setting, value, language) if rows else ()
    return Shown(
        name=setting.name,
        kind=setting.kind.value,
        label=words.label,
        help=words.help,
        value=_text(setting, value),
        error=errors.get(setting.name, ""),
        example=EXAMPLES.get(f"{setting.table}.{setting.name}", EXAMPLES.get(setting.name, "")),
        options=options,
        inner=inner,
        required=needed,
        may_be_empty=setting.kind is not Kind.CHOICE or setting.required or not setting.default,
    )


def _needed_by_kind(tables: Tables, entry: Path, setting: Setting) -> bool:
    """Whether a line needs this because of who calls it."""
    if setting.table != Line.__name__ or setting.name not in NEEDED:
        return False
    return at(tables, (*entry, "kind")) in (ABSENT, LineKind.CLIENT)


def _text(setting: Setting, value: Any) -> Any:
    """The value as an input holds it; a password never leaves the box, only that there is one."""
    if setting.kind is Kind.SECRET:
        return bool(value) and value is not ABSENT
    if setting.kind is Kind.YES_NO:
        return bool(setting.default) if value is ABSENT else value is True
    if value is ABSENT:
        value = setting.default
    if setting.kind is Kind.LINES:
        return (
            "\n".join(map(str, value)) if isinstance(value, list | tuple) else written(value or "")
        )
    if value is None or setting.kind in (Kind.TABLE, Kind.KEYED, Kind.ROWS):
        return ""
    return written(value) if not isinstance(value, str) else str(value)


def _options(
    tables: Tables, entry: Path, setting: Setting, value: Any, language: str
) -> tuple[Option, ...]:
    match setting.kind:
        case Kind.CHOICE:
            return tuple(
                Option(str(one), value_words(setting.choice, str(one), language))
                for one in CHOICES[setting.choice]
            )
        case Kind.ENTRY:
            return _with_unknown(_others(tables, entry, setting, value), value)
        case Kind.ENTRIES:
            return _places(tables, setting.section, value)
        case Kind.KEY:
            keys = at(tables, (*entry, "keys"))
            names = list(keys) if isinstance(keys, Mapping) else []
            return _with_unknown(tuple(Option(key, key) for key in names), value)
        case Kind.LANGUAGES | Kind.BY_LANGUAGE | Kind.WEEKLY:
            return _inside(setting, value, language)
    return ()


def _entries(tables: Tables, section: str) -> tuple[Option, ...]:
    entries = tables.get(section)
    if not isinstance(entries, Mapping):
        return ()
    return tuple(Option(id, entry_name(tables, (section, id))) for id in entries)


def _others(tables: Tables, entry: Path, setting: Setting, value: Any) -> tuple[Option, ...]:
    """The entries that may be chosen; one that stands there already is never hidden."""
    entries = _entries(tables, setting.section)
    if (setting.table, setting.name) not in NEVER_ITSELF:
        return entries
    return tuple(one for one in entries if one.value == value or one.value not in entry[1:2])


def _with_unknown(options: tuple[Option, ...], value: Any) -> tuple[Option, ...]:
    """The options, and what is chosen although it does not exist, so that it is not lost unseen."""
    if not isinstance(value, str) or value in {option.value for option in options}:
        return options
    return (*options, Option(value, _("%(name)s (does not exist)", name=value)))


def _places(tables: Tables, section: str, value: Any) -> tuple[Option, ...]:
    ids = [str(one) for one in value] if isinstance(value, list | tuple) else []
    known = {option.value: option.words for option in _entries(tables, section)}
    lost = {one: _("%(name)s (does not exist)", name=one) for one in ids if one not in known}
    return tuple(
        Option(id, words, ids.index(id) + 1 if id in ids else "")
        for id, words in {**known, **lost}.items()
    )


def _inside(setting: Setting, value: Any, language: str) -> tuple[Option, ...]:
    """What stands for each language or weekday."""
    if setting.kind is Kind.LANGUAGES:
        known = value if isinstance(value, list | tuple) else ()
        return tuple(
            Option(one, value_words("language", one, language), one in known) for one in LANGUAGES
        )
    inside = value if isinstance(value, Mapping) else {}
    kind, names = ("weekday", WEEKDAYS) if setting.kind is Kind.WEEKLY else ("language", LANGUAGES)
    return tuple(
        Option(one, value_words(kind, one, language), written(inside.get(one, ""))) for one in names
    )


def _rows(
    tables: Tables, setting: Setting, value: Any, language: str
) -> tuple[tuple[Shown, ...], ...]:
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    assert setting.of
    made = []
    for number, row in enumerate([*rows, *[{}] * BLANK_ROWS], 1):
        # Rows are shown by the same rules as entries: each stands for itself for a moment.
        alone = {**tables, "row": {"row": dict(row)}}
        fields = fields_at(alone, ("row", "row"), setting.of, {}, language)
        made.append(tuple(_renamed(field, f"{setting.name}.{number}") for field in fields))
    return tuple(made)


def _renamed(field: Shown, prefix: str) -> Shown:
    return replace(field, name=f"{prefix}.{field.name}")

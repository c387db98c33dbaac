"""Tables inside an entry, as its page leads to them: the keys of a menu, the overflow of a loop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from appliance.settings.shape import Kind, Setting
from appliance.settings.tables import ABSENT, Path, at
from appliance.settings.words import field_words, section_words, value_words
from web_config.settings import draft as desk

KEYS = "1234567890*#"


@dataclass(frozen=True, slots=True)
class Group:
    """Tables inside an entry: the keys of a menu, or the one table of its kind."""

    name: str
    label: str
    help: str
    keyed: bool
    links: tuple[tuple[str, str], ...]
    """What leads inside, and its words."""
    free: tuple[str, ...] = ()
    """Keys that are not taken yet."""


def group_of(path: Path, setting: Setting) -> Group | None:
    """Return what lies inside the entry at `path` under this field."""
    if setting.kind not in (Kind.TABLE, Kind.KEYED):
        return None
    tables, language = desk.work().tables, desk.language()
    words = field_words(setting.table, setting.name, language)
    value = at(tables, (*path, setting.name))
    keyed = setting.kind is Kind.KEYED
    inside = value if isinstance(value, Mapping) else {}
    if keyed:
        links = tuple((f"{setting.name}/{key}", inner_words(path, setting, key)) for key in inside)
    else:
        links = ((setting.name, words.label),) if value is not ABSENT else ()
    free = tuple(key for key in KEYS if key not in inside) if keyed else ()
    return Group(setting.name, words.label, words.help, keyed, links, free)


def inner_words(path: Path, setting: Setting, key: str) -> str:
    """Return what a key is about."""
    tables, language = desk.work().tables, desk.language()
    name = f"{section_words('keys', language)[0]} {key}"
    entry = at(tables, (*path, setting.name, key))
    if not isinstance(entry, Mapping):
        return name
    about = entry.get("label") or value_words("language", str(entry.get("language", "")), language)
    return f"{name}: {about}" if about else name

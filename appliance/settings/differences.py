"""What a new revision of the settings changes, in plain sentences of the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from appliance.core.model.ids import Language
from appliance.core.settings.directory import Directory
from appliance.settings.changes import Change, FieldChange, changes, field_changes, written
from appliance.settings.document import plain
from appliance.settings.memberships import moved_by_roles
from appliance.settings.renaming import Rename, renames, with_renames
from appliance.settings.shape import Kind, Setting, nearest, setting_at, table_at
from appliance.settings.tables import ABSENT, Path, Tables, at
from appliance.settings.words import field_words, section_words, sentence, value_words

INSIDE: Mapping[Kind, str] = {Kind.BY_LANGUAGE: "language", Kind.WEEKLY: "weekday"}
"""What the names within such a field are."""


def differences(old: Directory, new: Directory, language: Language = "en") -> list[str]:
    """One sentence for each field or entry that differs, in the order of the document."""
    return sentences(plain(old), plain(new), language)


def sentences(old: Tables, new: Tables, language: Language) -> list[str]:
    """The same of two documents that nobody may have checked yet."""
    moved = renames(old, new)
    said = [_renamed(rename, new, language) for rename in moved]
    old = with_renames(old, new)
    said += [told(change, old, new, language) for change in changes(old, new)]
    return said + list(_moved(old, new, language))


def comparison(old: Tables, new: Tables) -> list[FieldChange]:
    """Every field that differs; an entry under another id is one line, its old id and its new."""
    moved = [
        FieldChange((each.section, each.before), each.before, each.after)
        for each in renames(old, new)
    ]
    return [*moved, *field_changes(changes(with_renames(old, new), new))]


def told(change: Change, old: Tables, new: Tables, language: Language) -> str:
    """The sentence for one change; a password is never in it."""
    if table_at(change.path) is not None and ABSENT in (change.before, change.after):
        gone = change.after is ABSENT
        place = place_name(old if gone else new, change.path, language)
        return sentence("removed" if gone else "added", language, place=place)
    entry, setting, rest = nearest(change.path)
    names = {
        "place": place_name(new, entry, language),
        "field": _field_name(change.path, setting, rest, language),
    }
    if change.secret:
        return sentence(f"secret_{_how(change)}", language, **names)
    values = {
        "before": shown(change.before, setting, old, language),
        "after": shown(change.after, setting, new, language),
    }
    return sentence(_how(change), language, **names, **values)


def place_name(tables: Tables, path: Path, language: Language) -> str:
    """What people call an entry: "Menu main, Key 3 (wages)"."""
    if len(path) == 1:
        return section_words(path[0], language)[0]
    name = f"{section_words(path[0], language)[0]} {entry_name(tables, path[:2])}"
    for length in range(3, len(path) + 1):
        if table_at(path[:length]) is not None:
            name += f", {_inner_name(tables, path[:length], language)}"
    return name


def entry_name(tables: Tables, path: Path) -> str:
    """The name of an entry, else what it is about, else its id; of a line its number and firm."""
    entry = at(tables, path)
    if path[0] == "lines" and isinstance(entry, Mapping) and entry.get("number"):
        firm = at(tables, ("clients", str(entry.get("client", "")), "name"))
        return f"{entry['number']} ({firm})" if isinstance(firm, str) else str(entry["number"])
    named = entry.get("name") or entry.get("label") if isinstance(entry, Mapping) else None
    return str(named or path[-1])


def shown(value: Any, setting: Setting | None, tables: Tables, language: Language) -> str:
    """A value as people read it: names for ids, words for true and false."""
    if value is ABSENT or value in ("", [], ()):
        return sentence("nothing", language)
    if isinstance(value, bool):
        return value_words("yes_no", "yes" if value else "no", language)
    if setting and setting.kind is Kind.CHOICE:
        return value_words(setting.choice, str(value), language)
    if setting and setting.section:
        ids = value if isinstance(value, list | tuple) else [value]
        return ", ".join(entry_name(tables, (setting.section, str(one))) for one in ids)
    if setting and setting.kind in INSIDE and isinstance(value, Mapping):
        kind = INSIDE[setting.kind]
        parts = (f"{value_words(kind, k, language)} {written(v)}" for k, v in value.items())
        return "; ".join(parts)
    if setting and setting.kind is Kind.ROWS and isinstance(value, list | tuple):
        return "; ".join(written(list(row.values())) for row in value if isinstance(row, Mapping))
    return f"“{value}”" if isinstance(value, str) else written(value)


def _renamed(rename: Rename, tables: Tables, language: Language) -> str:
    place = place_name(tables, (rename.section, rename.after), language)
    ids = {"before": rename.before, "after": rename.after}
    return sentence("renamed", language, place=place, **ids)


def _moved(old: Tables, new: Tables, language: Language) -> Iterator[str]:
    """Who joins and leaves a loop by a role, which no field of the loop tells."""
    for moved in moved_by_roles(old, new):
        place = place_name(new, moved.loop, language)
        for key, ids, tables in (("joined", moved.joined, new), ("left", moved.left, old)):
            if ids:
                names = ", ".join(entry_name(tables, ("agents", id)) for id in ids)
                yield sentence(key, language, place=place, names=names)


def _inner_name(tables: Tables, path: Path, language: Language) -> str:
    setting = setting_at(path)
    if setting:
        return field_words(setting.table, setting.name, language).label
    label = entry_name(tables, path)
    name = f"{section_words('keys', language)[0]} {path[-1]}"
    return name if label == path[-1] else f"{name} ({label})"


def _field_name(path: Path, setting: Setting | None, rest: Path, language: Language) -> str:
    if setting is None:
        return ".".join(path)
    label = field_words(setting.table, setting.name, language).label
    kind = INSIDE.get(setting.kind, "")
    inside = ", ".join(value_words(kind, name, language) for name in rest)
    return f"{label} ({inside})" if inside else label


def _how(change: Change) -> str:
    if change.before is ABSENT or (change.secret and not change.before):
        return "set"
    return (
        "cleared" if change.after is ABSENT or (change.secret and not change.after) else "changed"
    )

"""What a person has written into a form, as values of the settings document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from appliance.core.settings.hours import WEEKDAYS
from appliance.core.words.spoken import LANGUAGES
from appliance.settings.shape import Kind, Setting, settings_of
from appliance.settings.tables import ABSENT

Form = MultiDict[str, str]
MOST_ROWS = 100
UNTOUCHED = (Kind.TABLE, Kind.KEYED, Kind.OTHER)
"""These have pages of their own."""


def read_form(form: Form, table: type, only: Iterable[str] | None = None) -> dict[str, Any]:
    """Return field -> value for the fields of a form; ABSENT for what is empty.

    A value that is no number although it should be is returned as it was written: the check of
    the draft names it. A password that nobody typed is not in the result.
    """
    names = None if only is None else set(only)
    found = {}
    for setting in settings_of(table):
        if setting.kind in UNTOUCHED or (names is not None and setting.name not in names):
            continue
        if setting.kind is not Kind.SECRET or _wants_change(form, setting.name):
            found[setting.name] = _value(form, setting, setting.name)
    return found


def _wants_change(form: Form, name: str) -> bool:
    return bool(form.get(name)) or f"{name}.clear" in form


def _value(form: Form, setting: Setting, name: str) -> Any:
    match setting.kind:
        case Kind.YES_NO:
            return _yes_no(name in form, setting.default)
        case Kind.SECONDS | Kind.COUNT:
            return _number(_line(form, name), whole=setting.kind is Kind.COUNT)
        case Kind.PARAGRAPH:
            return _paragraph(form.get(name, "")) or ABSENT
        case Kind.SECRET:
            return form.get(name) or ABSENT
        case Kind.LINES:
            return [
                line.strip() for line in form.get(name, "").splitlines() if line.strip()
            ] or ABSENT
        case Kind.LANGUAGES:
            return [one for one in LANGUAGES if one in form.getlist(name)] or ABSENT
        case Kind.ENTRIES:
            return _places(form, name) or ABSENT
        case Kind.BY_LANGUAGE:
            texts = {one: _paragraph(form.get(f"{name}.{one}", "")) for one in LANGUAGES}
            return {one: text for one, text in texts.items() if text} or ABSENT
        case Kind.WEEKLY:
            return _weekly(form, name) or ABSENT
        case Kind.ROWS:
            return _rows(form, setting) or ABSENT
    return _line(form, name) or ABSENT


def _line(form: Form, name: str) -> str:
    return form.get(name, "").strip()


def _paragraph(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _yes_no(ticked: bool, default: Any) -> Any:
    """What is as it is by itself need not be written down."""
    return ticked if ticked or default else ABSENT


def _number(text: str, *, whole: bool) -> Any:
    if not text:
        return ABSENT
    try:
        return int(text) if whole else float(text.replace(",", "."))
    except ValueError:
        return text


def _places(form: Form, name: str) -> list[str]:
    """The ids that have a place, in the order of their places; a word that is no number is last."""
    prefix = f"{name}."
    places = []
    for at, (key, place) in enumerate(form.items(multi=True)):
        if key.startswith(prefix) and place.strip():
            number = float(place) if re.fullmatch(r"\d{1,6}", place.strip()) else float("inf")
            places.append((number, at, key.removeprefix(prefix)))
    return [id for _, _, id in sorted(places)]


def _weekly(form: Form, name: str) -> dict[str, list[str]]:
    week = {}
    for day in WEEKDAYS:
        parts = re.split("[-–]", form.get(f"{name}.{day}", ""))
        text = "-".join(part.strip() for part in parts)
        if spans := [span for span in re.split(r"[,;\s]+", text) if span]:
            week[day] = spans
    return week


def _rows(form: Form, setting: Setting) -> list[dict[str, Any]]:
    assert setting.of
    rows = []
    for number in range(1, MOST_ROWS + 1):
        prefix = f"{setting.name}.{number}."
        if not any(key.startswith(prefix) for key in form):
            break
        values = {s.name: _value(form, s, prefix + s.name) for s in settings_of(setting.of)}
        row = {name: value for name, value in values.items() if value is not ABSENT}
        if row and _says_something(row, setting.of):
            rows.append(row)
    return rows


def _says_something(row: Mapping[str, Any], table: type) -> bool:
    """Whether a row holds more than a choice that a list box makes by itself."""
    chosen = {s.name for s in settings_of(table) if s.kind is Kind.CHOICE and not s.required}
    return bool(set(row) - chosen)

"""Where a key leads, as a form: to exactly one of a loop, a menu, a message, an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from appliance.core.settings.lines import Choice
from appliance.settings.tables import ABSENT, Path, Tables, at
from web_config.settings.fields import Shown, fields_at

WAYS = ("loop", "menu", "message", "say", "repeat")


@dataclass(frozen=True, slots=True)
class ChoiceForm:
    """The label, the ways that there are, and which one is chosen."""

    label: Shown
    ways: tuple[Shown, ...]
    chosen: str
    first: Shown
    """Who is rung before the members of the loop."""


def choice_form(tables: Tables, path: Path, language: str) -> ChoiceForm:
    """Return the form for the key at `path`."""
    fields = {field.name: field for field in fields_at(tables, path, Choice, {}, language)}
    entry = at(tables, path)
    said = entry if isinstance(entry, Mapping) else {}
    chosen = next((way for way in WAYS if said.get(way)), "loop")
    return ChoiceForm(fields["label"], tuple(fields[way] for way in WAYS), chosen, fields["agent"])


def read_choice(form: MultiDict[str, str]) -> dict[str, Any]:
    """Return the fields of a key: of the ways, only the one that was chosen."""
    way = form.get("way", "")
    values: dict[str, Any] = dict.fromkeys(WAYS, ABSENT)
    values["label"] = form.get("label", "").strip() or ABSENT
    if way in ("message", "repeat"):
        values[way] = True
    elif way in WAYS:
        values[way] = form.get(way, "").replace("\r\n", "\n").strip() or ABSENT
    values["agent"] = (form.get("agent") if way == "loop" else "") or ABSENT
    return values

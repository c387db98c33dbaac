"""A new entry of a table: an empty form, and the id that follows from its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from appliance.settings.shape import Kind, settings_of
from appliance.settings.tables import ABSENT, at
from appliance.settings.values import IDENTIFIER
from web_config.settings import draft as desk
from web_config.settings.fields import Shown, fields_at
from web_config.settings.new_client import line_values, number_problem, office_language
from web_config.settings.noun import Noun
from web_config.settings.pins import sealed
from web_config.settings.reading import read_form

Answer = str | Response | tuple[str, int]
NUMBER = "line_number"
"""The field of a new client's form in which the number of its line stands."""
LATER = (Kind.TABLE, Kind.KEYED, Kind.KEY)
"""What is set up on pages of its own, once the entry is there."""
NAMELESS = "x"
"""The id of an entry without a name, while it is looked at what else is wrong with it."""


def new_page(noun: Noun) -> str:
    """Show an empty form."""
    return render_new(noun, {}, "")


def render_new(noun: Noun, errors: Mapping[str, Any], id: str) -> str:
    """Return the page of an entry that is not there yet, with what was written into it."""
    values = read_form(request.form, noun.table) if request.form else beginning(noun)
    draft = {name: value for name, value in values.items() if value is not ABSENT}
    tables = {**desk.work().tables, "new": {"new": draft}}
    fields: list[Shown] = fields_at(tables, ("new", "new"), noun.table, errors, desk.language())
    return render_template(
        "settings/new.html",
        noun=noun,
        fields=[field for field in fields if field.kind not in LATER],
        errors=errors,
        id=id,
        number=request.form.get(NUMBER, ""),
    )


def beginning(noun: Noun) -> dict[str, Any]:
    """Return what stands in an empty form: whoever speaks, speaks the language of the office."""
    speaks = any(setting.name == "language" for setting in settings_of(noun.table))
    return {"language": office_language(desk.work().tables)} if speaks else {}


def add(noun: Noun) -> Answer:
    """Keep a new entry under an id that follows from its name, or that was written."""
    values = sealed(read_form(request.form, noun.table))
    entry = {field: value for field, value in values.items() if value is not ABSENT}
    if "keys" in {s.name for s in settings_of(noun.table)}:
        entry |= {"keys": {}}
    id, errors = id_of(noun, str(entry.get("name", "")))
    number = request.form.get(NUMBER, "").strip() if noun.section == "clients" else ""
    if errors := entry_errors(noun, id, entry) | number_errors(number) | errors:
        return render_new(noun, errors, request.form.get("id", "").strip()), 422
    lines = desk.work().tables.get("lines", {})
    line = line_values(desk.work().tables, id, unused(id, lines), number) if number else {}
    desk.save({(noun.section, id): entry, **line})
    return redirect(url_for(f"{noun.section}.entry", id=id), 303)


def id_of(noun: Noun, name: str) -> tuple[str, dict[str, Any]]:
    """Return the id of a new entry, and what is wrong with its name, or with the id written."""
    section = at(desk.work().tables, (noun.section,))
    taken = section if isinstance(section, Mapping) else {}
    written = request.form.get("id", "").strip()
    id = slug(name) if noun.named and name else written
    if noun.named and not id:
        return NAMELESS, {"name": _("This needs a name.")}
    if not IDENTIFIER.fullmatch(id):
        return id, {"id": _("Write a short name: at most 40 letters a-z, digits, - or _.")}
    if noun.named:
        return unused(id, taken), {}
    return id, {"id": _("There is one of this name already.")} if id in taken else {}


def entry_errors(noun: Noun, id: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return all that is wrong with a new entry, by field, as far as its form can put it right."""
    later = {setting.name for setting in settings_of(noun.table) if setting.kind in LATER}
    found = desk.errors_with((noun.section, id), entry)
    return {name: words for name, words in found.items() if name.partition(".")[0] not in later}


def number_errors(number: str) -> dict[str, Any]:
    """Return what is wrong with the number of a new client."""
    problem = number_problem(desk.work().tables, number) if number else ""
    return {NUMBER: problem} if problem else {}


def slug(name: str) -> str:
    """Return an id for a name: letters a-z and digits, with dashes between."""
    spelt = name.lower()
    for letter, plain in (("æ", "ae"), ("ø", "o"), ("å", "a"), ("ĳ", "ij")):
        spelt = spelt.replace(letter, plain)
    letters = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:36].strip("-") or "x"


def unused(id: str, taken: Mapping[str, Any]) -> str:
    """Return the id, with a number behind it if somebody has it already."""
    at_last = id
    number = 2
    while at_last in taken:
        at_last, number = f"{id}-{number}", number + 1
    return at_last

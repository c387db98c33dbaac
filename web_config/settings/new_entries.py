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
from web_config.settings.new_client import line_values, number_problem
from web_config.settings.noun import Noun
from web_config.settings.pins import sealed
from web_config.settings.reading import read_form

Answer = str | Response | tuple[str, int]
NUMBER = "line_number"
"""The field of a new client's form in which the number of its line stands."""


def new_page(noun: Noun) -> str:
    """Show an empty form."""
    return render_new(noun, {}, "")


def render_new(noun: Noun, errors: Mapping[str, str], id: str) -> str:
    """Return the page of an entry that is not there yet, with what was written into it."""
    values = read_form(request.form, noun.table) if request.form else {}
    draft = {name: value for name, value in values.items() if value is not ABSENT}
    tables = {**desk.work().tables, "new": {"new": draft}}
    fields: list[Shown] = fields_at(tables, ("new", "new"), noun.table, errors, desk.language())
    return render_template(
        "settings/new.html",
        noun=noun,
        fields=[f for f in fields if f.kind not in (Kind.TABLE, Kind.KEYED, Kind.KEY)],
        errors=errors,
        id=id,
        number=request.form.get(NUMBER, ""),
    )


def add(noun: Noun) -> Answer:
    """Keep a new entry under an id that follows from its name, or that was written."""
    values = sealed(read_form(request.form, noun.table))
    written = request.form.get("id", "").strip()
    name = values.get("name", ABSENT) if noun.named else written
    id = slug(str(name)) if noun.named and name is not ABSENT else written
    if noun.named and not id:
        return render_new(noun, {"name": _("This needs a name.")}, ""), 422
    if not IDENTIFIER.fullmatch(id):
        words = _("Write a short name: at most 40 letters a-z, digits, - or _.")
        return render_new(noun, {"id": words}, written), 422
    taken = at(desk.work().tables, (noun.section,))
    if noun.named:
        id = unused(id, taken if isinstance(taken, Mapping) else {})
    elif isinstance(taken, Mapping) and id in taken:
        return render_new(noun, {"id": _("There is one of this name already.")}, written), 422
    number = request.form.get(NUMBER, "").strip() if noun.section == "clients" else ""
    if number and (problem := number_problem(desk.work().tables, number)):
        return render_new(noun, {NUMBER: problem}, ""), 422
    entry = {field: value for field, value in values.items() if value is not ABSENT}
    if "keys" in {s.name for s in settings_of(noun.table)}:
        entry |= {"keys": {}}
    lines = desk.work().tables.get("lines", {})
    line = line_values(desk.work().tables, id, unused(id, lines), number) if number else {}
    desk.save({(noun.section, id): entry, **line})
    return redirect(url_for(f"{noun.section}.entry", id=id), 303)


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

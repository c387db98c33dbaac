"""The pages that every table of the settings has: its entries, one entry, what lies inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from appliance.settings.changes import SECRETS
from appliance.settings.differences import entry_name, place_name, shown
from appliance.settings.document import country_of
from appliance.settings.holidays import public_holidays
from appliance.settings.renaming import Rename
from appliance.settings.shape import Kind, settings_of, table_at
from appliance.settings.tables import ABSENT, Path, Tables, at
from appliance.settings.values import IDENTIFIER
from appliance.settings.words import field_words
from web_config.ground.sheet import sheet_of
from web_config.kit.access import requires
from web_config.settings import draft as desk
from web_config.settings.choices import choice_form, read_choice
from web_config.settings.fields import fields_at
from web_config.settings.groups import KEYS, group_of
from web_config.settings.new_entries import add, new_page
from web_config.settings.noun import Noun
from web_config.settings.pins import sealed
from web_config.settings.reading import read_form

Answer = str | Response | tuple[str, int]


def blueprint_of(noun: Noun) -> Blueprint:
    """Return the pages of a table."""
    pages = Blueprint(noun.section, __name__, url_prefix=f"/settings/{noun.section}")
    door = requires(noun.role)
    if noun.listed:
        pages.add_url_rule("/", "page", door(lambda: list_page(noun)))
    pages.add_url_rule("/new", "new", door(lambda: new_page(noun)))
    pages.add_url_rule("/new", "add", door(lambda: add(noun)), methods=["POST"])
    pages.add_url_rule("/of/<id>", "entry", door(lambda id: entry_page(noun, id)))
    pages.add_url_rule("/of/<id>", "save", door(lambda id: save(noun, id)), methods=["POST"])
    pages.add_url_rule(
        "/of/<id>/remove", "remove", door(lambda id: remove(noun, id)), methods=["POST"]
    )
    pages.add_url_rule(
        "/of/<id>/rename", "rename", door(lambda id: rename(noun, id)), methods=["POST"]
    )
    if any(setting.kind in (Kind.TABLE, Kind.KEYED) for setting in settings_of(noun.table)):
        add_inner(pages, noun)
    return pages


def add_inner(pages: Blueprint, noun: Noun) -> None:
    """Add the pages of the tables inside an entry."""
    door = requires(noun.role)
    pages.add_url_rule(
        "/of/<id>/in/<path:inside>", "inner", door(lambda id, inside: inner_page(noun, id, inside))
    )
    pages.add_url_rule(
        "/of/<id>/in/<path:inside>",
        "save_inner",
        door(lambda id, inside: save_inner(noun, id, inside)),
        methods=["POST"],
    )
    pages.add_url_rule(
        "/of/<id>/key", "key", door(lambda id: choose_key(noun, id)), methods=["POST"]
    )


# All entries


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in the list."""

    id: str
    name: str
    facts: tuple[tuple[str, str], ...]
    broken: bool


def list_page(noun: Noun) -> str:
    """Show the entries of a table."""
    days = holidays() if noun.section == "hours" else []
    tables = desk.work().tables
    entries = tables.get(noun.section)
    ids = list(entries) if isinstance(entries, Mapping) else []
    sheet = sheet_of(ids, lambda id: sought_in(tables, (noun.section, id)))
    rows = [row_of(noun, id) for id in sheet.shown]
    return render_template("settings/list.html", noun=noun, rows=rows, sheet=sheet, holidays=days)


def holidays() -> list[tuple[date, str]]:
    """Return the public holidays of the coming year in the country of the draft."""
    today = datetime.now(UTC).date()
    known = public_holidays(country_of(desk.work().tables) or "")
    return [(day, name) for day, name in known.items() if 0 <= (day - today).days < 366]


def sought_in(tables: Tables, path: Path) -> str:
    """Return the words by which an entry is found: its id, its name, and its texts and numbers."""
    entry = at(tables, path)
    fields = entry.items() if isinstance(entry, Mapping) else ()
    texts = [value for name, value in fields if isinstance(value, str) and name not in SECRETS]
    return " ".join((path[-1], entry_name(tables, path), *texts))


def row_of(noun: Noun, id: str) -> Row:
    """Return an entry with the facts that tell it apart."""
    path = (noun.section, id)
    name = entry_name(desk.work().tables, path)
    return Row(id, name, tuple(facts_of(noun, path)), desk.is_broken(path))


def facts_of(noun: Noun, path: Path) -> list[tuple[str, str]]:
    """Return label and value of what stands in the list."""
    tables, language = desk.work().tables, desk.language()
    chosen = [s for s in settings_of(noun.table) if s.name in noun.facts]
    return [
        (
            field_words(setting.table, setting.name, language).label,
            shown(value, setting, tables, language).strip("“”").replace("{agent}", "…"),
        )
        for setting in chosen
        if (value := at(tables, (*path, setting.name))) is not ABSENT
    ]


# One entry


def entry_page(noun: Noun, id: str) -> str:
    """Show an entry with its form."""
    path = (noun.section, id)
    if at(desk.work().tables, path) is ABSENT:
        abort(404, _("There is no such entry in your draft."))
    return render_entry(noun, path, noun.table)


def render_entry(noun: Noun, path: Path, table: type) -> str:
    """Return the page on which an entry, or a table inside one, is edited."""
    work, language = desk.work(), desk.language()
    errors = desk.errors_at(path)
    fields = fields_at(work.tables, path, table, errors, language)
    return render_template(
        "settings/entry.html",
        noun=noun,
        path=path,
        id=path[1],
        inside="/".join(path[2:]),
        there=at(work.tables, path) is not ABSENT,
        title=place_name(work.tables, path, language),
        fields=[f for f in fields if f.kind not in (Kind.TABLE, Kind.KEYED)],
        inner=[group for s in settings_of(table) if (group := group_of(path, s))],
        errors=errors,
        below=desk.errors_inside(path),
        choice=choice_form(work.tables, path, language) if table.__name__ == "Choice" else None,
    )


def save(noun: Noun, id: str) -> Answer:
    """Keep what was written into the form of an entry."""
    path = (noun.section, id)
    if at(desk.work().tables, path) is ABSENT:
        abort(404, _("There is no such entry in your draft."))
    values = sealed(read_form(request.form, noun.table))
    desk.save({(*path, name): value for name, value in values.items()})
    return redirect(url_for(f"{noun.section}.entry", id=id), 303)


def remove(noun: Noun, id: str) -> Response:
    """Take an entry, or what the form names inside it, out of the draft."""
    inside = tuple(part for part in request.form.get("inside", "").split("/") if part)
    desk.save({(noun.section, id, *inside): ABSENT})
    if inside:
        return redirect(url_for(f"{noun.section}.entry", id=id), 303)
    return redirect(url_for(f"{noun.section}.page"), 303)


def rename(noun: Noun, id: str) -> Response:
    """Give an entry another id; what refers to it follows."""
    entries, wanted = desk.work().tables.get(noun.section, {}), request.form.get("id", "").strip()
    if id not in entries:
        abort(404, _("There is no such entry in your draft."))
    if not IDENTIFIER.fullmatch(wanted):
        flash(_("Write a short name: at most 40 letters a-z, digits, - or _."), "bad")
    elif wanted in entries:
        flash(_("There is one of this name already."), "bad")
    else:
        desk.rename(Rename(noun.section, id, wanted))
        id = wanted
    return redirect(url_for(f"{noun.section}.entry", id=id), 303)


# Inside an entry


def inner_path(noun: Noun, id: str, inside: str) -> tuple[Path, type]:
    """Return the path and the class of a table inside an entry; 404 where there can be none."""
    path = (noun.section, id, *inside.split("/"))
    table = table_at(path)
    if table is None or at(desk.work().tables, path[:2]) is ABSENT:
        abort(404, _("There is no such entry in your draft."))
    return path, table


def inner_page(noun: Noun, id: str, inside: str) -> str:
    """Show a table inside an entry with its form, also one that is still empty."""
    path, table = inner_path(noun, id, inside)
    return render_entry(noun, path, table)


def save_inner(noun: Noun, id: str, inside: str) -> Response:
    """Keep what was written into it."""
    path, table = inner_path(noun, id, inside)
    form = request.form
    values = read_choice(form) if table.__name__ == "Choice" else read_form(form, table)
    table_there = at(desk.work().tables, path) is not ABSENT
    if table_there:
        desk.save({(*path, name): value for name, value in values.items()})
    else:
        desk.save({path: {name: value for name, value in values.items() if value is not ABSENT}})
    return redirect(url_for(f"{noun.section}.entry", id=id), 303)


def choose_key(noun: Noun, id: str) -> Response:
    """Go to the page of a key that was chosen to be added."""
    key, field = request.form.get("key", ""), request.form.get("field", "keys")
    if key not in KEYS or not key:
        flash(_("Choose a key."), "warn")
        return redirect(url_for(f"{noun.section}.entry", id=id), 303)
    return redirect(url_for(f"{noun.section}.inner", id=id, inside=f"{field}/{key}"), 303)

"""The pages that every table of the settings has: its entries, one entry, what lies inside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from appliance.settings.differences import entry_name, place_name, shown
from appliance.settings.shape import Kind, Setting, settings_of, table_at
from appliance.settings.structure import SECTIONS
from appliance.settings.tables import ABSENT, Path, at
from appliance.settings.values import IDENTIFIER
from appliance.settings.words import field_words, section_words, value_words
from web_config.access import Role, requires
from web_config.settings import desk
from web_config.settings.choices import choice_form, read_choice
from web_config.settings.fields import Shown, fields_at
from web_config.settings.pins import sealed
from web_config.settings.reading import read_form

KEYS = "1234567890*#"
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Noun:
    """A table whose entries have pages; `facts` are the fields that stand in the list."""

    section: str
    facts: tuple[str, ...]
    role: Role = Role.SUPERIOR
    listed: bool = True
    table: type = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", SECTIONS[self.section])

    @property
    def one(self) -> str:
        """What an entry is called."""
        return section_words(self.section, desk.language())[0]

    @property
    def many(self) -> str:
        """What all of them are called."""
        return section_words(self.section, desk.language())[1]

    @property
    def named(self) -> bool:
        """Whether an entry has a name of its own besides its id."""
        return any(setting.name == "name" for setting in settings_of(self.table))


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
    return render_template("settings/list.html", noun=noun, rows=rows_of(noun))


def rows_of(noun: Noun) -> list[Row]:
    """Return the entries with the facts that tell them apart."""
    tables = desk.work().tables
    entries = tables.get(noun.section)
    ids = list(entries) if isinstance(entries, Mapping) else []
    return [
        Row(
            id,
            entry_name(tables, (noun.section, id)),
            tuple(facts_of(noun, (noun.section, id))),
            desk.is_broken((noun.section, id)),
        )
        for id in ids
    ]


def facts_of(noun: Noun, path: Path) -> list[tuple[str, str]]:
    """Return label and value of what stands in the list."""
    tables, language = desk.work().tables, desk.language()
    chosen = [s for s in settings_of(noun.table) if s.name in noun.facts]
    return [
        (
            field_words(setting.table, setting.name, language).label,
            shown(value, setting, tables, language).strip("“”"),
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


# A new entry


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
    entry = {field: value for field, value in values.items() if value is not ABSENT}
    if "keys" in {s.name for s in settings_of(noun.table)}:
        entry |= {"keys": {}}
    desk.save({(noun.section, id): entry})
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

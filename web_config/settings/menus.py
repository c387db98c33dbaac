"""The menus as a picture of the call's way, from each line to its end; every node is a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import g, render_template, url_for
from flask_babel import gettext as _

from appliance.settings.differences import entry_name
from appliance.settings.memberships import Membership
from appliance.settings.tables import ABSENT, Tables, at
from appliance.settings.words import section_words
from web_config.ground.sheet import sheet_of
from web_config.kit.access import Role, requires
from web_config.settings import draft as desk
from web_config.settings.entries import blueprint_of
from web_config.settings.noun import Noun

MENUS = Noun("menus", ("prompt",), listed=False)
blueprint = blueprint_of(MENUS)

WAYS_ON_A_PAGE = 20
"""Each way is a picture of its own, far longer than an entry of a list."""
DEEPEST = 8
"""So many menus are shown within each other; callers who go deeper are lost anyway."""


@dataclass(frozen=True, slots=True)
class Node:
    """A station of the way: its kind, its words, the page that edits it, and what comes next.

    `key` is what a caller presses to come here; `default`: also without a key. `said` is what is
    heard here.
    """

    kind: str
    words: str
    link: str
    key: str = ""
    default: bool = False
    said: str = ""
    next: tuple[Node, ...] = ()
    broken: bool = False


@blueprint.get("/")
@requires(Role.SUPERIOR)
def page() -> str:
    """Show the way of a call for every line, and menus that nothing leads to."""
    sheet = sheet_of(desk.lasting(begins), begins_with, WAYS_ON_A_PAGE)
    ways = [way(id) for section, id in sheet.shown if section == "lines"]
    lost = [menu(id, ()) for section, id in sheet.shown if section == "menus"]
    return render_template("settings/menus.html", noun=MENUS, sheet=sheet, ways=ways, lost=lost)


def begins(tables: Tables) -> list[tuple[str, str]]:
    """Return where a way begins: at every line, and at menus that nothing leads to."""
    lines = [("lines", id) for id in entries(tables, "lines")]
    return lines + [("menus", id) for id in unreached(tables)]


def begins_with(begin: tuple[str, str]) -> str:
    """Return the words by which a line's way, or a menu that nothing leads to, is found."""
    section, id = begin
    found = entry(section, id) or {}
    client = entry_name(desk.work().tables, ("clients", str(found.get("client", ""))))
    return " ".join((id, client, *(str(found.get(name, "")) for name in ("number", "menu"))))


def way(id: str) -> Node:
    """Return the way of a line."""
    line = entry("lines", id) or {}
    client = entry_name(desk.work().tables, ("clients", str(line.get("client", ""))))
    return Node(
        "line",
        f"{line.get('number', id)}: {client}",
        url_for("lines.entry", id=id),
        next=tuple(stations(id, line)),
        broken=desk.is_broken(("lines", id)),
    )


def stations(id: str, line: Mapping[str, Any]) -> Iterator[Node]:
    """Return what may happen on a line: closed, a choice of language, the menu."""
    if isinstance(line.get("hours"), str):
        link = url_for("lines.inner", id=id, inside="when_closed")
        closed = line.get("when_closed")
        what = leads_to(closed, ()) if isinstance(closed, Mapping) else message(link)
        said = str(line.get("closed_prompt", ""))
        yield Node("closed", _("When closed"), link, said=said, next=(what,))
    languages = line.get("languages")
    for key, chosen in languages.items() if isinstance(languages, Mapping) else ():
        link = url_for("lines.inner", id=id, inside=f"languages/{key}")
        code = chosen.get("language", "") if isinstance(chosen, Mapping) else ""
        yield Node("language", _("Language: %(code)s", code=code), link, key=key)
    yield menu(str(line.get("menu", "")), ())


def menu(id: str, above: tuple[str, ...], key: str = "", default: bool = False) -> Node:
    """Return a menu with its keys; one that the caller has passed already is only named."""
    found = entry("menus", id)
    if found is None:
        words = _("%(name)s (does not exist)", name=id or "?")
        return Node("menu", words, url_for("menus.page"), key, default, broken=True)
    words = f"{section_words('menus', desk.language())[0]} {id}"
    link = url_for("menus.entry", id=id)
    if id in above or len(above) >= DEEPEST:
        return Node("again", _("Back to %(menu)s", menu=words), link, key, default)
    drawn: set[str] = g.setdefault("menus_drawn", set())
    if id in drawn:  # many lines may share a menu: its keys are shown once
        return Node("again", _("%(menu)s, as above", menu=words), link, key, default)
    drawn.add(id)
    keys = found.get("keys")
    choices = keys.items() if isinstance(keys, Mapping) else ()
    onward = tuple(
        choice(id, pressed, each, pressed == found.get("default"), (*above, id))
        for pressed, each in choices
        if isinstance(each, Mapping)
    )
    said = str(found.get("prompt", ""))
    broken = desk.is_broken(("menus", id))
    return Node("menu", words, link, key, default, said, onward, broken)


def choice(
    menu_id: str, key: str, each: Mapping[str, Any], default: bool, above: tuple[str, ...]
) -> Node:
    """Return a key of a menu and where it leads."""
    link = url_for("menus.inner", id=menu_id, inside=f"keys/{key}")
    said = str(each.get("say", ""))
    words = str(each.get("label", "")) or _("Without a name")
    return Node("key", words, link, key, default, said, (leads_to(each, above, link),))


def leads_to(each: Mapping[str, Any], above: tuple[str, ...], link: str = "") -> Node:
    """Return what a choice leads to."""
    tables = desk.work().tables
    if isinstance(loop := each.get("loop"), str):
        there = at(tables, ("loops", loop)) is not ABSENT
        page = url_for("loops.entry", id=loop) if there else url_for("loops.page")
        name = entry_name(tables, ("loops", loop))
        words = f"{section_words('loops', desk.language())[0]} {name}"
        return Node("loop", words, page, said=", ".join(members(loop)), broken=not there)
    if isinstance(target := each.get("menu"), str):
        return menu(target, above)
    if each.get("say"):
        return Node("again", _("An answer is read, then the menu comes again"), link)
    if each.get("repeat"):
        return Node("again", _("The menu is said again"), link)
    return message(link)


def message(link: str) -> Node:
    """Return the end at which the caller leaves a message."""
    return Node("message", _("The caller leaves a message"), link)


def members(loop: str) -> list[str]:
    """Return the names of those who take the calls of a loop."""
    tables = desk.work().tables
    return [entry_name(tables, ("agents", id)) for id in desk.lasting(Membership).of(loop)]


def unreached(tables: Tables) -> list[str]:
    """Return the menus to which no line and no key leads."""
    menus, lines = entries(tables, "menus"), entries(tables, "lines")
    ahead = [target for line in lines.values() for target in named_by(line)]
    reached: set[str] = set()
    while ahead:
        id = ahead.pop()
        if id in menus and id not in reached:
            reached.add(id)
            keys = menus[id].get("keys")
            for key in keys.values() if isinstance(keys, Mapping) else ():
                ahead += named_by(key)
    return [id for id in menus if id not in reached]


def named_by(table: Any) -> list[str]:
    """Return the menus that a line or a key leads to, also when the line is closed."""
    if not isinstance(table, Mapping):
        return []
    closed = table.get("when_closed") if isinstance(table.get("hours"), str) else None
    own = table.get("menu")
    return [*([own] if isinstance(own, str) else []), *named_by(closed)]


def entry(section: str, id: str) -> Mapping[str, Any] | None:
    """Return an entry of a table if it is a table itself."""
    found = at(desk.work().tables, (section, id))
    return found if isinstance(found, Mapping) else None


def entries(tables: Tables, section: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the entries of a table as far as they are tables themselves."""
    found = tables.get(section)
    there = found.items() if isinstance(found, Mapping) else ()
    return {id: each for id, each in there if isinstance(each, Mapping)}

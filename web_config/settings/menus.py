"""The menus as a picture of the call's way, from each line to its end; every node is a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import g, render_template, url_for
from flask_babel import gettext as _

from appliance.settings.differences import entry_name
from appliance.settings.memberships import members_in
from appliance.settings.tables import ABSENT, at
from appliance.settings.words import section_words
from web_config.access import Role, requires
from web_config.settings import desk
from web_config.settings.entries import blueprint_of
from web_config.settings.noun import Noun

MENUS = Noun("menus", ("prompt",), listed=False)
blueprint = blueprint_of(MENUS)

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
    ways = list(lines())
    return render_template("settings/menus.html", noun=MENUS, ways=ways, lost=list(unreached(ways)))


def lines() -> Iterator[Node]:
    """Return the way of each line."""
    for id, line in entries("lines").items():
        client = entry_name(desk.work().tables, ("clients", str(line.get("client", ""))))
        number = str(line.get("number", id))
        yield Node(
            "line",
            f"{number}: {client}",
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
    found = entries("menus").get(id)
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
    return [entry_name(tables, ("agents", id)) for id in members_in(tables, loop)]


def unreached(ways: list[Node]) -> Iterator[Node]:
    """Return the menus to which no line and no key leads."""
    reached: set[str] = set()
    ahead = list(ways)
    while ahead:
        node = ahead.pop()
        reached.add(node.link)
        ahead += node.next
    for id in entries("menus"):
        if url_for("menus.entry", id=id) not in reached:
            yield menu(id, ())


def entries(section: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the entries of a table as far as they are tables themselves."""
    found = desk.work().tables.get(section)
    there = found.items() if isinstance(found, Mapping) else ()
    return {id: each for id, each in there if isinstance(each, Mapping)}

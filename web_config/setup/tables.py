"""What the set-up writes into the draft: from a few answers to the tables of the settings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from appliance.settings.tables import ABSENT, Path, Tables, at
from web_config.words.languages import N_

MAIN = "main"
"""The id of the menu and of the loop that the set-up makes."""

TIME_ZONES: Mapping[str, str] = {
    "NO": "Europe/Oslo",
    "DK": "Europe/Copenhagen",
    "NL": "Europe/Amsterdam",
    "GB": "Europe/London",
    "SE": "Europe/Stockholm",
    "DE": "Europe/Berlin",
    "BE": "Europe/Brussels",
    "IE": "Europe/Dublin",
    "FI": "Europe/Helsinki",
}
"""The countries that the set-up offers, and their zones; others are set in the settings."""

GREETINGS: Mapping[str, str] = {
    "nb": "Hei, og velkommen til {office}. Trykk én for å snakke med oss.",
    "da": "Hej, og velkommen til {office}. Tryk et for at tale med os.",
    "sv": "Hej, och välkommen till {office}. Tryck ett för att tala med oss.",
    "nl": "Goedendag, u spreekt met {office}. Druk een om met ons te spreken.",
    "en": "Hello, and welcome to {office}. Press one to speak to us.",
}
LABELS: Mapping[str, str] = {
    "nb": "samtale",
    "da": "samtale",
    "sv": "samtal",
    "nl": "gesprek",
    "en": "a talk",
}

PRESETS: Mapping[str, str] = {
    "provider": N_("A SIP provider with user name and password"),
    "provider_ip": N_("A SIP provider that knows our address"),
    "fritzbox": N_("A FRITZ!Box, as a telephone of it"),
    "gateway": N_("A gateway on an analogue or ISDN line"),
    "exchange": N_("An extension of the exchange that we have"),
    "none": N_("None yet"),
}
REGISTERING = ("provider", "fritzbox", "exchange")
PROVIDERS = ("provider", "provider_ip")


@dataclass(frozen=True, slots=True)
class TrunkAnswers:
    """What was said of the trunk; an empty password keeps the one there is."""

    preset: str
    host: str
    user: str = ""
    password: str = ""
    identity: str = ""


def trunk(answers: TrunkAnswers, kept_password: str = "") -> Any:
    """The table [trunk] of a preset (docs/trunks.md), or ABSENT for none."""
    if answers.preset == "none" or not answers.host:
        return ABSENT
    table: Tables = {"host": answers.host}
    if answers.identity:
        table["identity"] = answers.identity
    if answers.preset in REGISTERING:
        table |= {"registrar": answers.host, "user": answers.user}
        table["password"] = answers.password or kept_password
    if answers.preset in PROVIDERS:
        table["trusted"] = True
    return table


def preset_of(tables: Tables) -> str:
    """Which preset the draft's trunk looks like."""
    table = tables.get("trunk")
    if not isinstance(table, Mapping):
        return "none"
    if table.get("registrar"):
        return "provider" if table.get("trusted") else "fritzbox"
    return "provider_ip" if table.get("trusted") else "gateway"


def line(tables: Tables, number: str, client: str, phrase: str) -> dict[Path, Any]:
    """A number and the firm that is answered on it; the same firm and number again change it."""
    client_id = same_name(tables, "clients", client) or new_id(tables, "clients", client)
    line_id = same_number(tables, number) or new_id(tables, "lines", client_id)
    values: dict[Path, Any] = {
        ("clients", client_id, "name"): client,
        ("lines", line_id, "number"): number,
        ("lines", line_id, "client"): client_id,
        ("lines", line_id, "menu"): menu_of(tables),
        ("lines", line_id, "language"): language_of(tables),
    }
    if phrase:
        values["clients", client_id, "phrase"] = phrase
    return values


def loop(
    tables: Tables, name: str, greeting: str, members: Sequence[tuple[str, str]]
) -> dict[Path, Any]:
    """The loop, its members by name and telephone, and the menu that leads to it.

    A menu that somebody has made keeps its keys; a member without a telephone keeps theirs.
    """
    loop_id, menu_id = loop_of(tables), menu_of(tables)
    values: dict[Path, Any] = {}
    ids: list[str] = []
    for person, address in members:
        id = same_name(tables, "agents", person) or new_id(tables, "agents", person, ids)
        ids.append(id)
        known = at(tables, ("agents", id)) is not ABSENT
        values |= {} if known else {("agents", id, "language"): language_of(tables)}
        values["agents", id, "name"] = person
        values |= {("agents", id, "address"): address} if address else {}
    values |= {("loops", loop_id, "name"): name, ("loops", loop_id, "members"): ids}
    values["menus", menu_id, "prompt"] = greeting
    if set(_table(tables, ("menus", menu_id, "keys"))) <= {"1"}:
        label = LABELS.get(language_of(tables), LABELS["en"])
        values["menus", menu_id, "keys"] = {"1": {"label": label, "loop": loop_id}}
        values["menus", menu_id, "default"] = "1"
    if at(tables, ("office", "unknown_loop")) is ABSENT:
        values["office", "unknown_loop"] = loop_id
    return values


def loop_of(tables: Tables) -> str:
    """The loop that the set-up is about: its own, that of unknown lines, or the first there is."""
    known, unknown = _table(tables, ("loops",)), at(tables, ("office", "unknown_loop"))
    if MAIN in known or not known:
        return MAIN
    return unknown if isinstance(unknown, str) and unknown in known else next(iter(known))


def menu_of(tables: Tables) -> str:
    """The menu that the set-up is about: its own, that of the first line, or the first there is."""
    known = _table(tables, ("menus",))
    of_lines = [str(entry.get("menu")) for _, entry in _entries(tables, "lines")]
    if MAIN in known or not known:
        return MAIN
    return next((menu for menu in of_lines if menu in known), next(iter(known)))


def members_of(tables: Tables) -> list[tuple[str, str]]:
    """The members of the loop as they stand in the draft: name and telephone."""
    agents, ids = tables.get("agents", {}), at(tables, ("loops", loop_of(tables), "members"))
    known = [agents[id] for id in (ids if isinstance(ids, list | tuple) else ()) if id in agents]
    return [(str(agent.get("name", "")), str(agent.get("address", ""))) for agent in known]


def loop_name(tables: Tables) -> str:
    """What the loop is called in the draft."""
    name = at(tables, ("loops", loop_of(tables), "name"))
    return name if isinstance(name, str) else ""


def is_answered(tables: Tables) -> bool:
    """Whether somebody is a member of the loop, by name or by role."""
    rings = (at(tables, ("loops", loop_of(tables), field)) for field in ("members", "roles"))
    return any(isinstance(who, list | tuple) and who for who in rings)


def language_of(tables: Tables) -> str:
    """The office's language."""
    language = at(tables, ("office", "language"))
    return language if isinstance(language, str) else "nb"


def greeting_for(tables: Tables) -> str:
    """The greeting in the draft, or one to begin with."""
    said = at(tables, ("menus", menu_of(tables), "prompt"))
    if isinstance(said, str):
        return said
    office = at(tables, ("office", "name"))
    words = GREETINGS.get(language_of(tables), GREETINGS["en"])
    return words.format(office=office if isinstance(office, str) else "")


def same_name(tables: Tables, section: str, name: str) -> str:
    """The id of the entry of that name."""
    found = (id for id, entry in _entries(tables, section) if entry.get("name") == name)
    return next(found, "")


def same_number(tables: Tables, number: str) -> str:
    """The id of the line of that number."""
    found = (id for id, entry in _entries(tables, "lines") if entry.get("number") == number)
    return next(found, "")


def new_id(tables: Tables, section: str, name: str, taken: Sequence[str] = ()) -> str:
    """An id made of a name that no entry has yet."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    stem = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")[:30]
    used = {*taken, *(id for id, _ in _entries(tables, section))}
    stem = stem or section.rstrip("s")
    numbered = (f"{stem}-{number}" for number in range(2, len(used) + 3))
    return next(id for id in (stem, *numbered) if id not in used)


_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "å": "a", "ß": "ss"})


def _table(tables: Tables, path: Path) -> Mapping[str, Any]:
    found = at(tables, path)
    return found if isinstance(found, Mapping) else {}


def _entries(tables: Tables, section: str) -> list[tuple[str, Mapping[str, Any]]]:
    entries = tables.get(section, {})
    if not isinstance(entries, Mapping):
        return []
    return [(id, entry) for id, entry in entries.items() if isinstance(entry, Mapping)]

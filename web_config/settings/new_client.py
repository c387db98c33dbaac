"""The number of a new client: the line that its calls come by, in the same short form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from appliance.common.numbers import e164
from appliance.core.settings.directory import Office
from appliance.settings.document import country_of
from appliance.settings.tables import Path, Tables, at


def number_problem(tables: Tables, written: str) -> str:
    """Return what keeps this from being the number of a new line; "" where nothing does."""
    number = e164(written, country_of(tables) or "NO")
    if number is None:
        return str(_("%(number)s cannot be read as a telephone number.", number=written))
    if number in known_numbers(tables):
        return str(_("There is a line of this number already."))
    return ""


def line_values(tables: Tables, client: str, id: str, written: str) -> dict[Path, Any]:
    """Return the line of a new client: it leads where most lines lead, in the office's language."""
    language = _usual(tables, "language") or office_language(tables)
    line = {"number": written, "client": client, "language": language}
    menu = _usual(tables, "menu")
    return {("lines", id): {**line, "menu": menu} if menu else line}


def known_numbers(tables: Tables) -> set[str]:
    """Return the numbers of all lines, in E.164 as far as they can be read."""
    country = country_of(tables) or "NO"
    return {e164(str(line.get("number", "")), country) or "" for line in _lines(tables)}


def office_language(tables: Tables) -> str:
    """Return the language in which the office speaks to callers."""
    language = at(tables, ("office", "language"))
    return language if isinstance(language, str) else Office(name="").language


def _usual(tables: Tables, field: str) -> str:
    """What most lines have there; a menu, where there is no line yet, is the first one."""
    said = Counter(str(line[field]) for line in _lines(tables) if line.get(field))
    menus = [*tables.get("menus", {})] if field == "menu" else []
    return said.most_common(1)[0][0] if said else next(iter(menus), "")


def _lines(tables: Tables) -> list[Mapping[str, Any]]:
    lines = tables.get("lines", {})
    found = lines.values() if isinstance(lines, Mapping) else ()
    return [line for line in found if isinstance(line, Mapping)]

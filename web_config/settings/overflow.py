"""Overflow of all loops on one page: who is helped when a loop cannot serve."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template

from appliance.core.settings.loops import Overflow
from appliance.settings.differences import entry_name, shown
from appliance.settings.shape import settings_of
from appliance.settings.tables import ABSENT, at
from appliance.settings.words import field_words
from web_config.ground.sheet import sheet_of
from web_config.kit.access import Role, requires
from web_config.settings import draft as desk

blueprint = Blueprint("overflow", __name__, url_prefix="/settings/overflow")


@blueprint.get("/")
@requires(Role.SUPERIOR)
def page() -> str:
    """Show what each loop does with callers whom it cannot serve."""
    tables = desk.work().tables
    loops = tables.get("loops")
    named = [
        (id, entry_name(tables, ("loops", id)))
        for id in (loops if isinstance(loops, Mapping) else {})
    ]
    sheet = sheet_of(named, " ".join)
    rows = [(id, name, facts(id)) for id, name in sheet.shown]
    return render_template("settings/overflow.html", rows=rows, sheet=sheet)


def facts(loop: str) -> list[tuple[str, str]] | None:
    """Return label and value of what the overflow of a loop says; None where there is none."""
    tables, language = desk.work().tables, desk.language()
    rule = at(tables, ("loops", loop, "overflow"))
    if rule is ABSENT:
        return None
    return [
        (
            field_words("Overflow", setting.name, language).label,
            shown(value, setting, tables, language).strip("“”"),
        )
        for setting in settings_of(Overflow)
        if (value := at(tables, ("loops", loop, "overflow", setting.name))) is not ABSENT
    ]

"""The trunks: who carries our calls, with presets; passwords are only ever replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from appliance.core.settings.trunks import MAIN, Trunk
from appliance.settings.tables import ABSENT, Path, at
from appliance.settings.values import IDENTIFIER
from web_config.kit.access import Role, requires
from web_config.settings import draft as desk
from web_config.settings.fields import fields_at
from web_config.settings.reading import read_form

blueprint = Blueprint("trunks", __name__, url_prefix="/settings/trunks")

PRESETS: Mapping[str, tuple[Any, Mapping[str, Any]]] = {
    "provider": (
        _l("A SIP provider"),
        {"host": "sip.example.net", "registrar": "sip.example.net", "user": "10000001"},
    ),
    "router": (
        _l("A router with telephony, such as a FRITZ!Box"),
        {"host": "192.168.178.1", "registrar": "192.168.178.1", "user": "sentralbord"},
    ),
    "gateway": (_l("A gateway on an analogue line"), {"host": "192.168.1.50:5062"}),
    "exchange": (
        _l("An extension of the exchange that we have"),
        {"host": "192.168.1.10", "registrar": "192.168.1.10", "user": "600", "trusted": True},
    ),
    "empty": (_l("None of these"), {"host": "sip.example.net"}),
}
"""The presets of docs/trunks.md: what to begin with; addresses and names are for the office to fill
in."""


def path_of(id: str) -> Path:
    """Return where a trunk stands; the main one has a table of its own."""
    return (MAIN,) if id == MAIN else ("trunks", id)


@blueprint.get("/")
@requires(Role.INSTALLER)
def page() -> str:
    """Show the trunks and the presets."""
    tables = desk.work().tables
    others = tables.get("trunks")
    ids = [MAIN] * (MAIN in tables) + list(others if isinstance(others, Mapping) else ())
    rows = [(id, at(tables, path_of(id)), desk.is_broken(path_of(id))) for id in ids]
    return render_template(
        "settings/trunks.html", rows=rows, presets=PRESETS, has_main=MAIN in tables
    )


@blueprint.post("/")
@requires(Role.INSTALLER)
def add() -> Response:
    """Begin a trunk with a preset; the first one is the main one."""
    preset = PRESETS.get(request.form.get("preset", ""))
    tables = desk.work().tables
    id = request.form.get("id", "").strip() if MAIN in tables else MAIN
    if preset is None:
        abort(422, _("Choose what you have."))
    if not IDENTIFIER.fullmatch(id) or at(tables, path_of(id)) is not ABSENT:
        abort(422, _("Give the trunk a short name of its own: letters a-z, digits, - or _."))
    desk.save({path_of(id): dict(preset[1])})
    return redirect(url_for("trunks.entry", id=id), 303)


@blueprint.get("/of/<id>")
@requires(Role.INSTALLER)
def entry(id: str) -> str:
    """Show a trunk with its form."""
    path = there(id)
    work, errors = desk.work(), desk.errors_at(path)
    fields = fields_at(work.tables, path, Trunk, errors, desk.language())
    return render_template("settings/trunk.html", id=id, fields=fields, errors=errors)


@blueprint.post("/of/<id>")
@requires(Role.INSTALLER)
def save(id: str) -> Response:
    """Keep a trunk; its password only where one was typed."""
    path = there(id)
    desk.save({(*path, name): value for name, value in read_form(request.form, Trunk).items()})
    return redirect(url_for("trunks.entry", id=id), 303)


@blueprint.post("/of/<id>/remove")
@requires(Role.INSTALLER)
def remove(id: str) -> Response:
    """Take a trunk out of the draft."""
    desk.save({there(id): ABSENT})
    return redirect(url_for("trunks.page"), 303)


def there(id: str) -> Path:
    """Return the path of a trunk that is in the draft; 404 for another."""
    path = path_of(id)
    if at(desk.work().tables, path) is ABSENT:
        abort(404, _("There is no such entry in your draft."))
    return path

"""The office's own settings, in groups: the office, its calls, its SMS, its calendars."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from appliance.core.settings.directory import Office
from appliance.settings.shape import settings_of
from web_config.kit.access import Role, requires
from web_config.settings import draft as desk
from web_config.settings.fields import fields_at
from web_config.settings.reading import read_form

blueprint = Blueprint("office", __name__, url_prefix="/settings/office")

CALLS = (
    "unknown_loop",
    "operator_loop",
    "ring_seconds",
    "wrap_up_seconds",
    "message_seconds",
    "call_seconds",
    "silence_seconds",
    "max_calls",
    "outgoing",
    "max_outgoing",
    "mark",
)
SMS = (
    "sms_to",
    "sms_quiet",
    "sms_transliterate",
    "sms_expire_seconds",
    "sms_per_recipient",
    "sms_per_day",
)
GRAPH = ("graph_tenant", "graph_client", "graph_secret", "graph_secret_until")
WORDS = {
    "office": _l("The office"),
    "calls": _l("Calls"),
    "sms": _l("SMS"),
    "graph": _l("Calendars of Microsoft 365"),
}


def groups() -> dict[str, tuple[str, ...]]:
    """Return the fields of each group; what belongs to none is the office itself."""
    rest = (s.name for s in settings_of(Office) if s.name not in (*CALLS, *SMS, *GRAPH))
    return {"office": tuple(rest), "calls": CALLS, "sms": SMS, "graph": GRAPH}


@blueprint.get("/")
@requires(Role.SUPERIOR)
def page() -> str:
    """Show all groups, one form each."""
    errors = desk.errors_at(("office",))
    tables, language = desk.work().tables, desk.language()
    forms = {
        group: fields_at(tables, ("office",), Office, errors, language, names)
        for group, names in groups().items()
    }
    return render_template("settings/office.html", forms_of=forms, words=WORDS, errors=errors)


@blueprint.post("/<group>")
@requires(Role.SUPERIOR)
def save(group: str) -> Response:
    """Keep one group."""
    if group not in WORDS:
        abort(404)
    values = read_form(request.form, Office, groups()[group])
    desk.save({("office", name): value for name, value in values.items()})
    return redirect(url_for("office.page", _anchor=group), 303)

"""What callers have said after the tone: to hear at the page, to keep, and to be done with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from appliance.core.desk.masking import Sight, masked_caller
from appliance.core.model.ids import Urgency
from appliance.core.words.numbers import readable
from appliance.store.reports.spoken import PAGE, SpokenMessages
from appliance.store.rows import Row
from web_config.ground import arguments
from web_config.ground.settings_in_force import directory, office_time
from web_config.ground.stores import store
from web_config.kit import audit
from web_config.kit.access import Role, account, requires
from web_config.kit.asking import ask
from web_config.kit.sight import NOT_SHOWN, sight
from web_config.words.languages import chosen

blueprint = Blueprint("spoken", __name__, url_prefix="/messages")
audit.tell_as(
    {
        "spoken.read": _l("Read who has left messages"),
        "spoken.heard": _l("Listened to a message"),
        "spoken.kept": _l("Downloaded a message"),
        "spoken.done": _l("Marked a message as heard"),
    }
)


@blueprint.get("/")
@requires(Role.OPERATOR)
def page() -> str:
    """Show the messages that nobody has heard, urgent ones first, and those that somebody has."""
    before, messages, sees = arguments.row("before"), SpokenMessages(store()), sight()
    unheard = [told(row, sees) for row in messages.unheard()]
    heard = messages.heard(before)
    audit.was_read("spoken.read")
    return render_template(
        "calls/spoken.html",
        unheard=sorted(unheard, key=lambda message: not message["urgent"]),
        heard=[told(row, sees) for row in heard],
        older=heard[-1]["row"] if len(heard) == PAGE else 0,
    )


@blueprint.get("/<id>/sound")
@requires(Role.OPERATOR)
def sound(id: str) -> Response:
    """Play a message, or (`?keep`) hand out its file; parts of it too (RFC 9110 section 14)."""
    row = readable_to_all_who_may(id)
    keep = "keep" in request.args
    file = store().recording(row["id"])
    if not file.is_file():
        abort(410, _("The recording of this message is gone from the disk."))
    audit.was_read("spoken.kept" if keep else "spoken.heard", id)
    name = f"message-{office_time(datetime.fromisoformat(row['taken_at'])):%Y%m%d-%H%M%S}.wav"
    return send_file(file.absolute(), "audio/wav", keep, name)


@blueprint.post("/heard")
@requires(Role.OPERATOR)
def heard() -> Response:
    """Mark a message as heard, so that the staff line tells it to nobody any more."""
    id = request.form.get("message", "")
    readable_to_all_who_may(id)
    if ask("heard", id=id, by=account().name):
        audit.changed("spoken.done", id)
        flash(_("The message is marked as heard."), "good")
    return redirect(url_for("spoken.page"), 303)


def readable_to_all_who_may(id: str) -> Row:
    """Return a message; 404 where there is none, 403 where it is of a firm not served."""
    row = SpokenMessages(store()).one(id)
    if row is None:
        abort(404)
    if not sight().covers(row["client"]):
        abort(403, _("This message is of a firm that you do not serve."))
    return row


def told(row: Row, sees: Sight) -> Mapping[str, Any]:
    """Return a message as whoever looks may read it; without `may` nothing of it is to be heard."""
    may = sees.covers(row["client"])
    caller = readable(row["caller"], chosen())
    client = directory().clients.get(row["client"] or "")
    return {
        "id": row["id"],
        "may": may,
        "there": may and store().recording(row["id"]).is_file(),
        "client": client.name if client else row["client"] or "",
        "client_id": client.id if client else "",
        "caller": caller if may else masked_caller(caller),
        "number": row["caller"] if may and row["caller"] else "",
        "at": office_time(datetime.fromisoformat(row["taken_at"])),
        "clock_set": row["clock_set"],
        "about": row["about"],
        "length": f"{int(row['seconds']) // 60}:{int(row['seconds']) % 60:02}",
        "urgent": row["urgency"] == Urgency.URGENT,
        "note": row["note"] if may or not row["note"] else NOT_SHOWN,
        "promised": row["promised"] if may or not row["promised"] else NOT_SHOWN,
        **_heard_by(row),
    }


def _heard_by(row: Row) -> dict[str, Any]:
    """Return who has heard it and when; a member of staff by name, else the account."""
    if not row["heard_at"]:
        return {"heard_at": None, "heard_by": ""}
    agent = directory().agents.get(row["heard_by"] or "")
    by = agent.name if agent else row["heard_by"] or ""
    return {"heard_at": office_time(datetime.fromisoformat(row["heard_at"])), "heard_by": by}

"""SMS that somebody must decide on or read: sent again or left, and those that came in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from appliance.core.identity import readable
from appliance.core.model import Sms, SmsState
from web_config import audit
from web_config.access import Role, requires
from web_config.asking import ask
from web_config.in_force import office_time
from web_config.languages import chosen
from web_config.stores import store

blueprint = Blueprint("messages", __name__, url_prefix="/sms")
audit.tell_as(
    {
        "sms.read": _l("Read SMS"),
        "sms.again": _l("Had an SMS sent again"),
        "sms.left": _l("Left an SMS unsent"),
        "sms.handled": _l("Marked an SMS as read"),
    }
)
NEWEST = 100
STATES: dict[SmsState, Any] = {
    SmsState.QUEUED: _l("waits for its turn"),
    SmsState.SENDING: _l("is being sent"),
    SmsState.MAYBE: _l("may have been sent: nobody knows"),
    SmsState.FAILED: _l("was not sent"),
}
UNDECIDED = (SmsState.MAYBE, SmsState.FAILED)


@blueprint.get("/")
@requires(Role.OPERATOR)
def page() -> str:
    """Show what is owed, what needs a decision, and what came in and nobody has read."""
    owed = store().unsent()
    inbox = store().inbox(NEWEST, unread=True)
    audit.was_read("sms.read")
    return render_template(
        "messages.html",
        undecided=[_told(sms) for sms in owed if sms.state in UNDECIDED],
        queued=[_told(sms) for sms in owed if sms.state not in UNDECIDED],
        inbox=[_came(row) for row in inbox],
    )


def _told(sms: Sms) -> dict[str, Any]:
    return {
        "id": sms.id,
        "number": readable(sms.number, chosen()),
        "text": sms.text,
        "state": STATES[sms.state],
        "maybe": sms.state is SmsState.MAYBE,
        "reason": sms.reason,
        "attempts": sms.attempts,
        "promised": office_time(sms.promised_at) if sms.promised_at else None,
    }


def _came(row: dict[str, Any]) -> dict[str, Any]:
    at = office_time(datetime.fromisoformat(row["received_at"]))
    return {**row, "number": readable(row["number"], chosen()), "at": at}


@blueprint.post("/settle")
@requires(Role.OPERATOR)
def settle() -> Response:
    """Have an SMS sent again, or leave it."""
    again = request.form.get("again") == "yes"
    id = request.form.get("sms", "")
    if ask("sms", sms=id, again=again):
        audit.changed("sms.again" if again else "sms.left", id)
        flash(_("The SMS is sent again.") if again else _("The SMS is left as it is."), "good")
    return redirect(url_for("messages.page"), 303)


@blueprint.post("/read")
@requires(Role.OPERATOR)
def read() -> Response:
    """Mark an SMS that came in as read."""
    id = request.form.get("sms", "")
    if ask("read_sms", id=id):
        audit.changed("sms.handled", id)
    return redirect(url_for("messages.page"), 303)

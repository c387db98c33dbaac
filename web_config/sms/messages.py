"""SMS that somebody must decide on or read: sent again or left, and those that came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from appliance.core.desk.masking import Sight, masked_caller
from appliance.core.model.ids import Sms, SmsState
from appliance.core.words.numbers import readable
from appliance.store.message_firms import (
    About,
    about_sms_in,
    about_sms_out,
    firms_of_messages,
)
from web_config.ground.settings_in_force import office_time
from web_config.ground.stores import store
from web_config.kit import audit
from web_config.kit.access import Role, requires
from web_config.kit.asking import ask
from web_config.kit.sight import NOT_SHOWN, sight
from web_config.sms import sms_words
from web_config.words.languages import chosen

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
    SmsState.SENT: _l("is sent"),
    SmsState.DELIVERED: _l("has arrived"),
}
UNDECIDED = (SmsState.MAYBE, SmsState.FAILED)
SENT = (SmsState.SENT, SmsState.DELIVERED)


@blueprint.get("/")
@requires(Role.OPERATOR)
def page() -> str:
    """Show what is owed, what needs a decision, what came in and nobody has read, what went."""
    owed = store().unsent()
    gone = store().sent(NEWEST)
    inbox = store().inbox(NEWEST, unread=True)
    audit.was_read("sms.read")
    about = [*(sms.message for sms in (*owed, *gone)), *(row["message"] for row in inbox)]
    sees = Reader(sight(), firms_of_messages(store(), about))
    return render_template(
        "sms/messages.html",
        undecided=[_told(sms, sees) for sms in owed if sms.state in UNDECIDED],
        queued=[_told(sms, sees) for sms in owed if sms.state not in UNDECIDED],
        gone=[_told(sms, sees) for sms in gone],
        inbox=[_came(row, sees) for row in inbox],
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Shows numbers and texts as whoever asks may read them; `firms`: of each message."""

    sees: Sight
    firms: Mapping[str, str | None]

    def shown(
        self, number: str, text: str, message: str | None, firm: str | None
    ) -> dict[str, Any]:
        """Return number and text; what belongs to no firm's message is the office's own."""
        number = readable(number, chosen())
        own = firm is None and message not in self.firms
        if own or self.sees.covers(firm or self.firms.get(message or "")):
            return {"number": number, "text": text, "dial": number, "may": True}
        return {"number": masked_caller(number), "text": NOT_SHOWN, "dial": "", "may": False}


def may_act(about: About | None) -> bool:
    """Tell whether whoever asks may decide on an SMS: all who may read it (`Reader`)."""
    if about is None:
        return False
    own = about.message is None and about.client is None
    return own or sight().covers(about.client)


def checked(about: About | None) -> None:
    """Refuse (403) what is of a firm that whoever asks does not serve."""
    if not may_act(about):
        abort(403, _("This SMS is of a firm that you do not serve, or it is gone."))


def _told(sms: Sms, sees: Reader) -> dict[str, Any]:
    return {
        "id": sms.id,
        **sees.shown(sms.number, sms.text, sms.message, None),
        "state": STATES[sms.state],
        "maybe": sms.state is SmsState.MAYBE,
        "reason": sms_words.why(sms.reason),
        "attempts": sms.attempts,
        "promised": office_time(sms.promised_at) if sms.promised_at else None,
        "sent": office_time(sms.sent_at) if sms.sent_at and sms.state in SENT else None,
    }


def _came(row: dict[str, Any], sees: Reader) -> dict[str, Any]:
    at = office_time(datetime.fromisoformat(row["received_at"]))
    shown = sees.shown(row["number"], row["text"], row["message"], row["client"])
    return {**row, **shown, "at": at}


@blueprint.post("/settle")
@requires(Role.OPERATOR)
def settle() -> Response:
    """Have an SMS sent again, or leave it."""
    again = request.form.get("again") == "yes"
    id = request.form.get("sms", "")
    checked(about_sms_out(store(), id))
    if ask("sms", sms=id, again=again):
        audit.changed("sms.again" if again else "sms.left", id)
        flash(_("The SMS is sent again.") if again else _("The SMS is left as it is."), "good")
    return redirect(url_for("messages.page"), 303)


@blueprint.post("/read")
@requires(Role.OPERATOR)
def read() -> Response:
    """Mark an SMS that came in as read."""
    id = request.form.get("sms", "")
    checked(about_sms_in(store(), id))
    if ask("read_sms", id=id):
        audit.changed("sms.handled", id)
    return redirect(url_for("messages.page"), 303)

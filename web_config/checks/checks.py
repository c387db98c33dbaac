"""Trying the box from the page: its lamps, a call with its timeline, and an SMS."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from appliance.common.numbers import e164
from appliance.core.model.sms_text import parts_of
from appliance.core.sms.from_desk import DESK
from web_config.checks.step_words import STEPS, found
from web_config.checks.trial_call import TrialCall, trial_calls
from web_config.ground.settings_in_force import directory
from web_config.ground.stores import store
from web_config.kit import audit
from web_config.kit.access import Role, may, requires
from web_config.kit.asking import ask
from web_config.sms import sms_words

blueprint = Blueprint("checks", __name__, url_prefix="/checks")
audit.tell_as(
    {
        "checks.lamps": _l("Tested the lamps"),
        "checks.call": _l("Made a test call"),
        "checks.sms": _l("Sent a test SMS"),
    }
)
blueprint.add_app_template_filter(found, "found")
FATES: dict[str, Any] = {
    "queued": _l("waits for its turn"),
    "sending": _l("is being sent"),
    "sent": _l("is sent"),
    "delivered": _l("has arrived"),
    "failed": _l("was not sent"),
    "maybe": _l("may have been sent: nobody knows"),
}
OPEN = ("queued", "sending")
NEWEST = 50


@blueprint.get("/")
@requires(Role.SUPERIOR)
def page() -> str:
    """Show the tests, and how the last ones went."""
    call = trial_calls(current_app).newest
    sms = fate(request.args.get("sms", ""))
    runs = under_way(call, sms)
    return render_template(
        "checks/checks.html", call=call, sms=sms, runs=runs, steps=STEPS, fates=FATES
    )


def under_way(call: TrialCall | None, sms: Mapping[str, Any] | None) -> bool:
    """Tell whether a test still goes on."""
    return bool(call and call.report is None) or bool(sms and sms["state"] in OPEN)


@blueprint.post("/lamps")
@requires(Role.SUPERIOR)
def lamps() -> Response:
    """Light every lamp for a while."""
    if ask("button", button="lamp_test"):
        audit.changed("checks.lamps")
        flash(_("Look at the box: every lamp lights, one pattern after another."), "good")
    return redirect(url_for("checks.page"), 303)


@blueprint.post("/call")
@requires(Role.SUPERIOR)
def call() -> Response:
    """Begin a test call."""
    trial_calls(current_app).start()
    audit.changed("checks.call")
    return redirect(url_for("wizard.call" if in_set_up() else "checks.page"), 303)


@blueprint.post("/sms")
@requires(Role.SUPERIOR)
def sms() -> Response | str | tuple[str, int]:
    """Ask once more, with the cost; then send the SMS."""
    number = e164(request.form.get("number", ""), directory().office.country)
    if number is None:
        flash(_("That is no telephone number."), "bad")
        return redirect(sms_page(), 303)
    text = test_text()
    if request.form.get("agreed") != "yes":
        facts = {"number": number, "text": text, "parts": parts_of(text)}
        return render_template(
            "checks/check_sms.html", **facts, set_up=in_set_up(), back=sms_page()
        )
    id = f"check-{secrets.token_hex(6)}"
    if not ask("send_sms", id=id, number=number, text=text, urgent=True):
        return redirect(sms_page(), 303)
    audit.changed("checks.sms")
    return redirect(sms_page(sms=id), 303)


def in_set_up() -> bool:
    """Tell whether a test was begun in the set-up, where it then goes on."""
    return request.form.get("from") == "setup" and may(Role.INSTALLER)


def sms_page(**values: str) -> str:
    """Return where the test SMS was begun."""
    page = "wizard.sms" if in_set_up() else "checks.page"
    return url_for(page, _anchor="sms", **values)  # type: ignore[arg-type]


def test_text() -> str:
    """Return what the test SMS says."""
    office = directory().office.name
    return str(_("Test of the switchboard %(office)s: SMS works.", office=office))


def fate(id: str) -> dict[str, Any] | None:
    """Return how a test SMS fares, if it is one of the newest."""
    if not id.startswith("check-"):
        return None
    row = next((row for row in store().outbox(NEWEST) if row["id"] == DESK + id), None)
    return {**row, "id": id, "reason": sms_words.why(row["reason"])} if row else None

"""Asking the switchboard for something, with its refusal shown to whoever asked."""

from __future__ import annotations

from flask import current_app, flash
from flask_babel import gettext as _

from appliance.control import ControlClient, ControlUnavailable
from web_config.words.reply_words import in_words, why_silent


def ask(do: str, **fields: object) -> bool:
    """Ask; a refusal is shown on the next page. Tells whether it was granted."""
    client: ControlClient = current_app.extensions["control"]
    try:
        answer = client.ask(do, **fields)
    except ControlUnavailable as unavailable:
        flash(_("The switchboard does not answer: %(why)s", why=why_silent(unavailable)), "bad")
        return False
    if not answer.ok:
        flash(in_words(answer), "bad")
    return answer.ok

"""Publishing from a page: the prompts are spoken first, then the switchboard is told."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from appliance.control import ControlClient, ControlUnavailable
from appliance.core.prompts import every_prompt
from appliance.core.settings.directory import Directory
from appliance.editing.publishing import Publisher
from appliance.speech.render import RenderError, render_missing
from web_config.ground.stores import store
from web_config.settings.prompts import library_of_the_box
from web_config.words.reply_words import in_words


def publisher() -> Publisher:
    """Return what publishes for this page."""
    return Publisher(store(), render, tell_the_box)


def render(directory: Directory) -> list[str]:
    """Speak what the new settings say, in another process; return what could not be spoken."""
    try:
        unspoken = render_missing(library_of_the_box(), every_prompt(directory))
    except (RenderError, OSError) as error:
        return [str(error)]
    return [f"{left.prompt.text}: {left.reason}" for left in unspoken]


def tell_the_box() -> str:
    """Let the switchboard take the new settings into use; return a sentence if it cannot now."""
    client: ControlClient = current_app.extensions["control"]
    try:
        answer = client.ask("settings")
    except ControlUnavailable:
        return str(_("The switchboard is not running; the settings hold when it starts."))
    return "" if answer.ok else in_words(answer)

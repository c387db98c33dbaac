"""Why a member's telephone rings or not: the switchboard's own answer, thing by thing (F6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, current_app, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from appliance.common.story_json import trouble_in
from appliance.control import ControlClient, ControlUnavailable
from appliance.core.staff.hunting import RINGS, Why
from web_config.ground.settings_in_force import directory
from web_config.kit.access import Role, requires
from web_config.why.simulator import WHYS
from web_config.words import trouble_words
from web_config.words.reply_words import in_words, why_silent

blueprint = Blueprint("why", __name__, url_prefix="/why")

CHECKS: dict[str, Any] = {
    "presence": _l("Status"),
    "calendar": _l("Calendar"),
    "call": _l("Call"),
    "telephone": _l("Telephone"),
    "loops": _l("Loops"),
}
CLOSED: dict[str, Any] = {
    "open": _l("open now"),
    "hours": _l("closed: opening hours"),
    "holiday": _l("closed: holiday"),
}


@blueprint.get("/")
@requires(Role.VIEWER)
def page() -> str:
    """List the staff, each with a link to the answer."""
    agents = sorted(directory().agents.values(), key=lambda agent: agent.name.casefold())
    return render_template("why/why.html", agents=agents, found=None)


@blueprint.get("/<agent>")
@requires(Role.VIEWER)
def answer(agent: str) -> str:
    """Show why this telephone rings or not."""
    agents = directory().agents
    if agent not in agents:
        abort(404, _("There is nobody of that name in the settings."))
    return render_template("why/why.html", agents=list(agents.values()), found=found_for(agent))


def found_for(agent: str) -> Mapping[str, Any]:
    """Ask the switchboard; its loops come with the page's own words."""
    client: ControlClient = current_app.extensions["control"]
    try:
        said = client.ask("why", agent=agent)
    except ControlUnavailable as unavailable:
        abort(503, _("The switchboard does not answer: %(why)s", why=why_silent(unavailable)))
    data = said.data.get("data")
    if not said.ok or not isinstance(data, Mapping):
        abort(503, in_words(said))
    return {**data, "checks": list(map(_check, data["checks"])), "loops": loops_of(data)}


def _check(check: Mapping[str, Any]) -> dict[str, Any]:
    name = CHECKS.get(check["what"], check["what"])
    return {**check, "name": name, "words": _words(check)}


def _words(check: Mapping[str, Any]) -> str:
    return trouble_words.detail(trouble_in(check["trouble"]))


def loops_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what the telephone does for each loop, and the lines that lead there."""
    return [
        {
            "name": each["name"],
            "why": WHYS.get(Why(each["why"]), each["words"]),
            "rings": each["why"] in RINGS,
            "lines": [(line, CLOSED.get(state, state)) for line, state in each["lines"]],
        }
        for each in data["loops"]
    ]

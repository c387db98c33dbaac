"""Setting one's own telephone status, for all others to see at once (office.md D18)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from appliance.core.model.ids import Status
from appliance.core.model.time_of_day import time_of_day
from appliance.core.settings.directory import Agent
from appliance.core.sms.status_commands import StatusWanted, end_of
from web_config.ground.settings_in_force import directory, office_time
from web_config.kit import audit
from web_config.kit.access import Role, account, requires
from web_config.kit.asking import ask

blueprint = Blueprint("status", __name__, url_prefix="/status")
audit.tell_as({"status.set": _l("Set a status")})
STATUSES: list[tuple[str, Any]] = [
    (Status.AVAILABLE.value, _l("Available")),
    (Status.AWAY.value, _l("Away")),
    (Status.LOGGED_OUT.value, _l("Logged out (say why)")),
]


def own_agents() -> list[Agent]:
    """Return whose status whoever asks may set: one's own, a superior everybody's."""
    agents = directory().agents.values()
    who = account()
    if who.role.may(Role.SUPERIOR):
        return sorted(agents, key=lambda agent: (agent.id != who.name, agent.name.casefold()))
    own = who.role.may(Role.OPERATOR)
    return [agent for agent in agents if own and agent.id.casefold() == who.name.casefold()]


@blueprint.post("/")
@requires(Role.OPERATOR)
def change() -> Response:
    """Set a status, and go back to the front panel."""
    wanted = request.form.get("agent", "")
    if wanted not in [agent.id for agent in own_agents()]:
        abort(403, _("You may set your own status only: your account's name is to be the id of a "
                     "member of staff."))  # fmt: skip
    status, reason = request.form.get("status", ""), request.form.get("reason", "").strip()
    if status == Status.AVAILABLE or not request.form.get("until", "").strip():
        end = None
    elif (end := ending(status)) is None:
        flash(_("That is no time such as 14:00, 14.30, or 1430: the status was not set."), "bad")
        return redirect(url_for("panel.page"), 303)
    until = {"until": end.isoformat()} if end else {}
    if ask("presence", agent=wanted, status=status, reason=reason, **until):
        audit.changed("status.set", wanted, status)
        flash(_("The status is set."), "good")
        if end:
            flash(_("It ends by itself at %(time)s.", time=f"{end:%H:%M}"), "good")
    return redirect(url_for("panel.page"), 303)


def ending(status: str) -> datetime | None:
    """Return when a status ends; a time that has passed is tomorrow's, what is none is None."""
    at = time_of_day(request.form.get("until", ""))
    if at is None or status not in list(Status):
        return None
    return end_of(StatusWanted(Status(status), until=at), office_time())

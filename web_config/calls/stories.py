"""The closed calls, each as a story: what the caller met, who was rung, and how it ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext as _l

from appliance.core.calls.closing import PROMISES
from appliance.core.desk.masking import Sight, masked_caller, masked_step
from appliance.core.model.ids import TrailStep
from appliance.core.words.numbers import readable
from appliance.store.reports.calls import PAGE, CallHistory, Wanted
from appliance.store.reports.spoken import SpokenMessages
from appliance.store.rows import Row
from web_config.ground import arguments
from web_config.ground.settings_in_force import directory, office_time
from web_config.ground.stores import store
from web_config.kit import audit
from web_config.kit.access import Role, requires
from web_config.kit.sight import NOT_SHOWN, sight
from web_config.words.languages import chosen
from web_config.words.trail_words import by, note, outcome, told

blueprint = Blueprint("stories", __name__, url_prefix="/calls")
audit.tell_as({"calls.read": _l("Read the stories of calls")})


@blueprint.get("/")
@requires(Role.OPERATOR)
def page() -> str:
    """Show the newest calls, or older ones, of all clients or of one."""
    wanted = Wanted(
        client=request.args.get("client", ""),
        caller=request.args.get("caller", ""),
        before=arguments.row("before"),
    )
    office = directory()
    rows, sees = CallHistory(store()).page(wanted), sight()
    # Whoever may not read a number cannot find out by asking for its digits either.
    shown = [row for row in rows if not wanted.caller or sees.covers(row["client"])]
    spoken = SpokenMessages(store()).of_calls(r["id"] for r in shown if sees.covers(r["client"]))
    calls = [_told(row, sees) | {"spoken": spoken.get(row["id"], "")} for row in shown]
    audit.was_read("calls.read", wanted.client)
    older = rows[-1]["row"] if len(rows) == PAGE else 0
    return render_template(
        "calls/stories.html", calls=calls, clients=office.clients, wanted=wanted, older=older
    )


def _told(row: Row, sees: Sight) -> dict[str, Any]:
    """A call as the page tells it to somebody with this sight."""
    full = sees.covers(row["client"])
    caller = readable(row["caller"], chosen())
    client = directory().clients.get(row["client"] or "")
    agent = directory().taker(row["agent"] or "")
    return {
        "row": row["row"],
        "started": _time(row["started"]),
        "clock_set": row["clock_set"],
        "client": client.name if client else row["client"] or "",
        "client_id": client.id if client else "",
        "caller": caller if full else masked_caller(caller),
        "about": row["about"],
        "agent": agent.name if agent else row["agent"] or "",
        "outcome": outcome(row["disposition"]),
        "note": note(row["note"]) if full or not row["note"] else NOT_SHOWN,
        "steps": [_step(step, caller, full=full) for step in row["trail"]],
        "outgoing": bool(row["outgoing"]),
        "number": row["caller"] if full and row["caller"] else "",
        "message": row["id"] if row["disposition"] in PROMISES else "",
    }


def _step(step: TrailStep, caller: str, *, full: bool) -> tuple[datetime, str]:
    """A step with its time and who did it, as somebody reads it who may read all of it or not."""
    words = told(step if full else masked_step(step, caller))
    agent = directory().agents.get(step.who)
    return office_time(step.at), by(words, agent.name if agent else step.who)


def _time(stored: str) -> datetime:
    return office_time(datetime.fromisoformat(stored))

"""The step of the set-up in which a mobile rings: what arrived, live, and whose line it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, current_app, flash, render_template, request, stream_with_context
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from appliance.common.numbers import e164
from appliance.core.protocol.view import Arrival, View
from appliance.core.state.setup import ToldBy, number_for_line
from appliance.core.words.numbers import readable
from appliance.settings.tables import Tables, at
from web_config.kit.access import Role, requires
from web_config.kit.asking import ask
from web_config.kit.follower import Follower
from web_config.kit.sight import sight
from web_config.kit.still_in import still_in
from web_config.live.panel import KEEP_ALIVE_SECONDS
from web_config.setup import tables as wizard_tables
from web_config.setup.steps import enter, step_page, work
from web_config.setup.wizard import blueprint, onward, said
from web_config.words.languages import N_, chosen

__all__ = ["blueprint"]

LISTEN_SECONDS = 1800
STREAM_ROUNDS = 60
"""After so many words or silences the browser asks anew."""


TOLD_BY = {
    ToldBy.FORWARDED: N_(
        "The call was forwarded from %(number)s; %(own)s is what your provider dialled for it."
    ),
    ToldBy.ADDRESSED: N_(
        "The call was addressed to %(number)s, though your own number %(own)s was dialled."
    ),
    ToldBy.DIALLED: N_(
        "%(number)s was dialled, and nothing says that the call was forwarded: "
        "give each client a number of its own."
    ),
}


@blueprint.get("/line")
@requires(Role.INSTALLER)
def line() -> str:
    """Listen to calls, and ask for the firm that is answered on the number."""
    ask("listen", seconds=LISTEN_SECONDS)
    here = work()
    return step_page(
        "line",
        arrivals=arrivals(follower().newest().view, here.tables),
        number=request.args.get("number", ""),
        lines=known_lines(here.tables),
        work=here,
    )


@blueprint.post("/line")
@requires(Role.INSTALLER)
def keep_line() -> AnyResponse | tuple[str, int]:
    """Keep a number and its firm."""
    here = work()
    country = at(here.tables, ("office", "country"))
    number = e164(said("number"), country if isinstance(country, str) else "NO")
    if number is None or not said("client"):
        flash(_("A line needs its number and the name of the firm that is answered on it."), "bad")
        return line(), 422
    enter(wizard_tables.line(here.tables, number, said("client"), said("phrase")))
    return onward("line")


@blueprint.get("/events")
@requires(Role.INSTALLER)
def events() -> Response:
    """Stream what arrives as server-sent events."""
    tables = work().tables
    drawn_now = stream(tables, still_in(sight()))
    response = Response(stream_with_context(drawn_now), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


def stream(tables: Tables, still: Callable[[], bool]) -> Iterator[bytes]:
    """Yield the arrivals now and at each change; no more after a log-out."""
    picture = follower().newest()
    shown = drawn(picture.view, tables)
    yield b"retry: 3000\n" + shown
    for _round in range(STREAM_ROUNDS):
        if follower().closed:
            return
        picture = follower().after(picture.number, KEEP_ALIVE_SECONDS)
        if not still():
            return
        before, shown = shown, drawn(picture.view, tables)
        yield shown if shown != before else b": still here\n\n"


def drawn(view: View | None, tables: Tables) -> bytes:
    """Return the region of the arrivals as an event."""
    pieces = [
        (came["id"], render_template("live/arrival.html", came=came).strip())
        for came in arrivals(view, tables)
    ]
    return b"data: " + json.dumps({"arrivals": pieces}).encode() + b"\n\n"


def arrivals(view: View | None, tables: Tables) -> list[dict[str, Any]]:
    """Return what came, newest first, each with the number that is suggested for the line."""
    own = at(tables, ("trunk", "identity"))
    known = own if isinstance(own, str) else ""
    return [_shown(came, known) for came in view.arrivals] if view else []


def _shown(came: Arrival, own: str) -> dict[str, Any]:
    number, told_by = number_for_line(came, own)
    return {
        "id": came.call,
        "dialled": came.dialled,
        "caller": readable(came.caller, chosen()),
        "diverted": came.diverted,
        "headers": came.headers,
        "codecs": came.codecs,
        "digits": came.digits,
        "line": came.line,
        "number": number,
        "why": _(TOLD_BY[told_by], number=number, own=came.dialled),
        "link": f"/setup/line?number={number.replace('+', '%2B')}",
    }


def known_lines(tables: Tables) -> list[tuple[str, str]]:
    """Return the lines of the draft: number, and firm."""
    clients = tables.get("clients", {})
    return [
        (str(entry.get("number", "")), str(clients.get(entry.get("client"), {}).get("name", "")))
        for entry in tables.get("lines", {}).values()
    ]


def follower() -> Follower:
    """Return what follows the switchboard for this application."""
    followed: Follower = current_app.extensions["follower"]
    return followed

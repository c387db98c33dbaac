"""The tests of the box while they run, as events; without JavaScript one looks again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Response, current_app, get_template_attribute, request, stream_with_context

from web_config.checks.checks import FATES, blueprint, fate, under_way
from web_config.checks.step_words import STEPS
from web_config.checks.trial_call import TrialCall, trial_calls
from web_config.kit.access import Role, requires
from web_config.kit.follower import Follower
from web_config.kit.sight import sight
from web_config.kit.still_in import still_in
from web_config.live import panel

__all__ = ["blueprint"]

ROUNDS = 300
LOOK_SECONDS = 0.5
"""How long to wait before looking anew, if nothing happens that wakes us earlier."""
PARTS = "checks/check_parts.html"
OVER = b"event: over\ndata: over\n\n"
"""Tells the page that nothing more will come."""


@blueprint.get("/events")
@requires(Role.SUPERIOR)
def events() -> Response:
    """Stream how the tests go until none goes on any more."""
    sms, set_up = request.args.get("sms", ""), bool(request.args.get("set_up"))
    drawn_now = stream(sms, set_up, still_in(sight()))
    response = Response(stream_with_context(drawn_now), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


def stream(sms: str, set_up: bool, still: Callable[[], bool]) -> Iterator[bytes]:
    """Yield the regions now and at each change, at the end that it is over.

    Once only if too much is streamed to others: the browser asks again by itself.
    """
    if not panel.streams.acquire(blocking=False):
        yield drawn(trial_calls(current_app).newest, fate(sms), set_up)
        return
    try:
        yield from changes(sms, set_up, still)
    finally:
        panel.streams.release()


def changes(sms: str, set_up: bool, still: Callable[[], bool]) -> Iterator[bytes]:
    """Yield the regions now and at each change, at the end that it is over, until a log-out."""
    shown = b""
    for _round in range(ROUNDS):
        if not still():
            return
        call, sent = trial_calls(current_app).newest, fate(sms)
        now = drawn(call, sent, set_up)
        yield now if now != shown else b": still here\n\n"
        if not under_way(call, sent):
            yield OVER
            return
        shown = now
        wait(call is not None and call.report is None)


def drawn(call: TrialCall | None, sent: Mapping[str, Any] | None, set_up: bool) -> bytes:
    """Return the regions as an event."""
    pieces = {
        "call": [("words", _part("call_words", call))] if call else [],
        "steps": [("steps", _part("call_steps", call, STEPS, set_up))],
        "sms": [("sms", _part("sms_words", sent, FATES))] if sent else [],
    }
    return b"data: " + json.dumps(pieces).encode() + b"\n\n"


def wait(calling: bool) -> None:
    """Wait for the end of the call, or for news of the switchboard, though not for long."""
    if calling:
        trial_calls(current_app).wait(LOOK_SECONDS)
        return
    followed: Follower = current_app.extensions["follower"]
    followed.after(followed.newest().number, LOOK_SECONDS)


def _part(name: str, *values: object) -> str:
    return str(get_template_attribute(PARTS, name)(*values)).strip()

"""A restart that was asked for: at once when nobody speaks, else refused in words."""

from __future__ import annotations

from appliance.core.box_events import RestartAsked
from appliance.core.commands import Command, Reply, Restart
from appliance.core.office import Picture

ONE = "A call is under way, and a restart would cut off who speaks. Try again later."
MORE = "calls are under way, and a restart would cut off who speaks. Try again later."


def restarted(picture: Picture, event: RestartAsked) -> list[Command]:
    """End and start anew, or say why not."""
    if (calls := len(picture.calls)) and not event.in_calls:
        return _reply(event.request, False, ONE if calls == 1 else f"{calls} {MORE}")
    return [*_reply(event.request, True, "The switchboard starts anew."), Restart()]


def _reply(request: str | None, ok: bool, words: str) -> list[Command]:
    return [Reply(request, ok, words)] if request else []

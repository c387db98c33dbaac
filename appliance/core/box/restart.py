"""A restart that was asked for: at once when nobody speaks, else refused in words."""

from __future__ import annotations

from appliance.core.protocol.commands import Command, Restart
from appliance.core.protocol.events_box import RestartAsked
from appliance.core.protocol.replies import reply_to
from appliance.core.state.picture import Picture

ONE = "A call is under way, and a restart would cut off who speaks. Try again later."
MORE = "calls are under way, and a restart would cut off who speaks. Try again later."


def restarted(picture: Picture, event: RestartAsked) -> list[Command]:
    """End and start anew, or say why not."""
    if (calls := len(picture.calls)) and not event.in_calls:
        return reply_to(event.request, False, ONE if calls == 1 else f"{calls} {MORE}")
    return [*reply_to(event.request, True, "The switchboard starts anew."), Restart()]

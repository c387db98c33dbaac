"""A restart that was asked for: at once when nobody speaks, else refused in words."""

from __future__ import annotations

from appliance.core.model.ids import Moment
from appliance.core.model.verdict import Granted, Refused, Verdict, granted, refused
from appliance.core.protocol.commands import Restart
from appliance.core.protocol.events_box import RestartAsked
from appliance.core.protocol.replies import reply_to
from appliance.core.state.picture import Picture
from appliance.core.state.rules import Step


def restarted(picture: Picture, event: RestartAsked, now: Moment) -> Step:
    """End and start anew, or say why not."""
    if (calls := len(picture.calls)) and not event.in_calls:
        return picture, reply_to(event.request, _under_way(calls))
    return picture, [*reply_to(event.request, granted(Granted.RESTARTING)), Restart()]


def _under_way(calls: int) -> Verdict:
    if calls == 1:
        return refused(Refused.CALL_UNDER_WAY)
    return refused(Refused.CALLS_UNDER_WAY, n=calls)

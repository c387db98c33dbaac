"""A telephone that sends a call elsewhere (3xx): followed where the rules allow, once."""

from __future__ import annotations

from appliance.core.calls.offering import name_of, reached_at
from appliance.core.model.frozen import changed
from appliance.core.model.ids import LegId, Moment
from appliance.core.protocol.commands import Ring
from appliance.core.protocol.events import LegAnswered, LegEnded, LegRinging
from appliance.core.protocol.forward_address import bare, shown, user_of
from appliance.core.settings.directory import Directory
from appliance.core.state.call import OUTSIDE, Call, Talking, Waiting, call_of, noted
from appliance.core.state.picture import Picture
from appliance.core.trunks.limits import may_ring


def heard(
    picture: Picture, event: LegRinging | LegAnswered | LegEnded, now: Moment
) -> tuple[Picture, Ring | None]:
    """The telephone of a member of staff forwards: whom to ring on the same leg, if anybody."""
    by_trunk = event.leg in picture.way_out.attempts  # then it is the trunk that says so
    if not (isinstance(event, LegEnded) and event.forward) or by_trunk:
        return picture, None
    call = picture.calls.get(call_of(event.leg))
    agent = _rung_for(call, event.leg) if call else ""
    if call is None or not agent or event.leg in call.forwarded:
        return picture, None
    target = target_of(call.directory, event.forward)
    outside = target.startswith(OUTSIDE)
    if not target or (outside and picture.calls.room < 1):
        return picture, None
    whom, name = shown(event.forward), name_of(call, agent)
    call = noted(call, now, f"The telephone of {name} forwards to {whom}.")
    call = changed(call, forwarded=call.forwarded | {event.leg})
    return picture.with_call(call.id, call), reached_at(call, event.leg, target)


def _rung_for(call: Call, leg: LegId) -> str:
    match call.phase:
        case Waiting() as here:
            held = here.offer_on(leg)
            return held.agent if held and held.agent in call.directory.agents else ""
        case Talking(consult=asked) if asked and asked.leg == leg:
            return asked.target if asked.target in call.directory.agents else ""
    return ""


def target_of(directory: Directory, forward: str) -> str:
    """Whom the address stands for: a member of staff, a number outside, or nobody we may ring."""
    user, address = user_of(forward), bare(forward)
    for agent in directory.agents.values():
        if address == bare(agent.address) or (user and user == agent.extension):
            return agent.id
    return OUTSIDE + user if may_ring(directory, user) else ""

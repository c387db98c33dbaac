"""A telephone that sends a call elsewhere (3xx): followed where the rules allow, once."""

from __future__ import annotations

from appliance.core.calls.offering import name_of, reached_at
from appliance.core.model.frozen import changed
from appliance.core.model.ids import LegId, Moment
from appliance.core.model.told import Told
from appliance.core.protocol.commands import Ring
from appliance.core.protocol.events import LegEnded
from appliance.core.protocol.forward_address import bare, shown, user_of
from appliance.core.settings.directory import Directory
from appliance.core.state.call import OUTSIDE, Call, Talking, Waiting, call_of, noted
from appliance.core.state.picture import Picture
from appliance.core.trunks.limits import may_ring

FAILURES = frozenset(range(300, 600)) - {487}
"""After these somewhere else may still be tried: not where we have hung up (487), nor after 6xx,
which speaks for every address (RFC 3261 section 21.6)."""


def heard(
    picture: Picture, event: LegEnded, by_trunk: bool, now: Moment
) -> tuple[Picture, Ring | None]:
    """The telephone of a member of staff forwards: whom to ring on the same leg, if anybody.

    Of several addresses the best that may be rung, then, if that one fails, the next (RFC 3261
    section 8.1.3.4). `by_trunk`: it is the trunk that has answered, not the telephone.
    """
    call = picture.calls.get(call_of(event.leg))
    agent = _rung_for(call, event.leg) if call else ""
    if call is None or not agent:
        return picture, None
    room = event.leg in call.forwarded or picture.calls.room > 0
    ways = _ways(call, event, by_trunk)
    for at, way in enumerate(ways):
        target = target_of(call.directory, way)
        if target and (room or not target.startswith(OUTSIDE)):
            call = _sent(call, event.leg, agent, ways[at:], now)
            return picture.with_call(call.id, call), reached_at(call, event.leg, target)
    return picture, None


def _ways(call: Call, event: LegEnded, by_trunk: bool) -> tuple[str, ...]:
    """Where the call may go now; whoever has been sent there is not sent further."""
    left = call.forwarded.get(event.leg)
    if left is None:
        return () if by_trunk else event.forwards
    return left if event.code in FAILURES else ()


def _sent(call: Call, leg: LegId, agent: str, ways: tuple[str, ...], now: Moment) -> Call:
    """The call that goes where the first of the ways leads; it may go the others yet."""
    whom, name = shown(ways[0]), name_of(call, agent)
    call = noted(call, now, Told.FORWARDS, who=name, address=whom)
    return changed(call, forwarded={**call.forwarded, leg: ways[1:]})


def _rung_for(call: Call, leg: LegId) -> str:
    match call.phase:
        case Waiting() as here:
            held = here.offer_on(leg)
            return held.agent if held and held.agent in call.directory.agents else ""
        case Talking(consult=asked) if asked and asked.leg == leg and not asked.answered:
            return asked.target if asked.target in call.directory.agents else ""
    return ""


def target_of(directory: Directory, forward: str) -> str:
    """Whom the address stands for: a member of staff, a number outside, or nobody we may ring."""
    user, address = user_of(forward), bare(forward)
    for agent in directory.agents.values():
        if address == bare(agent.address) or (user and user == agent.extension):
            return agent.id
    return OUTSIDE + user if may_ring(directory, user) else ""

"""A telephone that sends a call elsewhere (3xx): followed where the rules allow, once."""

from __future__ import annotations

from appliance.core.changed import changed
from appliance.core.commands import Ring
from appliance.core.directory import Directory
from appliance.core.events import LegAnswered, LegEnded, LegRinging
from appliance.core.forward_address import bare, shown, user_of
from appliance.core.model import LegId, Moment
from appliance.core.offering import name_of, reached_at
from appliance.core.office import Picture
from appliance.core.outgoing import (
    HOME,
    SHORTEST_NUMBER,
    is_own,
    is_whole,
    may_dial,
    staff_may_dial,
)
from appliance.core.phases import OUTSIDE, Call, Talking, Waiting, call_of, noted


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


def may_ring(directory: Directory, dialled: str) -> bool:
    """Whether a call may be forwarded to this number at the office's expense."""
    number = e164(directory, dialled)
    if len(dialled) < SHORTEST_NUMBER or directory.way_out is None or not is_whole(number):
        return False
    if is_own(directory, number):
        return False
    allowed = may_dial(directory.office, dialled) or staff_may_dial(directory, number)
    return allowed or number in _known(directory)


def _known(directory: Directory) -> set[str]:
    """The numbers that stand in the settings."""
    parts = (directory.agents, directory.partners, directory.contacts, directory.clients)
    found = {getattr(each, "number", None) for part in parts for each in part.values()}
    found |= {agent.address for agent in directory.agents.values()}
    return {number for number in found if number and number.startswith("+")}


def e164(directory: Directory, dialled: str) -> str:
    """The number with its country code, as far as that is certain; "" for what is no number."""
    plain = dialled.removeprefix("+")
    if not (plain.isascii() and plain.isdigit()):
        return ""
    if dialled.startswith("+"):
        return dialled
    if dialled.startswith("00"):
        return f"+{dialled[2:]}"
    code, before = HOME.get(directory.office.country, ("", ""))
    return code + dialled.removeprefix(before) if code else dialled

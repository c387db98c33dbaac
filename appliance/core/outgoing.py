"""What goes out by the trunk: which numbers staff may dial, and how many calls at once."""

from __future__ import annotations

from collections.abc import Iterable

from appliance.core.directory import Directory, Office
from appliance.core.phases import OUTSIDE, PARTNER, Call, CallingBack, Talking, Waiting


def may_dial(office: Office, dialled: str) -> bool:
    """Whether staff may dial this through the trunk: only what the settings allow (toll fraud)."""
    return dialled.isdigit() and dialled.startswith(office.outgoing) if office.outgoing else False


def by_trunk(directory: Directory, target: str) -> bool:
    """Whether an agent, the partner, or a number outside is reached by the trunk."""
    if target == PARTNER or target.startswith(OUTSIDE):
        return True
    agent = directory.agents.get(target)
    return agent is not None and not agent.address.startswith("sip:")


def room_left(calls: Iterable[Call]) -> int:
    """How many more calls may go out by the trunk now, by the latest call's settings."""
    calls = tuple(calls)
    most = calls[-1].directory.office.max_outgoing if calls else 0
    return most - sum(_legs(call) for call in calls)


def _legs(call: Call) -> int:
    match call.phase:
        case Waiting(offers=offers):
            targets = [offer.agent for offer in offers]
        case Talking(agent=agent, consult=consult):
            targets = [agent] + ([consult.target] if consult else [])
        case CallingBack(agent=agent):
            targets = [agent, PARTNER]
        case _:
            targets = []
    back = 1 if call.called_back_on else 0
    return back + sum(by_trunk(call.directory, target) for target in targets)

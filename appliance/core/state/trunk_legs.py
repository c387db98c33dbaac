"""Which legs of a call go out by the trunk, or are about to: every one costs a line of it."""

from __future__ import annotations

from appliance.core.settings.directory import Directory
from appliance.core.settings.partners import PARTNER, is_partner
from appliance.core.state.call import OUTSIDE, Call, CallingBack, Talking, Waiting
from appliance.core.state.dial_phase import Dialling


def by_trunk(directory: Directory, target: str) -> bool:
    """Whether an agent, the partner, or a number outside is reached by the trunk."""
    if partner := directory.partner_at(target):
        return not partner.number.startswith("sip:")
    if is_partner(target) or target.startswith(OUTSIDE):
        return True
    agent = directory.agents.get(target)
    return agent is not None and not agent.address.startswith("sip:")


def legs_by_trunk(call: Call) -> int:
    """How many legs of this call go out by the trunk, or are about to."""
    match call.phase:
        case Waiting(offers=offers):
            targets = [offer.agent for offer in offers]
        case Talking(agent=agent, consult=consult):
            targets = [agent] + ([consult.target] if consult else [])
        case CallingBack(agent=agent) | Dialling(agent=agent):
            targets = [agent, PARTNER]
        case _:
            targets = []
    back = 1 if call.called_back_on else 0
    return back + len(call.forwarded) + sum(by_trunk(call.directory, target) for target in targets)

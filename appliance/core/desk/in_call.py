"""What the page's buttons do in a call (office.md C10): the same as the agent's keys."""

from __future__ import annotations

from appliance.core.calls import held_by_agent as resting
from appliance.core.calls import remark, transfer
from appliance.core.model.ids import Moment
from appliance.core.protocol.commands import Command
from appliance.core.protocol.events_desk import InCall, InCallAsked
from appliance.core.protocol.replies import reply_to
from appliance.core.state.call import Call, Step, Talking
from appliance.core.state.picture import Picture

ON_HOLD = "The caller is on hold."
IS_BACK = "The caller is back with the agent."
NOT_TALKING = "Nobody talks in this call now."
NOT_YOURS = "Only who talks in the call, or a superior, may do this."
DONE = {
    InCall.ESCALATE: "The superior is called.",
    InCall.ABUSE: "The call is flagged as abuse.",
    InCall.URGENT: "The call is marked as urgent.",
}


def asked(picture: Picture, event: InCallAsked, now: Moment) -> tuple[Step, list[Command]]:
    """What becomes of the call, and the answer to whoever pressed."""
    call = picture.calls.get(event.call)
    phase = call.phase if call else None
    if call is None or not isinstance(phase, Talking):
        return (call, []), reply_to(event.request, False, NOT_TALKING)
    if why := _refusal(call, phase, event):
        return (call, []), reply_to(event.request, False, why)
    step = _done(call, phase, event.what, now, event.by or event.agent)
    return step, reply_to(event.request, True, _in_words(event.what, step))


def _refusal(call: Call, phase: Talking, event: InCallAsked) -> str:
    agent = call.directory.agents.get(phase.agent)
    if agent is None or event.agent != agent.id:
        return NOT_YOURS
    if event.what is not InCall.ESCALATE:
        return ""
    if agent.superior is None:
        return f"{agent.name} has no superior here."
    return "Somebody is asked already." if phase.consult else ""


def _in_words(what: InCall, step: Step) -> str:
    phase = step[0].phase if step[0] else None
    held = step[0] and isinstance(phase, Talking) and resting.is_held(step[0], phase)
    return DONE.get(what) or (ON_HOLD if held else IS_BACK)


def _done(call: Call, phase: Talking, what: InCall, now: Moment, who: str) -> Step:
    match what:
        case InCall.HOLD:
            return transfer.hold_or_resume(call, phase, now, who)
        case InCall.ESCALATE:
            return transfer.escalate(call, phase, now, who)
        case InCall.ABUSE:
            return remark.abuse(call, phase, now, who)
        case InCall.URGENT:
            return remark.urgent(call, phase, now, who)

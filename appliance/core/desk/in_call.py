"""What the page's buttons do in a call (office.md C10): the same as the agent's keys."""

from __future__ import annotations

from appliance.core.calls import held_by_agent as resting
from appliance.core.calls import remark, transfer
from appliance.core.model.ids import Moment
from appliance.core.model.verdict import Granted, Refused, Verdict, granted, refused
from appliance.core.protocol.commands import Command
from appliance.core.protocol.events_desk import InCall, InCallAsked
from appliance.core.protocol.replies import reply_to
from appliance.core.state.call import Call, Step, Talking
from appliance.core.state.picture import Picture

DONE = {
    InCall.ESCALATE: Granted.SUPERIOR_CALLED,
    InCall.ABUSE: Granted.FLAGGED_AS_ABUSE,
    InCall.URGENT: Granted.MARKED_AS_URGENT,
}


def asked(picture: Picture, event: InCallAsked, now: Moment) -> tuple[Step, list[Command]]:
    """What becomes of the call, and the answer to whoever pressed."""
    call = picture.calls.get(event.call)
    phase = call.phase if call else None
    if call is None or not isinstance(phase, Talking):
        return (call, []), reply_to(event.request, refused(Refused.NOBODY_TALKS))
    if why := _refusal(call, phase, event):
        return (call, []), reply_to(event.request, why)
    step = _done(call, phase, event.what, now, event.by or event.agent)
    return step, reply_to(event.request, granted(_done_so(event.what, step)))


def _refusal(call: Call, phase: Talking, event: InCallAsked) -> Verdict | None:
    agent = call.directory.agents.get(phase.agent)
    if agent is None or event.agent != agent.id:
        return refused(Refused.NOT_YOUR_TALK)
    if event.what is not InCall.ESCALATE:
        return None
    if agent.superior is None:
        return refused(Refused.NO_SUPERIOR, who=agent.name)
    return refused(Refused.ASKED_ALREADY) if phase.consult else None


def _done_so(what: InCall, step: Step) -> Granted:
    phase = step[0].phase if step[0] else None
    held = step[0] and isinstance(phase, Talking) and resting.is_held(step[0], phase)
    return DONE.get(what) or (Granted.ON_HOLD if held else Granted.OFF_HOLD)


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

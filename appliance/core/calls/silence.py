"""A leg of which no sound comes any more: whoever was there is gone without a word."""

from __future__ import annotations

from appliance.core.calls import held_by_agent as resting
from appliance.core.calls import talk, transfer
from appliance.core.calls.offering import name_of
from appliance.core.model.ids import Moment
from appliance.core.model.told import Cause, Told, Value
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.commands import HangUp
from appliance.core.protocol.events_leg import LegSilent
from appliance.core.state.call import Call, Step, Talking, noted


def is_too_long(call: Call, event: LegSilent) -> bool:
    """Whether the office takes the far end for gone; while somebody holds, nobody need speak."""
    most = call.directory.office.silence_seconds
    holds = isinstance(call.phase, Talking) and resting.is_held(call, call.phase)
    return 0 < most <= event.seconds and not holds


def told(call: Call, whose: Value | None, now: Moment) -> Call:
    """The call whose story says why it ends: `whose` telephone is dead, or (None) the caller's."""
    seconds = round(call.directory.office.silence_seconds)
    if whose is None:
        return noted(call, now, Told.CALLER_SILENT, n=seconds)
    return noted(call, now, Told.SILENT, who=whose, n=seconds)


def of_agent(call: Call, phase: Talking, event: LegSilent, now: Moment) -> Step:
    """The telephone of the one who talks, or of whom they asked, is dead."""
    asked = phase.consult
    if asked and asked.leg == event.leg:
        onward, commands = transfer.not_consulted(call, phase, asked, Trouble(Cause.NO_SOUND), now)
    elif phase.leg == event.leg:
        call = told(call, name_of(call, phase.agent), now)
        onward, commands = talk.agent_left(call, phase, now)
    else:
        return call, []
    return onward, [HangUp(event.leg), *commands]

"""An agent who holds on the telephone itself: the caller hears that they wait (office.md D2)."""

from __future__ import annotations

from appliance.core.model.frozen import changed
from appliance.core.model.ids import LegId, Moment, Sound
from appliance.core.model.told import Told
from appliance.core.protocol.commands import Bridge, Command, Part
from appliance.core.protocol.events import Event, LegEnded
from appliance.core.protocol.events_leg import LegHeld, LegResumed
from appliance.core.state.call import Call, Step, Talking, enter, noted, play


def noticed(call: Call, event: Event) -> Call:
    """The call that knows which of its legs are held, and which are forwarded and still live."""
    if isinstance(event, LegEnded) and event.leg in call.forwarded:
        left = {leg: more for leg, more in call.forwarded.items() if leg != event.leg}
        call = changed(call, forwarded=left)
    match event:
        case LegHeld(leg=leg):
            return changed(call, resting=call.resting | {leg})
        case LegResumed(leg=leg) | LegEnded(leg=leg) if leg in call.resting:
            return changed(call, resting=call.resting - {leg})
    return call


def is_held(call: Call, phase: Talking) -> bool:
    """Whether the caller waits in the middle of a talk, by whatever means."""
    return phase.held or phase.leg in call.resting


def together(call: Call, leg: LegId) -> tuple[Call, list[Command]]:
    """Caller and agent hear each other; or, while that telephone holds, the caller a sound."""
    if leg not in call.resting:
        return call, [Bridge(call.caller_leg, leg)]
    call, sound = play(call, call.caller_leg, Sound.WAITING, loop=True)
    return call, [Part(call.caller_leg, leg), sound]


def advance(call: Call, event: LegHeld | LegResumed, now: Moment) -> Step:
    """The telephone of the one who talks holds, or is back."""
    phase = call.phase
    if not isinstance(phase, Talking) or phase.leg != event.leg:
        return call, []
    holds = isinstance(event, LegHeld)
    call = noted(call, now, Told.TELEPHONE_HOLDS if holds else Told.TELEPHONE_BACK)
    if phase.held or _joined(phase):
        return enter(call, phase, [])  # the caller is with somebody else already, or with a sound
    call, commands = together(call, phase.leg)
    return enter(call, phase, commands)


def _joined(phase: Talking) -> bool:
    """Whether a superior hears the caller, too."""
    return phase.consult is not None and phase.consult.joins and phase.consult.answered

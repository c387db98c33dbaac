"""Every leg of a call and every timer that it may have, in whatever phase: to end them all."""

from __future__ import annotations

from collections.abc import Iterator

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import Command, StopTimer
from appliance.core.state.call import (
    Call,
    CallingBack,
    Talking,
    Waiting,
    WrappingUp,
    ring_timer,
    timer,
)
from appliance.core.state.dial_phase import Dialling

TIMERS = (
    *("key", "wait", "again", "announce", "overflow", "back", "dial", "refer", "keys"),
    *("consult", "record", "recording", "wrap_up", "limit"),
)
"""Every timer that a call may have, besides one for each telephone that rings."""


def legs_of(call: Call) -> list[LegId]:
    """Every leg of a call: the caller's first."""
    return [call.caller_leg] * call.caller_present + [leg for leg in _other_legs(call) if leg]


def quiet(call: Call, but: str = "") -> list[Command]:
    """Stop every timer of a call, besides the one that shall run on."""
    rings = [ring_timer(call, leg) for leg in _other_legs(call) if leg]
    return [StopTimer(name) for name in (*rings, *(timer(call, t) for t in TIMERS if t != but))]


def _other_legs(call: Call) -> Iterator[LegId | None]:
    match call.phase:
        case Waiting(offers=offers):
            yield from (offer.leg for offer in offers)
        case CallingBack(agent_leg=agent_leg, leg=leg):
            yield from (agent_leg, leg)
        case Talking(leg=leg, consult=consult):
            yield from (leg, consult.leg if consult else None)
        case Dialling(leg=leg) | WrappingUp(leg=leg):
            yield leg

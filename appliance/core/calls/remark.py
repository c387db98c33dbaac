"""What an agent remarks about a call by a key: that it is urgent, or that it is abuse."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.model.ids import Moment, Sound
from appliance.core.model.told import Told
from appliance.core.state.call import Call, Step, Talking, enter, noted, play


def urgent(call: Call, phase: Talking, now: Moment, who: str) -> Step:
    """The call is urgent: the message says so, and an "urgent only" firm may be disturbed."""
    call = replace(noted(call, now, Told.URGENT, who), urgent=True)
    return _confirmed(call, phase)


def abuse(call: Call, phase: Talking, now: Moment, who: str) -> Step:
    """The caller threatens or insults: kept with the call (office.md C10)."""
    call = replace(noted(call, now, Told.ABUSE, who), abuse=True)
    return _confirmed(call, phase)


def _confirmed(call: Call, phase: Talking) -> Step:
    """The agent alone hears a tone: the key has arrived."""
    call, tone = play(call, phase.leg, Sound.TONE)
    return enter(call, phase, [tone])

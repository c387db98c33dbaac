"""The talk and its end: who hung up, and how the agent says what became of the call."""

from __future__ import annotations

from dataclasses import replace

from appliance.core import transfer
from appliance.core.closing import finish
from appliance.core.commands import Command, HangUp, StartTimer, StopTimer
from appliance.core.model import Disposition, LegId, Moment
from appliance.core.outcomes import outcome_keys, outcome_question
from appliance.core.phases import (
    OUTSIDE,
    PARTNER,
    Call,
    Step,
    Talking,
    WrappingUp,
    enter,
    noted,
    play,
    timer,
)


def agent_left(call: Call, phase: Talking, now: Moment) -> Step:
    """The agent hung up: the caller is let go, and the outcome is still to be said."""
    if phase.consult:
        return transfer.hand_over(call, phase, phase.consult, now)
    call = replace(noted(call, now, "The agent hung up."), caller_present=False)
    commands = [HangUp(call.caller_leg), *transfer.stop_consulting(call, phase)]
    if known := _known_outcome(phase):
        return _closed(call, commands, *known, now)
    return enter(call, WrappingUp(phase.agent, None, now), [*commands, _wrap_up_limit(call)])


def caller_left(call: Call, phase: Talking, now: Moment) -> Step:
    """The caller hung up: the agent, still listening, is asked how it ended."""
    commands = transfer.stop_consulting(call, phase)
    if known := _known_outcome(phase):
        return _closed(call, [HangUp(phase.leg), *commands], *known, now)
    language = call.directory.agents[phase.agent].language
    call, question = play(call, phase.leg, outcome_question(call, language))
    wrapping_up = WrappingUp(phase.agent, phase.leg, now)
    return enter(call, wrapping_up, [*commands, question, _wrap_up_limit(call)])


def _known_outcome(phase: Talking) -> tuple[Disposition, str] | None:
    """How a call ends of which nobody need be asked."""
    if phase.agent == PARTNER:
        return Disposition.TO_PARTNER, ""
    if phase.agent.startswith(OUTSIDE):
        return Disposition.PUT_THROUGH, ""
    return phase.chosen


def key_pressed(call: Call, phase: WrappingUp, digit: str, now: Moment) -> Step:
    """A key of the agent's telephone names the disposition; others are ignored."""
    disposition = outcome_keys(call).get(digit)
    return close(call, phase, disposition, "", now) if disposition else (call, [])


def listener_left(call: Call, phase: WrappingUp) -> Step:
    """The agent hung up without a key: the desk or the timer will say."""
    return enter(call, replace(phase, leg=None), [])


def choose_early(call: Call, phase: Talking, disposition: Disposition, note: str) -> Step:
    """The desk says during the talk how it will have ended."""
    return enter(call, replace(phase, chosen=(disposition, note)), [])


def close(call: Call, phase: WrappingUp, disposition: Disposition, note: str, now: Moment) -> Step:
    """The wrap-up is over."""
    hang_up = _hang_up(phase.leg)
    return _closed(call, [*hang_up, StopTimer(timer(call, "wrap_up"))], disposition, note, now)


def _closed(
    call: Call, commands: list[Command], disposition: Disposition, note: str, now: Moment
) -> Step:
    gone, closing = finish(call, disposition, now, note)
    return gone, [*commands, *closing]


def _hang_up(leg: LegId | None) -> list[Command]:
    return [HangUp(leg)] if leg else []


def _wrap_up_limit(call: Call) -> StartTimer:
    return StartTimer(timer(call, "wrap_up"), call.directory.office.wrap_up_seconds)

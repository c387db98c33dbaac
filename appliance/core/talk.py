"""The talk and its end: who hung up, and how the agent says what became of the call."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.closing import finish
from appliance.core.commands import Command, HangUp, StartTimer, StopTimer
from appliance.core.model import Disposition, LegId, Moment
from appliance.core.phases import (
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
from appliance.core.wording import DISPOSITION_KEYS, spoken


def agent_left(call: Call, phase: Talking, now: Moment) -> Step:
    """The agent hung up: the caller is let go, and the outcome is still to be said."""
    call = replace(noted(call, now, "The agent hung up."), caller_present=False)
    if phase.agent == PARTNER:
        return _closed(call, [HangUp(call.caller_leg)], Disposition.TO_PARTNER, "", now)
    if phase.chosen:
        return _closed(call, [HangUp(call.caller_leg)], *phase.chosen, now)
    phase_after = WrappingUp(phase.agent, None, now)
    return enter(call, phase_after, [HangUp(call.caller_leg), _wrap_up_limit(call)])


def caller_left(call: Call, phase: Talking, now: Moment) -> Step:
    """The caller hung up: the agent, still listening, is asked how it ended."""
    if phase.agent == PARTNER:
        return _closed(call, [HangUp(phase.leg)], Disposition.TO_PARTNER, "", now)
    if phase.chosen:
        return _closed(call, [HangUp(phase.leg)], *phase.chosen, now)
    language = call.directory.agents[phase.agent].language
    call, question = play(call, phase.leg, spoken("how_did_it_end", language))
    return enter(call, WrappingUp(phase.agent, phase.leg, now), [question, _wrap_up_limit(call)])


def key_pressed(call: Call, phase: WrappingUp, digit: str, now: Moment) -> Step:
    """A key of the agent's telephone names the disposition; others are ignored."""
    disposition = DISPOSITION_KEYS.get(digit)
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

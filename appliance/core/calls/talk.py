"""The talk and its end: who hung up, and how the agent says what became of the call."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.calls import transfer
from appliance.core.calls.closing import finish
from appliance.core.calls.outcomes import outcome_keys, outcome_question
from appliance.core.model.ids import Disposition, LegId, Moment
from appliance.core.model.told import Told
from appliance.core.protocol.commands import Command, HangUp, StartTimer, StopTimer
from appliance.core.settings.partners import PARTNER, is_partner
from appliance.core.state.call import (
    OUTSIDE,
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
    call = replace(noted(call, now, Told.AGENT_LEFT), caller_present=False)
    commands = [HangUp(call.caller_leg), *transfer.stop_consulting(call, phase)]
    if known := _known_outcome(phase):
        return _closed(call, commands, *known, now)
    return enter(call, WrappingUp(phase.agent, None, now), [*commands, _wrap_up_limit(call)])


def caller_left(call: Call, phase: Talking, now: Moment) -> Step:
    """The caller hung up: the agent, still listening, is asked how it ended."""
    commands = transfer.stop_consulting(call, phase)
    if known := _known_outcome(phase):
        return _closed(call, [HangUp(phase.leg), *commands], *known, now)
    if is_partner(phase.agent):
        return _partner_is_free(call, phase, commands, now)
    language = call.directory.agents[phase.agent].language
    call, question = play(call, phase.leg, outcome_question(call, language))
    wrapping_up = WrappingUp(phase.agent, phase.leg, now)
    return enter(call, wrapping_up, [*commands, question, _wrap_up_limit(call)])


def _known_outcome(phase: Talking) -> tuple[Disposition, str] | None:
    """How a call ends of which nobody need be asked."""
    if phase.chosen:
        return phase.chosen
    if phase.agent == PARTNER:
        return Disposition.TO_PARTNER, ""
    return (Disposition.PUT_THROUGH, "") if phase.agent.startswith(OUTSIDE) else None


def _partner_is_free(call: Call, phase: Talking, commands: list[Command], now: Moment) -> Step:
    """A partner's telephone is for its next caller: the outcome is said on the page."""
    after = WrappingUp(phase.agent, None, now)
    return enter(call, after, [HangUp(phase.leg), *commands, _wrap_up_limit(call)])


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


def not_said(call: Call, phase: WrappingUp, now: Moment) -> Step:
    """Nobody said in time how the call ended; of a partner's it is known who took it."""
    to_partner = is_partner(phase.agent)
    outcome = Disposition.TO_PARTNER if to_partner else Disposition.NOT_STATED
    return close(call, phase, outcome, "", now)


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

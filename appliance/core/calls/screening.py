"""Screening: which rule of a client holds when it rings, and what the agent's keys may do then."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.model.ids import Moment
from appliance.core.settings.directory import Client, Directory
from appliance.core.settings.hours import closed_at
from appliance.core.settings.screening import Rule, Screening
from appliance.core.state.call import Call, Step, Talking, enter, noted, play
from appliance.core.words.agents import agent_said

FORBIDS = {
    Rule.ANSWER: "the firm wants its callers answered from the card",
    Rule.MESSAGE: "the firm wants a message taken",
    Rule.URGENT: "the firm takes only urgent calls, and this one is not marked as urgent",
}
HEARD = {
    Rule.ANSWER: "answer_only",
    Rule.MESSAGE: "message_only",
    Rule.URGENT: "urgent_only",
}


def rule_in_force(directory: Directory, client: Client | None, now: Moment) -> Screening | None:
    """The first of the client's rules whose hours hold now; None: the client has no wish."""
    for screening in client.screening if client else ():
        known = now.clock_set and not closed_at(directory, screening.hours, now.wall)
        if screening.hours is None or known:
            return screening
    return None


def refusal(call: Call) -> str:
    """Why the caller may not be put through to the firm now, or nothing."""
    if call.screening is None or call.screening.rule is Rule.PUT_THROUGH:
        return ""
    if call.screening.rule is Rule.URGENT and call.urgent:
        return ""
    return FORBIDS[call.screening.rule]


def refuse(call: Call, phase: Talking, why: str, now: Moment) -> Step:
    """The caller is not put through; the agent hears what the firm wants instead."""
    assert call.screening
    taker = call.directory.taker(phase.agent)
    language = taker.language if taker else call.directory.office.language
    wish = agent_said(HEARD[call.screening.rule], language)
    call, saying = play(
        decided(call, phase.agent, f"Not put through: {why}.", now), phase.leg, wish
    )
    return enter(call, phase, [saying])


def allow(call: Call, phase: Talking, now: Moment) -> Call:
    """The caller is put through, for this reason."""
    if call.screening is None:
        return call
    urgent = call.screening.rule is Rule.URGENT
    why = "the call is urgent" if urgent else "the firm takes its calls now"
    return decided(call, phase.agent, f"Put through: {why}.", now)


def decided(call: Call, agent: str, decision: str, now: Moment) -> Call:
    """Keep a decision about the call, its reason, and whose it was."""
    return replace(noted(call, now, decision, agent), decision=decision)


def decision_of(call: Call) -> str:
    """What was decided, for the record; a rule that nobody has tried was simply followed."""
    if call.screening is None:
        return ""
    return call.decision or "Not put through."

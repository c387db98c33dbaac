"""Screening: which rule of a client holds when it rings, and what the agent's keys may do then."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.model.ids import Moment
from appliance.core.model.told import Cause, Told
from appliance.core.model.trouble import Trouble
from appliance.core.settings.directory import Client, Directory
from appliance.core.settings.hours import closed_at
from appliance.core.settings.screening import Rule, Screening
from appliance.core.state.call import Call, Step, Talking, enter, noted, play
from appliance.core.words.agents import agent_said
from appliance.core.words.trail import in_english

FORBIDS = {
    Rule.ANSWER: Cause.ANSWERED_FROM_CARD,
    Rule.MESSAGE: Cause.MESSAGE_TAKEN,
    Rule.URGENT: Cause.ONLY_URGENT,
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


def refusal(call: Call) -> Cause | None:
    """Why the caller may not be put through to the firm now, or nothing."""
    if call.screening is None or call.screening.rule is Rule.PUT_THROUGH:
        return None
    if call.screening.rule is Rule.URGENT and call.urgent:
        return None
    return FORBIDS[call.screening.rule]


def refuse(call: Call, phase: Talking, why: Cause, now: Moment) -> Step:
    """The caller is not put through; the agent hears what the firm wants instead."""
    assert call.screening
    taker = call.directory.taker(phase.agent)
    language = taker.language if taker else call.directory.office.language
    wish = agent_said(HEARD[call.screening.rule], language)
    call = decided(call, phase.agent, Told.NOT_PUT_THROUGH, why, now)
    call, saying = play(call, phase.leg, wish)
    return enter(call, phase, [saying])


def allow(call: Call, phase: Talking, now: Moment) -> Call:
    """The caller is put through, for this reason."""
    if call.screening is None:
        return call
    urgent = call.screening.rule is Rule.URGENT
    why = Cause.IS_URGENT if urgent else Cause.TAKES_CALLS
    return decided(call, phase.agent, Told.PUT_THROUGH, why, now)


def decided(call: Call, agent: str, decision: Told, why: Cause, now: Moment) -> Call:
    """Keep a decision about the call, its reason, and whose it was."""
    call = noted(call, now, decision, agent, why=Trouble(why))
    return replace(call, decision=in_english(call.trail[-1]))


def decision_of(call: Call) -> str:
    """What was decided, for the record; a rule that nobody has tried was simply followed."""
    if call.screening is None:
        return ""
    return call.decision or "Not put through."

"""Calling back instead of waiting on the line: the promise, the place kept, and the call."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.calls import held_by_agent as resting
from appliance.core.calls import recording
from appliance.core.calls.closing import finish, promised
from appliance.core.calls.waiting import stop_offers, stop_waiting
from appliance.core.model.ids import Disposition, LegId, Moment, Receipt, Record, Sound
from appliance.core.model.told import Told
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.commands import Command, HangUp, Ring, Save, StartTimer, StopTimer
from appliance.core.settings.partners import is_partner
from appliance.core.state.call import (
    Call,
    CallBack,
    CallingBack,
    Offer,
    Step,
    Talking,
    Waiting,
    WrappingUp,
    enter,
    new_leg,
    noted,
    play,
    ring_timer,
    timer,
)
from appliance.core.trunks.limits import offers_call_back, own_number
from appliance.core.words.spoken import spoken

CALL_BACK_KEY = "1"
PATIENCE_SECONDS = 7200.0
"""So long a promise waits for an agent before it is left to the desk."""


def may_promise(call: Call, phase: Waiting) -> bool:
    """Only a caller whom we may dial, and who is not promised it already."""
    return phase.call_back is None and offers_call_back(call, phase)


def promise(call: Call, phase: Waiting, now: Moment) -> Step:
    """The caller wants to be called: first the disk has it, then it is said."""
    call = noted(call, now, Told.WANTS_CALL_BACK)
    storing = replace(phase, call_back=CallBack.STORING)
    return enter(call, storing, [Save(receipt_of(call), _records(call, now), once=True)])


def receipt_of(call: Call) -> Receipt:
    """Names the saving of the promise."""
    return Receipt(f"{call.id}:callback")


def stored(call: Call, phase: Waiting) -> Step:
    """The promise is on the disk: say so."""
    call, saying = play(call, call.caller_leg, spoken("call_back_promised", call.language))
    telling = replace(phase, call_back=CallBack.TELLING, announcing=saying.play)
    return enter(call, telling, [saying, StopTimer(timer(call, "announce"))])


def _records(call: Call, now: Moment) -> tuple[Record, ...]:
    note = "Called back when it is their turn."
    return promised(call, Disposition.CALL_BACK, now, note=note)


def not_stored(call: Call, phase: Waiting, now: Moment) -> Step:
    """The disk refuses: nothing is promised, the caller goes on waiting."""
    call = noted(call, now, Told.PROMISE_NOT_STORED)
    return enter(call, replace(phase, call_back=None), [])


def told(call: Call, phase: Waiting, now: Moment) -> Step:
    """The caller knows: hang up, and keep the place."""
    onward, commands = caller_left(call, phase, now)
    return onward, [HangUp(call.caller_leg), *commands]


def caller_left(call: Call, phase: Waiting, now: Moment) -> Step:
    """The promise stands without the caller on the line.

    Whoever hung up before the disk had it wants to be called all the same: it is saved once more,
    and now tried again until the disk takes it.
    """
    unsaved = phase.call_back is CallBack.STORING
    again = [Save(receipt_of(call), _records(call, now))] if unsaved else []
    call = replace(noted(call, now, Told.KEEPS_PLACE), caller_present=False)
    quiet = [StopTimer(timer(call, name)) for name in ("announce", "overflow")]
    patience = StartTimer(timer(call, "wait"), PATIENCE_SECONDS)
    partner = tuple(offer for offer in phase.offers if is_partner(offer.agent))
    ours = tuple(offer for offer in phase.offers if not is_partner(offer.agent))
    standing = replace(
        phase, call_back=CallBack.STANDING, announcing=None, offers=ours, overflowing=False
    )
    return enter(call, standing, [*again, *quiet, *stop_offers(call, partner), patience])


def give_up(call: Call, phase: Waiting, now: Moment) -> Step:
    """Nobody could call back in time: the desk has the message."""
    gone, commands = finish(call, Disposition.CALL_BACK, now, "Not called back in time.")
    return gone, [*stop_waiting(call, phase), *commands]


def ring_caller(call: Call, phase: Waiting, held: Offer, now: Moment) -> Step:
    """An agent took the call: ring the caller, with the office's own number."""
    others = tuple(offer for offer in phase.offers if offer != held)
    quiet: list[Command] = stop_waiting(call, replace(phase, offers=others))
    call = noted(replace(call, agent=held.agent), now, Told.CALLS_BACK)
    onward, commands = ring_out(call, held.agent, held.leg, phase.loop)
    return onward, [*quiet, StopTimer(ring_timer(call, held.leg)), *commands]


def ring_out(call: Call, agent: str, agent_leg: LegId, loop: str) -> Step:
    """Ring the caller, or whom the agent wants to call, by the trunk; the agent waits for it."""
    trunk, office = call.directory.way_out, call.directory.office
    assert trunk
    assert call.caller
    call, leg = new_leg(call)
    call, sound = play(call, agent_leg, Sound.WAITING, loop=True)
    name = call.client.name if call.outgoing and call.client else office.name
    shown = trunk.shown_user(own_number(call))
    ring = Ring(leg, f"sip:{call.caller}@{trunk.host}", shown, name, trunk.id)
    limit = StartTimer(timer(call, "back"), office.ring_seconds * 2)
    return enter(call, CallingBack(agent, agent_leg, loop, leg), [sound, ring, limit])


def caller_answered(call: Call, phase: CallingBack, now: Moment) -> Step:
    """Both are there."""
    if call.outgoing:
        call = noted(call, now, Told.NUMBER_ANSWERED, number=call.caller)
    else:
        call = noted(call, now, Told.CALLER_ANSWERED)
    answered = call.answered or now
    call = replace(call, called_back_on=phase.leg, caller_present=True, answered=answered)
    call, bridge = resting.together(call, phase.agent_leg)
    talking = Talking(phase.agent, phase.agent_leg, now, phase.loop)
    call, record = recording.begin(call, phase.loop, now)
    return enter(call, talking, [*bridge, *record, StopTimer(timer(call, "back"))])


def caller_not_reached(call: Call, phase: CallingBack, why: Trouble, now: Moment) -> Step:
    """The caller did not answer: the agent says how it ended."""
    call = noted(call, now, Told.NOT_REACHED, number=call.caller or "", why=why)
    language = call.directory.agents[phase.agent].language
    call, question = play(call, phase.agent_leg, spoken("how_did_it_end", language))
    limit = StartTimer(timer(call, "wrap_up"), call.directory.office.wrap_up_seconds)
    after = WrappingUp(phase.agent, phase.agent_leg, now)
    return enter(call, after, [*stop(call, phase), question, limit])


def agent_left(call: Call, phase: CallingBack, now: Moment) -> Step:
    """The agent hung up before the caller answered: the desk has the message."""
    gone, commands = finish(call, Disposition.CALL_BACK, now, "The agent hung up.")
    return gone, [*stop(call, phase), *commands]


def stop(call: Call, phase: CallingBack) -> list[Command]:
    """Let the caller's telephone stop ringing."""
    return [HangUp(phase.leg), StopTimer(timer(call, "back"))]

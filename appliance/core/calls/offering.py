"""Offering a waiting call: whose telephone rings, what they hear first, and when it is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from appliance.core.calls import callback, recording
from appliance.core.calls import held_by_agent as resting
from appliance.core.calls.waiting import stop_offers, stop_waiting
from appliance.core.model.frozen import changed
from appliance.core.model.ids import LegId, Moment, Prompt
from appliance.core.model.told import Cause, Told, Value
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.commands import Ring, StartTimer, StopTimer
from appliance.core.settings.directory import Agent
from appliance.core.settings.partners import Partner, is_partner
from appliance.core.state.call import (
    OUTSIDE,
    Call,
    CallBack,
    Offer,
    Step,
    Talking,
    Waiting,
    enter,
    new_leg,
    noted,
    play,
    ring_timer,
    timer,
)
from appliance.core.words.numbers import marked, readable
from appliance.core.words.partners import whispered
from appliance.core.words.spoken import UNKNOWN_LINE, has_waited, spoken, whisper, worded

REST_SECONDS = 5.0
"""How long members who did not answer are left in peace before they are rung again."""
DECIDE_SECONDS = 15.0
"""How long the one who answered may listen before they take the call."""
TAKE_KEY = "1"


def offer(call: Call, phase: Waiting, agent: str, now: Moment) -> Step:
    """Ring a member of the loop, or the partner."""
    call, leg = new_leg(call)
    call = noted(call, now, Told.RANG, who=name_of(call, agent))
    made = Offer(agent, leg)
    limit = StartTimer(ring_timer(call, made.leg), _ring_seconds(call, phase))
    return enter(
        call, changed(phase, offers=(*phase.offers, made)), [reached_at(call, leg, agent), limit]
    )


def answered(call: Call, phase: Waiting, held: Offer, now: Moment) -> Step:
    """Somebody answered: the call is theirs, or they first hear whose it is."""
    taker = call.directory.taker(held.agent)
    said = _told(call, phase, taker, now) if taker else ()
    if taker is None or not said:
        return connect(call, phase, held, now)
    call, telling = play(call, held.leg, said)
    told = replace(held, play=telling.play, asked=_asks(phase, taker))
    others = tuple(told if offer == held else offer for offer in phase.offers)
    limit = StartTimer(ring_timer(call, held.leg), DECIDE_SECONDS)
    return enter(call, replace(phase, offers=others), [telling, limit])


def told(call: Call, phase: Waiting, held: Offer, now: Moment) -> Step:
    """The whisper was heard: the call is theirs, unless they are to press a key for it."""
    return (call, []) if held.asked else connect(call, phase, held, now)


def key_pressed(call: Call, phase: Waiting, held: Offer, digit: str, now: Moment) -> Step:
    """A key of the one who answered takes the call at once."""
    if held.ringing or (held.asked and digit != TAKE_KEY):
        return call, []
    return connect(call, phase, held, now)


def connect(call: Call, phase: Waiting, held: Offer, now: Moment) -> Step:
    """Caller and agent hear each other; every other telephone stops ringing."""
    if phase.call_back is CallBack.STANDING:
        return callback.ring_caller(call, phase, held, now)
    call = replace(call, agent=held.agent, answered=call.answered or now)
    call = noted(call, now, Told.ANSWERED, held.agent, who=name_of(call, held.agent))
    others = tuple(offer for offer in phase.offers if offer != held)
    quiet = stop_waiting(call, replace(phase, offers=others))
    call, bridge = resting.together(call, held.leg)
    talking = Talking(held.agent, held.leg, now, phase.loop)
    call, record = recording.begin(call, phase.loop, now)
    return enter(call, talking, [*bridge, *record, *quiet, StopTimer(ring_timer(call, held.leg))])


def not_taken(call: Call, phase: Waiting, held: Offer, why: Trouble, now: Moment) -> Step:
    """The call was not taken: others are rung, the same one after a rest."""
    call = noted(call, now, Told.NOT_TAKEN, who=name_of(call, held.agent), why=why)
    others = tuple(offer for offer in phase.offers if offer != held)
    tried = phase.tried | {held.agent}
    # A transfer that fails gives the call back to its loop, where anybody may take it.
    phase = replace(phase, offers=others, tried=tried, only=(), first="")
    rest = StartTimer(timer(call, "again"), REST_SECONDS)
    return enter(call, phase, [*stop_offers(call, (held,)), rest])


def name_of(call: Call, agent: str) -> Value:
    """The person's name, or what the partner is called in a story."""
    known = call.directory.taker(agent)
    if known:
        return known.name
    return Trouble(Cause.PARTNER) if is_partner(agent) else agent.removeprefix(OUTSIDE)


def reached_at(call: Call, leg: LegId, target: str) -> Ring:
    """How somebody is rung, with the caller's number and the office's mark (office.md D8)."""
    office, trunk = call.directory.office, call.directory.way_out
    taker, address = call.directory.taker(target), _address(call, target)
    shown = marked(readable(call.caller, taker.language if taker else office.language), office.mark)
    name = f"{shown} {call.client.name}" if call.client else shown
    if address.startswith("sip:") or trunk is None:
        return Ring(leg, address, marked(call.caller, office.mark), name)
    uri = f"sip:{address}@{trunk.host}"
    from_user = trunk.shown_user(marked(call.caller, office.mark))
    return Ring(leg, uri, from_user, name, trunk.id)


def _address(call: Call, target: str) -> str:
    """Where an agent, the partner, or a number outside the house is rung."""
    if agent := call.directory.agents.get(target):
        return agent.address
    if partner := call.directory.partner_at(target):
        return partner.number
    if target.startswith(OUTSIDE):
        return target.removeprefix(OUTSIDE)
    assert isinstance(call.phase, Waiting)
    rule = call.directory.loops[call.phase.loop].overflow
    return (rule.number if rule else None) or ""


def _ring_seconds(call: Call, phase: Waiting) -> float:
    own = call.directory.loops[phase.loop].ring_seconds
    return own or call.directory.office.ring_seconds


def _asks(phase: Waiting, taker: Agent | Partner) -> bool:
    """Whether key 1 must be pressed: nobody shall be called back by a voice mail."""
    return taker.confirm or phase.call_back is CallBack.STANDING


def _told(call: Call, phase: Waiting, taker: Agent | Partner, now: Moment) -> tuple[Prompt, ...]:
    """What is said before the call is theirs; nothing where the settings want nothing said."""
    if isinstance(taker, Partner):
        said = list(_told_partner(call, phase, taker, now))
    else:
        said = list(_told_agent(call, phase, taker, now))
    if _asks(phase, taker):
        said.append(spoken("press_one", taker.language))
    return tuple(said)


def _told_partner(call: Call, phase: Waiting, to: Partner, now: Moment) -> Iterable[Prompt]:
    client = call.client.name if call.client else None
    loop = call.directory.loops[phase.loop].name
    return whispered(to, client, loop, call.language, _minutes(phase, now)) if to.whisper else ()


def _told_agent(call: Call, phase: Waiting, agent: Agent, now: Moment) -> Iterator[Prompt]:
    loop = call.directory.loops[phase.loop]
    if not (loop.whisper or _asks(phase, agent) or phase.call_back):
        return
    client = call.client.name if call.client else worded(UNKNOWN_LINE, agent.language)
    yield from whisper(agent.language, client, loop.name)
    if loop.whisper:
        yield has_waited(agent.language, _minutes(phase, now))


def _minutes(phase: Waiting, now: Moment) -> int:
    """How many whole minutes the caller has waited."""
    return int((now.monotonic - phase.since.monotonic) // 60)

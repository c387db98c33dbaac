"""What one of the waiting calls gets: who is rung for it next, or why its loop cannot serve it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from appliance.core.calls.recording import is_telling
from appliance.core.model.ids import CallId, Strategy
from appliance.core.model.told import Told
from appliance.core.settings.loops import Loop
from appliance.core.settings.partners import is_partner, target_of
from appliance.core.state.call import OUTSIDE, Call, Waiting
from appliance.core.state.hunting_order import Hunting
from appliance.core.state.live_calls import LiveCalls
from appliance.core.state.staff import STRANGER, Engagement, Staff, available, can_be_rung


@dataclass(frozen=True, slots=True)
class OfferTo:
    """This call is offered to this agent, or to the partner, now."""

    call: CallId
    agent: str


@dataclass(frozen=True, slots=True)
class CannotServe:
    """This call's loop cannot serve it, and why; `empty`: because nobody is logged in."""

    call: CallId
    why: Told
    n: int = 0
    """How many wait before this caller."""
    empty: bool = False


Move = OfferTo | CannotServe


def moves_of(
    call: Call,
    phase: Waiting,
    calls: LiveCalls,
    kept: Mapping[str, Engagement],
    hunting: Hunting,
) -> Iterator[Move]:
    """What one waiting call gets now; `kept` are those whom those before it have got as well."""
    fresh = not phase.overflowing and not phase.offers and not phase.call_back
    if fresh and (why := _empty(call, phase, hunting)):
        yield CannotServe(call.id, why, empty=True)
    elif fresh and (many := _too_many(call, phase, calls)):
        yield CannotServe(call.id, Told.TOO_MANY_WAIT, many)
    elif not is_telling(call, phase):
        yield from (OfferTo(call.id, agent) for agent in _next(call, phase, kept, hunting))


def _too_many(call: Call, phase: Waiting, calls: LiveCalls) -> int:
    """How many wait before this caller, if that is more than the loop lets wait; else 0."""
    overflow = call.directory.loops[phase.loop].overflow
    if overflow is None or not overflow.length:
        return 0
    ahead = calls.ahead(call.id)
    return ahead if ahead > overflow.length else 0


def place(calls: LiveCalls, call: Call) -> int:
    """A caller's place in their loop; 1 is the next."""
    return calls.ahead(call.id) + 1


def _empty(call: Call, phase: Waiting, hunting: Hunting) -> Told | None:
    """Why nobody at all can be rung; the calendar keeps only the calls of loops away."""
    staff, loop = hunting.staff, call.directory.loops[phase.loop]
    if phase.only:
        there = any(reachable(staff, member) for member in phase.only)
        return None if there else _why_nobody(staff, phase.only)
    if phase.first and can_be_rung(staff, phase.first):
        return None
    if hunting.anybody(call.directory, loop):
        return None
    return _why_nobody(staff, call.directory.index.member_ids[loop.id])


def _why_nobody(staff: Staff, members: Iterable[str]) -> Told:
    """Why none of these can be rung."""
    there = [staff.get(member, STRANGER) for member in members if available(staff, member)]
    if not there:
        return Told.NOBODY_LOGGED_IN
    switched_off = all(member.no_telephone for member in there)
    return Told.NO_TELEPHONE if switched_off else Told.NOBODY_THERE


def _next(
    call: Call, phase: Waiting, kept: Mapping[str, Engagement], hunting: Hunting
) -> list[str]:
    """Whose telephones are rung now for this call."""
    loop, staff = call.directory.loops[phase.loop], hunting.staff
    tried = phase.tried | {offer.agent for offer in phase.offers}
    if phase.after_hours:
        return _partner(loop, phase)
    if phase.only:
        certain = [m for m in phase.only if m not in tried and m not in kept]
        return [member for member in certain if reachable(staff, member)] + _partner(loop, phase)
    if phase.first and (asked := _in_person(phase, kept, staff)) is not None:
        return asked + _partner(loop, phase)
    ringing = any(not is_partner(offer.agent) for offer in phase.offers)
    if ringing and loop.strategy is not Strategy.ALL:
        return _partner(loop, phase)
    ranked = hunting.rung_next(call.directory, loop, call.language, (kept, tried))
    rung = [*ranked] if loop.strategy is Strategy.ALL else _first(ranked)
    return rung + _partner(loop, phase)


def _first(ranked: Iterator[str]) -> list[str]:
    first = next(ranked, None)
    return [] if first is None else [first]


def _in_person(phase: Waiting, kept: Mapping[str, Engagement], staff: Staff) -> list[str] | None:
    """Who was asked for is rung alone; None where they cannot be, and the loop serves the call."""
    if any(offer.agent == phase.first for offer in phase.offers):
        return []
    free = phase.first not in kept and phase.first not in phase.tried
    return [phase.first] if free and can_be_rung(staff, phase.first) else None


def _partner(loop: Loop, phase: Waiting) -> list[str]:
    """The loop's partner, who may have many calls at once, unless it is rung for this one."""
    partner = target_of(loop) if phase.overflowing else None
    rung = partner in phase.tried or any(offer.agent == partner for offer in phase.offers)
    return [partner] if partner and not rung else []


def reachable(staff: Staff, member: str) -> bool:
    """A number outside the house can always be tried; a colleague only while logged in."""
    return member.startswith(OUTSIDE) or can_be_rung(staff, member)

"""The queue as it is meant: everybody is looked at, at every event. The core's is held to it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from appliance.core.calls.queue import CannotServe, Move, OfferTo
from appliance.core.calls.recording import is_telling
from appliance.core.model.frozen import changed
from appliance.core.model.ids import Language, LegId, Moment, Strategy
from appliance.core.model.told import Told
from appliance.core.panel import view as front
from appliance.core.protocol.commands import Command
from appliance.core.settings.directory import Directory
from appliance.core.settings.loops import Loop
from appliance.core.settings.partners import is_partner, target_of
from appliance.core.staff import presence
from appliance.core.state.blocks import Blocks
from appliance.core.state.call import OUTSIDE, Call, Waiting
from appliance.core.state.staff import (
    STRANGER,
    Engagement,
    Staff,
    available,
    can_be_rung,
    engaged,
    takes_loop_calls,
)
from appliance.core.state.trunk_legs import by_trunk, legs_by_trunk
from appliance.core.switchboard import Switchboard


class Doubting(Switchboard):
    """A switchboard that finds out the long way whether it serves and shows rightly."""

    def _next_moves(self, now: Moment) -> tuple[Move, ...]:
        before = self.picture
        found = super()._next_moves(now)
        staff = presence.staff_now(changed(before, blocks=Blocks()), now)
        assert found == tuple(moves(before.calls.values(), staff))
        return found

    def look(self, now: Moment) -> list[Command]:
        commands = super().look(now)
        if self.behind:
            return commands
        plain = front.view(changed(self.picture, blocks=Blocks()), now)
        assert self._shown == plain
        assert self.picture.calls.kept == engaged(self.picture.calls.values())
        assert self.picture.calls.callers == callers(self.picture.calls.values())
        return commands


def callers(calls: Iterable[Call]) -> dict[str, tuple[LegId, ...]]:
    """Who is there by each number, in the order in which they came to it."""
    found: dict[str, tuple[LegId, ...]] = {}
    for call in calls:
        for number in {call.dialled, *([call.line.number] if call.line else [])}:
            if call.caller_present:
                found[number] = (*found.get(number, ()), call.caller_leg)
    return found


def moves(calls: Iterable[Call], staff: Staff) -> Iterator[Move]:
    """What the waiting calls get now, the longest waiting first."""
    calls = tuple(calls)
    waiting = in_order(calls)
    if not waiting:
        return
    kept = engaged(calls)
    ahead: dict[str, int] = {}
    room = calls[-1].directory.office.max_outgoing - sum(map(legs_by_trunk, calls))
    for call, phase in waiting:
        wanted = _moves_of(call, phase, kept, staff, ahead.get(phase.loop, 0))
        found = _with_room(call, tuple(wanted), room)
        room -= sum(_by_trunk(call, move) for move in found)
        rung = {move.agent for move in found if isinstance(move, OfferTo)}
        kept |= {agent: Engagement("ringing", call) for agent in rung if not is_partner(agent)}
        ahead[phase.loop] = ahead.get(phase.loop, 0) + 1
        yield from found


def _with_room(call: Call, moves: tuple[Move, ...], room: int) -> tuple[Move, ...]:
    """The moves without those that would put too many calls on the trunk."""
    outside = [move for move in moves if _by_trunk(call, move)]
    return tuple(move for move in moves if move not in outside[max(0, room) :])


def _by_trunk(call: Call, move: Move) -> bool:
    return isinstance(move, OfferTo) and by_trunk(call.directory, move.agent)


def in_order(calls: Iterable[Call]) -> list[tuple[Call, Waiting]]:
    """The waiting calls, the longest waiting first."""
    waiting = [(call, call.phase) for call in calls if isinstance(call.phase, Waiting)]
    return sorted(waiting, key=lambda pair: pair[1].since.monotonic)


def place(calls: Iterable[Call], call: Call) -> int:
    """A caller's place in their loop; 1 is the next."""
    same = [c.id for c, phase in in_order(calls) if phase.loop == getattr(call.phase, "loop", "")]
    return same.index(call.id) + 1


def _moves_of(
    call: Call, phase: Waiting, kept: Mapping[str, Engagement], staff: Staff, ahead: int
) -> Iterator[Move]:
    loop = call.directory.loops[phase.loop]
    fresh = not phase.overflowing and not phase.offers and not phase.call_back
    if fresh and (why := _empty(call, phase, staff)):
        yield CannotServe(call.id, why, empty=True)
    elif fresh and loop.overflow and loop.overflow.length and ahead > loop.overflow.length:
        yield CannotServe(call.id, Told.TOO_MANY_WAIT, ahead)
    elif not is_telling(call, phase):
        yield from (OfferTo(call.id, agent) for agent in _next(call, phase, kept, staff))


def _empty(call: Call, phase: Waiting, staff: Staff) -> Told | None:
    """Why nobody at all can be rung; the calendar keeps only the calls of loops away."""
    if phase.only:
        there = any(reachable(staff, member) for member in phase.only)
        return None if there else _why_nobody(staff, phase.only)
    members = call.directory.members_of(call.directory.loops[phase.loop])
    if phase.first and can_be_rung(staff, phase.first):
        return None
    if any(takes_loop_calls(staff, member.id) for member in members):
        return None
    return _why_nobody(staff, [member.id for member in members])


def _why_nobody(staff: Staff, members: Iterable[str]) -> Told:
    there = [staff.get(member, STRANGER) for member in members if available(staff, member)]
    if not there:
        return Told.NOBODY_LOGGED_IN
    off = all(member.no_telephone for member in there)
    return Told.NO_TELEPHONE if off else Told.NOBODY_THERE


def _next(call: Call, phase: Waiting, kept: Mapping[str, Engagement], staff: Staff) -> list[str]:
    """Whose telephones are rung now for this call."""
    loop = call.directory.loops[phase.loop]
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
    ranked = rung_next(call.directory, loop, call.language, staff, kept, tried)
    return (ranked if loop.strategy is Strategy.ALL else ranked[:1]) + _partner(loop, phase)


def rung_next(
    directory: Directory,
    loop: Loop,
    language: Language,
    staff: Staff,
    *passed_over: Container[str],
) -> list[str]:
    """Whom a call of this language rings, in this order; not those who are passed over."""
    free = [
        agent
        for agent in directory.members_of(loop)
        if not any(agent.id in those for those in passed_over)
        and (not loop.skill or loop.skill in agent.skills)
        and takes_loop_calls(staff, agent.id)
    ]
    if loop.strategy is Strategy.LONGEST_IDLE:
        free.sort(key=lambda agent: staff.get(agent.id, STRANGER).idle_since)
    if loop.strategy is Strategy.IN_TURN:
        free.sort(key=lambda agent: staff.get(agent.id, STRANGER).rung_at)
    understanding = [agent for agent in free if agent.speaks(language)]
    return [agent.id for agent in understanding or free]


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

"""Across calls: who waits longest, who is free longest, and which loop is empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from appliance.core.model import CallId
from appliance.core.phases import Call, Waiting
from appliance.core.staff import STRANGER, Staff, available, engaged


@dataclass(frozen=True, slots=True)
class OfferTo:
    """This call is offered to this agent now."""

    call: CallId
    agent: str


@dataclass(frozen=True, slots=True)
class NobodyThere:
    """Nobody of this call's loop is logged in: waiting has no sense."""

    call: CallId


def moves(calls: Iterable[Call], staff: Staff) -> Iterator[OfferTo | NobodyThere]:
    """What the waiting calls get now: the longest waiting first, to the longest idle."""
    calls = tuple(calls)
    waiting = [(call, call.phase) for call in calls if isinstance(call.phase, Waiting)]
    if not waiting:
        return
    kept = set(engaged(calls))
    for call, phase in sorted(waiting, key=lambda pair: pair[1].since.monotonic):
        members = call.directory.loops[phase.loop].members
        if phase.offer is None and not any(available(staff, member) for member in members):
            yield NobodyThere(call.id)
        elif phase.offer is None and (agent := _longest_idle(members, kept, phase, staff)):
            kept.add(agent)
            yield OfferTo(call.id, agent)


def _longest_idle(
    members: tuple[str, ...], kept: set[str], phase: Waiting, staff: Staff
) -> str | None:
    free = [m for m in members if m not in kept | phase.tried and available(staff, m)]
    return min(free, key=lambda m: staff.get(m, STRANGER).idle_since, default=None)

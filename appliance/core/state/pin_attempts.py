"""How often a PIN may be wrong, and how long a member of staff is locked out then.

A PIN has so few digits that only this protects it at the telephone: five wrong ones, and nobody
gets in as this person for a quarter of an hour, from whatever telephone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from appliance.core.model.ids import Moment

MOST_WRONG = 5
LOCKED_SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong PINs in a row, and until when (monotonic seconds, and for people) nobody gets in."""

    wrong: int = 0
    locked_until: float = 0.0
    until: datetime | None = None


Guard = Mapping[str, Tries]
"""By member of staff; who is not in it has a clean sheet."""
FRESH = Tries()


def locked(guard: Guard, agent: str, now: Moment) -> bool:
    """Whether not even the right PIN is taken now."""
    return guard.get(agent, FRESH).locked_until > now.monotonic


def tried(guard: Guard, agent: str, now: Moment) -> Guard:
    """Count a PIN as wrong before it is checked, so that many calls at once win no more tries."""
    wrong = guard.get(agent, FRESH).wrong + 1
    if wrong < MOST_WRONG:
        return {**guard, agent: Tries(wrong)}
    until = now.wall + timedelta(seconds=LOCKED_SECONDS)
    return {**guard, agent: Tries(0, now.monotonic + LOCKED_SECONDS, until)}


def right(guard: Guard, agent: str) -> Guard:
    """The PIN was right: a clean sheet."""
    return {name: tries for name, tries in guard.items() if name != agent}


def locked_out(guard: Guard, now: Moment) -> Iterator[tuple[str, datetime]]:
    """Who is locked out now, and until when."""
    for agent, tries in guard.items():
        if tries.until and tries.locked_until > now.monotonic:
            yield agent, tries.until

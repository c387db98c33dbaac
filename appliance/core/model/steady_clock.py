"""Whether the clock has gone steadily: nothing is deleted for its age by one that has just leapt.

A modem, a time server, or a hand may set the clock ten years ahead, and everything would be old.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

STEADY_DAYS = 3
"""So many days after a leap deletion rests: a wrong date is seen also over a weekend."""
LEAP = timedelta(days=7)
"""A box that is off for a weekend is off for less."""
KEPT = STEADY_DAYS + 1


@dataclass(frozen=True, slots=True)
class DaySeen:
    """The clock, known to be right, has told this day; one after another, not in their order."""

    day: date


def with_today(days: tuple[date, ...], today: date) -> tuple[date, ...]:
    """The days that were seen last, in the order in which the clock told them."""
    return days if days[-1:] == (today,) else (*days, today)[-KEPT:]


def is_steady(days: Sequence[date]) -> bool:
    """Whether enough days were seen since the last leap, forwards or backwards."""
    return len(days) == KEPT and leap(days) is None


def leap(days: Sequence[date]) -> tuple[date, date] | None:
    """From which day to which the clock has leapt last, if deletion still rests for that."""
    for at in range(len(days) - 1, 0, -1):
        if abs(days[at] - days[at - 1]) > LEAP:
            return days[at - 1], days[at]
    return None

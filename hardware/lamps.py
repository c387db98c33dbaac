"""The rhythm and colour of each lamp pattern: tables, and pure functions of a tick."""

from collections.abc import Iterable
from typing import Final

TICK_SECONDS: Final = 0.1
PERIOD: Final = 20
"""Ticks after which every pattern begins again (2 s)."""

# One letter a tick: R red, G green, A amber (both), "." dark.
# Red and green look alike to one man in twelve, and some lamps have one colour only, so each
# pattern is told from every other by its rhythm alone. "busy" therefore winks every 2 s where
# "free" is steady; it is the free lamp that burns without a tick, because that is the long state.
# No pattern flashes more than three times a second (WCAG 2.2, criterion 2.3.1).
PATTERNS: Final[dict[str, str]] = {
    "free": "GGGGGGGGGGGGGGGGGGGG",
    "ringing": "AA..AA..AA..AA..AA..",
    "busy": "RRRRRRRRRRRRRRRRRR..",
    "away": "RR..................",
    "wrap_up": "AAAAAAAAAA..........",
    "logged_out": "....................",
    "fault": "RR..RR..............",
}
FRESH_TICKS: Final = 2
"""So long a lamp shows the first colour of a new pattern, whatever the common clock says: nobody
waits for a flash to learn that somebody calls."""

ALL_ON: Final = "all_on"
TEST_STEPS: Final = (ALL_ON, *PATTERNS)
"""What a lamp test shows, one after the other: a leg that is dead is seen in the first step."""


def levels(pattern: str, tick: int) -> tuple[bool, bool]:
    """Return whether red and green burn at `tick` (an endless count of 100 ms steps).

    Raises ValueError for a pattern that has no table.
    """
    if pattern == ALL_ON:
        return True, True
    check(pattern)
    colour = PATTERNS[pattern][tick % PERIOD]
    return colour in "RA", colour in "GA"


def blinks(pattern: str) -> bool:
    """Return whether a pattern ever changes."""
    return len(set(PATTERNS[pattern])) > 1 if pattern in PATTERNS else False


def first_levels(pattern: str) -> tuple[bool, bool]:
    """Return whether red and green burn in the first tick of a pattern."""
    return levels(pattern, 0)


def check(pattern: str) -> None:
    """Raise ValueError, naming the patterns there are, unless `pattern` is one of them."""
    if pattern not in PATTERNS:
        raise ValueError(f"no lamp pattern {pattern!r}; there are {', '.join(PATTERNS)}")


def step_of_test(elapsed: float, seconds: float) -> str | None:
    """Return what a lamp test of so many `seconds` shows at `elapsed`; None when it is over."""
    if not 0 <= elapsed < seconds:
        return None
    return TEST_STEPS[int(elapsed / seconds * len(TEST_STEPS))]


def ticks_to_change(patterns: Iterable[str], tick: int) -> int | None:
    """Return how many ticks after `tick` the first of these lamps changes; None means never."""
    blinking = set(patterns)
    for ahead in range(1, PERIOD):
        if any(levels(p, tick + ahead) != levels(p, tick) for p in blinking):
            return ahead
    return None

"""What of a large office stands on the live page: who is busy and who waits; the rest is counted.

A page that named a thousand people would be sent anew, to everybody, whenever one of them changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from appliance.core.protocol.view import CallView, Lamp, LoopView, View

T = TypeVar("T", CallView, Lamp, LoopView)

MOST_STAFF, MOST_LOOPS, MOST_WAITING = 64, 32, 40
QUIET = ("free", "away", "logged_out")
"""What the lamps of those show who have nothing to do with a call."""
WITH_NOBODY = ("menu", "waiting", "message")
"""Where a call stands that nobody of the staff has, so that there is nothing to press."""


@dataclass(frozen=True, slots=True)
class Folded:
    """What is shown, and how much is not: the quiet staff by their lamps, loops, and callers."""

    view: View
    staff: tuple[tuple[str, int], ...] = ()
    loops: int = 0
    callers: int = 0


def folded(view: View) -> Folded:
    """The part of a view that is shown, in the order of the view; a small office is all of it."""
    lamps = _first(view.lamps, MOST_STAFF, {id(each) for each in view.lamps if _is_quiet(each)})
    loops = _first(view.loops, MOST_LOOPS, {id(each) for each in view.loops if not each.waiting})
    calls = _callers(view.calls)
    shown = {id(lamp) for lamp in lamps}
    quiet = Counter(lamp.pattern for lamp in view.lamps if id(lamp) not in shown)
    return Folded(
        replace(view, lamps=tuple(lamps), loops=tuple(loops), calls=tuple(calls)),
        tuple(sorted(quiet.items())),
        len(view.loops) - len(loops),
        len(view.calls) - len(calls),
    )


def _first(values: Sequence[T], most: int, last: set[int]) -> list[T]:
    """So many of them; those in `last` (by identity) only as far as the others leave room."""
    if len(values) <= most:
        return list(values)
    room = max(0, most - (len(values) - len(last)))
    kept = {id(each) for each in [each for each in values if id(each) in last][:room]}
    chosen = [each for each in values if id(each) not in last or id(each) in kept]
    return chosen[:most]


def _callers(calls: Iterable[CallView]) -> list[CallView]:
    """Every call that somebody has, and the first of the others."""
    shown, alone = [], 0
    for call in calls:
        alone += call.stands in WITH_NOBODY
        if call.stands not in WITH_NOBODY or alone <= MOST_WAITING:
            shown.append(call)
    return shown


def _is_quiet(lamp: Lamp) -> bool:
    return lamp.pattern in QUIET

"""The one-time code on the display: proof that whoever opens the page stands at the box.

It lets the first person in on a new box, and one who pressed the button "reset". The code itself
is drawn by an adapter; here stands how long it holds and how often one may mistype it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hmac import compare_digest

from appliance.core.commands import Command, DrawCode, StartTimer, StopTimer
from appliance.core.model import Moment, TimerId
from appliance.core.setup_events import CodeAsked, CodeDrawn, CodeEntered, CodeWithdrawn

HOLDS_SECONDS = 900.0
"""After so long a code is withdrawn; the page asks for another."""
MOST_TRIES = 5
REST_SECONDS = 60.0
"""How long no code is taken after so many wrong ones."""
TIMER = TimerId("code")


@dataclass(frozen=True, slots=True)
class Shown:
    """A code that the display shows, and how many wrong ones are still borne."""

    code: str
    addresses: tuple[str, ...]
    url: str = ""
    tries: int = MOST_TRIES


@dataclass(frozen=True, slots=True)
class Door:
    """Whether a code is shown, and until when (monotonic seconds) none is taken."""

    shown: Shown | None = None
    resting_until: float = 0.0


CodeEvent = CodeAsked | CodeDrawn | CodeEntered | CodeWithdrawn
Answer = tuple[Door, bool, str, list[Command]]
"""The door after it, whether it was granted, a sentence, and what is to be done."""


def take(door: Door, event: CodeEvent, now: Moment) -> Answer:
    """Take a code event in."""
    match event:
        case CodeAsked():
            return _asked(door, now)
        case CodeDrawn(code=code, addresses=addresses, url=url):
            shown = Shown(code, addresses, url)
            return replace(door, shown=shown), True, "", [StartTimer(TIMER, HOLDS_SECONDS)]
        case CodeEntered(code=code):
            return _entered(door, "".join(code.split()), now)
        case CodeWithdrawn():
            return replace(door, shown=None), True, "The code holds no more.", [StopTimer(TIMER)]


def ran_out(door: Door) -> Door:
    """The door when nobody has used the code in time."""
    return replace(door, shown=None)


def _asked(door: Door, now: Moment) -> Answer:
    if now.monotonic < door.resting_until:
        return door, False, "Too many wrong codes: wait a minute, then ask again.", []
    commands: list[Command] = [] if door.shown else [DrawCode()]
    return door, True, "The display of the box shows a code.", commands


def _entered(door: Door, code: str, now: Moment) -> Answer:
    if door.shown is None:
        return door, False, "No code holds now: ask for a new one.", []
    if _same(code, door.shown.code):
        return replace(door, shown=None), True, "The code is right.", [StopTimer(TIMER)]
    if door.shown.tries > 1:
        left = replace(door.shown, tries=door.shown.tries - 1)
        words = f"That is not the code on the display; {left.tries} more tries."
        return replace(door, shown=left), False, words, []
    shut = Door(resting_until=now.monotonic + REST_SECONDS)
    words = "Too many wrong codes: this one holds no more. Ask for a new one in a minute."
    return shut, False, words, [StopTimer(TIMER)]


def _same(entered: str, shown: str) -> bool:
    """Compared in the same time wherever they differ: no answer tells how many digits are right."""
    return compare_digest(entered.encode(errors="replace"), shown.encode())

"""The one-time code on the display: proof that whoever opens the page stands at the box.

It lets the first person in on a new box, and one who pressed the button "reset". The code itself
is drawn by an adapter; here stands how long it holds and how often it may be mistyped. Whoever
guesses is slowed down by the page, each for himself (`log_in_limits`): nobody's wrong codes may
shut out the person at the box, so one that was guessed at too often gives way to another at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hmac import compare_digest

from appliance.core.model.ids import TimerId
from appliance.core.model.verdict import Granted, Refused, Verdict, granted, refused
from appliance.core.protocol.commands import Command, DrawCode, StartTimer, StopTimer
from appliance.core.protocol.events_setup import CodeAsked, CodeDrawn, CodeEntered, CodeWithdrawn

HOLDS_SECONDS = 900.0
"""After so long a code is withdrawn; the page asks for another."""
MOST_TRIES = 100
"""After so many wrong ones the display shows a new code; 100 of 100,000,000 find it seldom."""
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
    """Whether a code is shown."""

    shown: Shown | None = None


CodeEvent = CodeAsked | CodeDrawn | CodeEntered | CodeWithdrawn
Answer = tuple[Door, Verdict, list[Command]]
"""The door after it, whether it was granted, and what is to be done."""


def take(door: Door, event: CodeEvent) -> Answer:
    """Take a code event in."""
    match event:
        case CodeAsked():
            return _asked(door)
        case CodeDrawn(code=code, addresses=addresses, url=url):
            # Nobody's guesses keep a display from going back to the office.
            guessed_at = door.shown is not None and door.shown.tries <= 0
            holds: list[Command] = [] if guessed_at else [StartTimer(TIMER, HOLDS_SECONDS)]
            drawn = granted(Granted.CODE_DRAWN)
            return replace(door, shown=Shown(code, addresses, url)), drawn, holds
        case CodeEntered(code=code):
            return _entered(door, "".join(code.split()))
        case CodeWithdrawn():
            withdrawn = granted(Granted.CODE_WITHDRAWN)
            return replace(door, shown=None), withdrawn, [StopTimer(TIMER)]


def ran_out(door: Door) -> Door:
    """The door when nobody has used the code in time."""
    return replace(door, shown=None)


def _asked(door: Door) -> Answer:
    commands: list[Command] = [] if door.shown else [DrawCode()]
    return door, granted(Granted.CODE_SHOWN), commands


def _entered(door: Door, code: str) -> Answer:
    if door.shown is None:
        return door, refused(Refused.NO_CODE), []
    if _same(code, door.shown.code):
        return replace(door, shown=None), granted(Granted.CODE_RIGHT), [StopTimer(TIMER)]
    left = replace(door.shown, tries=door.shown.tries - 1)
    # The old one stays until the new one is drawn: at no moment is the display without.
    another: list[Command] = [DrawCode()] if left.tries == 0 else []
    return replace(door, shown=left), refused(Refused.CODE_WRONG), another


def _same(entered: str, shown: str) -> bool:
    """Compared in the same time wherever they differ: no answer tells how many digits are right."""
    return compare_digest(entered.encode(errors="replace"), shown.encode())

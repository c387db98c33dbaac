"""Keys that are heard twice: by SIP, and by the tone decoder of the analogue line they came by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from appliance.core.model.ids import LegId, Moment
from appliance.core.protocol.events import DigitPressed
from appliance.core.protocol.events_panel import ToneHeard
from appliance.core.state.call import Call

SAME_PRESS_SECONDS = 1.0
"""A gateway may tell of a key only when it is let go (SIP INFO); nobody holds one for longer."""


@dataclass(frozen=True, slots=True)
class Press:
    """A key that one ear has heard and the other has not yet; `at` in monotonic seconds."""

    leg: LegId
    digit: str
    by_decoder: bool
    at: float


Presses = tuple[Press, ...]


def digit_of(
    presses: Presses, event: DigitPressed | ToneHeard, calls: Iterable[Call], now: Moment
) -> tuple[Presses, DigitPressed | None]:
    """The key that was pressed, by whichever ear it was heard; None if it is known already."""
    if isinstance(event, DigitPressed):
        press = Press(event.leg, event.digit, False, now.monotonic)
    else:
        leg = leg_on(event.line, calls)
        if leg is None:
            return presses, None
        press = Press(leg, event.digit, True, now.monotonic)
    kept, counts = heard(presses, press)
    return kept, DigitPressed(press.leg, press.digit) if counts else None


def heard(presses: Presses, press: Press) -> tuple[Presses, bool]:
    """Take a press in; return what is kept for later ones, and whether this one counts.

    It does not count when the other ear has heard the same press already. Each press is matched
    once, so that a key pressed twice counts twice, however late one of the ears is.
    """
    fresh = [kept for kept in presses if press.at - kept.at <= SAME_PRESS_SECONDS]
    for kept in fresh:
        same = (kept.leg, kept.digit) == (press.leg, press.digit)
        if same and kept.by_decoder is not press.by_decoder:
            fresh.remove(kept)
            return tuple(fresh), False
    return (*fresh, press), True


def leg_on(line: str, calls: Iterable[Call]) -> LegId | None:
    """The caller who is on an analogue line; None if nobody is, or nobody can tell which.

    A key that reached the wrong caller would do more harm than one that is not heard.
    """
    legs = [call.caller_leg for call in calls if call.caller_present and line in _numbers(call)]
    return legs[0] if len(legs) == 1 else None


def _numbers(call: Call) -> tuple[str, ...]:
    return (call.dialled, call.line.number) if call.line else (call.dialled,)

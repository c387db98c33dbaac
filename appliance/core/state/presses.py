"""Keys that are heard twice: by SIP, and by the tone decoder of the analogue line they came by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from appliance.core.model.ids import LegId, Moment
from appliance.core.protocol.events import DigitPressed
from appliance.core.protocol.events_panel import ToneHeard
from appliance.core.state.live_calls import LiveCalls

SAME_PRESS_SECONDS = 1.0
"""A gateway may tell of a key only when it is let go (SIP INFO); nobody holds one for longer."""


@dataclass(frozen=True, slots=True)
class Press:
    """A key that one ear has heard and the other has not yet; `at` in monotonic seconds."""

    leg: LegId
    digit: str
    by_decoder: bool
    at: float


@dataclass(frozen=True, slots=True)
class Presses:
    """The presses of the last seconds by leg, so that each caller's are found without the others'.

    What is `older` is forgotten as a whole, a second or two after it was heard; `since` is when the
    `newer` ones began, in monotonic seconds.
    """

    newer: Mapping[LegId, tuple[Press, ...]] = field(default_factory=dict)
    older: Mapping[LegId, tuple[Press, ...]] = field(default_factory=dict)
    since: float = 0.0

    def of(self, leg: LegId, at: float) -> tuple[Press, ...]:
        """Those of a leg that may be the same press as one that is heard `at`."""
        known = (*self.older.get(leg, ()), *self.newer.get(leg, ()))
        return tuple(press for press in known if at - press.at <= SAME_PRESS_SECONDS)

    def having(self, leg: LegId, presses: tuple[Press, ...], at: float) -> Presses:
        """These are the presses of a leg from now on."""
        newer, older, since = self.newer, self.older, self.since
        if at - since > SAME_PRESS_SECONDS:
            older = newer if at - since <= 2 * SAME_PRESS_SECONDS else {}
            newer, since = {}, at
        return Presses({**newer, leg: presses}, {**older, leg: ()}, since)


def digit_of(
    presses: Presses, event: DigitPressed | ToneHeard, calls: LiveCalls, now: Moment
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
    fresh = presses.of(press.leg, press.at)
    same = [
        kept
        for kept in fresh
        if kept.digit == press.digit and kept.by_decoder is not press.by_decoder
    ]
    left = [*fresh, press]
    if same:
        left = [kept for kept in fresh if kept is not same[0]]
    return presses.having(press.leg, tuple(left), press.at), not same


def leg_on(line: str, calls: LiveCalls) -> LegId | None:
    """The caller who is on an analogue line; None if nobody is, or nobody can tell which.

    A key that reached the wrong caller would do more harm than one that is not heard.
    """
    legs = calls.callers.get(line, ())
    return legs[0] if len(legs) == 1 else None

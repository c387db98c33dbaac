"""Tells a press of a key from the packets and messages that only repeat it."""

from __future__ import annotations

from dataclasses import dataclass

SEGMENT_MS = 8191
"""A key held longer than a 16-bit duration goes on in a new event (RFC 4733 section 2.5.1.3)."""
SILENCE_SECONDS = 0.5
"""No packet of a press for so long: its end was lost, and what comes now is another press."""
PAIR_SECONDS = 1.0
"""A telephone that sends RFC 4733 and SIP INFO sends the second one within this, or its length."""


@dataclass(frozen=True, slots=True)
class Tone:
    """One report of the stack: a digit, `stamp` ms of its RTP timestamp, `seconds` so far."""

    digit: str
    by_info: bool
    update: bool
    ended: bool
    stamp: int
    seconds: float


class Presses:
    """What one leg has pressed so far."""

    def __init__(self) -> None:
        self._last: Tone | None = None
        self._last_at = 0.0
        self._unpaired: dict[str, tuple[bool, float]] = {}

    def is_new(self, tone: Tone, now: float) -> bool:
        """Whether this report starts a press; `now` in monotonic seconds."""
        if not tone.by_info:
            last, last_at = self._last, self._last_at
            self._last, self._last_at = tone, now
            if last and self._goes_on(last, tone, now - last_at):
                return False
        return not self._is_pair(tone, now)

    @staticmethod
    def _goes_on(last: Tone, tone: Tone, silence: float) -> bool:
        if tone.digit != last.digit:
            return False
        if tone.stamp == last.stamp:
            return True
        if last.ended or silence > SILENCE_SECONDS:
            return False
        return tone.update or abs(tone.stamp - last.stamp - SEGMENT_MS) <= 1

    def _is_pair(self, tone: Tone, now: float) -> bool:
        """The same press, told by the other method before."""
        by_info, at = self._unpaired.pop(tone.digit, (tone.by_info, 0.0))
        if by_info != tone.by_info and now - at < PAIR_SECONDS + tone.seconds:
            return True
        self._unpaired[tone.digit] = (tone.by_info, now)
        return False

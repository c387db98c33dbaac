"""Tells a press of a key from the packets, messages, and tones that only repeat it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Literal

SEGMENT_MS = 8191
"""A key held longer than a 16-bit duration goes on in a new event (RFC 4733 section 2.5.1.3)."""
SILENCE_SECONDS = 0.5
"""No packet of a press for so long: its end was lost, and what comes now is another press."""
PAIR_SECONDS = 1.0
"""A telephone that tells a press in two ways does the second one within this, or its length."""

Method = Literal["event", "info", "sound"]
"""RFC 4733, SIP INFO, or the tone itself."""


@dataclass(frozen=True, slots=True)
class Tone:
    """One report of the stack: a digit, `stamp` ms of its RTP timestamp, `seconds` so far."""

    digit: str
    method: Method
    update: bool = False
    ended: bool = False
    stamp: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class _Press:
    """When a press was first told, and how it has been told since."""

    at: float
    methods: set[Method]


class Presses:
    """What one leg has pressed so far; asked by any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: Tone | None = None
        self._last_at = 0.0
        self._recent: dict[str, list[_Press]] = {}

    def is_new(self, tone: Tone, now: float) -> bool:
        """Whether this report starts a press; `now` in monotonic seconds."""
        with self._lock:
            repeats = tone.method == "event" and self._repeats(tone, now)
            return not repeats and not self._is_told(tone, now)

    def _repeats(self, tone: Tone, now: float) -> bool:
        last, last_at = self._last, self._last_at
        self._last, self._last_at = tone, now
        return last is not None and self._goes_on(last, tone, now - last_at)

    @staticmethod
    def _goes_on(last: Tone, tone: Tone, silence: float) -> bool:
        if tone.digit != last.digit:
            return False
        if tone.stamp == last.stamp:
            return True
        if last.ended or silence > SILENCE_SECONDS:
            return False
        return tone.update or abs(tone.stamp - last.stamp - SEGMENT_MS) <= 1

    def _is_told(self, tone: Tone, now: float) -> bool:
        """Whether another method has told this press before: each method tells it once."""
        patience = PAIR_SECONDS + tone.seconds
        recent = [p for p in self._recent.get(tone.digit, ()) if now - p.at < patience]
        self._recent[tone.digit] = recent
        for press in recent:
            if tone.method not in press.methods:
                press.methods.add(tone.method)
                return True
        recent.append(_Press(now, {tone.method}))
        return False

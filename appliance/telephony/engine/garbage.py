"""When memory is given back: on the owner thread, at quiet moments, never in between."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable

YOUNG_OBJECTS = 5_000
"""Allocations that may pile up before the young generations are searched."""
FULL_SECONDS = 120.0
"""Between two searches of everything, and only while nobody is on the telephone."""
QUIET_SECONDS = 2.0
"""After the last leg, before what calls have used goes back to the system."""
TRIM_SECONDS = 10.0
"""Between two returns."""
SIP_KEEPS_SECONDS = 40.0
"""So long after a call something of it may still be freed: 64*T1 = 32 s (RFC 3261 section 17)."""
M_ARENA_MAX = -8
"""mallopt(3)."""


def share_one_heap() -> None:
    """Before the first thread starts: else glibc gives each a heap of its own, mostly empty.

    The threads hardly ever ask for memory at the same moment: Python's wait for each other anyway.
    """
    getattr(ctypes.CDLL(None), "mallopt", lambda *_: None)(M_ARENA_MAX, 1)


class Garbage:
    """Owns the collector between `start` and `stop`.

    The collector otherwise runs on whichever thread happens to allocate, and would there run the
    destructors of PJSIP's objects, which abort on a thread that PJSIP does not know.
    """

    def __init__(self) -> None:
        self._was_enabled = False
        self._full_at = 0.0
        self._busy_at = 0.0
        self._trimmed_at = 0.0
        self._trim = self._trimmer()

    def _trimmer(self) -> Callable[[int], object]:
        # Only glibc has it, and only glibc needs it.
        return getattr(ctypes.CDLL(None), "malloc_trim", lambda _: None)

    def start(self, now: float) -> None:
        """Take over; what lives now is never searched again."""
        self._was_enabled = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._full_at = now + FULL_SECONDS
        self._busy_at = now  # the start leaves as much behind as a call

    def stop(self) -> None:
        """Give the collector back."""
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()

    def collect(self, now: float, idle: bool) -> None:
        """Search what is due; `idle`: no leg is alive, so that a pause disturbs nobody."""
        if not idle:
            self._busy_at = now
        if idle and now >= self._full_at:
            self._full_at = now + FULL_SECONDS
            gc.collect()
        elif idle and self._has_memory_to_return(now):
            self._trimmed_at = now
            self._trim(0)  # glibc keeps what is freed in between: 60 MB after 1000 calls
        elif gc.get_count()[0] > YOUNG_OBJECTS:
            gc.collect(1)

    def _has_memory_to_return(self, now: float) -> bool:
        """There were calls since the last return, or SIP may have let go of some since."""
        quiet, since = now - self._busy_at, now - self._trimmed_at
        news = self._trimmed_at <= self._busy_at + SIP_KEEPS_SECONDS
        return news and quiet >= QUIET_SECONDS and since >= TRIM_SECONDS

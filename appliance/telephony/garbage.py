"""When Python's cycle collector runs: on the owner thread, at quiet moments, never in between."""

from __future__ import annotations

import gc

YOUNG_OBJECTS = 5_000
"""Allocations that may pile up before the young generations are searched."""
FULL_SECONDS = 120.0
"""Between two searches of everything, and only while nobody is on the telephone."""


class Garbage:
    """Owns the collector between `start` and `stop`.

    The collector otherwise runs on whichever thread happens to allocate, and would there run the
    destructors of PJSIP's objects, which abort on a thread that PJSIP does not know.
    """

    def __init__(self) -> None:
        self._was_enabled = False
        self._full_at = 0.0

    def start(self, now: float) -> None:
        """Take over; what lives now is never searched again."""
        self._was_enabled = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._full_at = now + FULL_SECONDS

    def stop(self) -> None:
        """Give the collector back."""
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()

    def collect(self, now: float, idle: bool) -> None:
        """Search what is due; `idle`: no leg is alive, so that a pause disturbs nobody."""
        if idle and now >= self._full_at:
            self._full_at = now + FULL_SECONDS
            gc.collect()
        elif gc.get_count()[0] > YOUNG_OBJECTS:
            gc.collect(1)

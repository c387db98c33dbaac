"""The timers of the loop: started and stopped by name, due by the monotonic clock."""

from __future__ import annotations

import heapq

from appliance.core.model.ids import TimerId


class Timers:
    """A heap of due times; a stopped or restarted timer is left in the heap and passed over."""

    def __init__(self) -> None:
        self._due: dict[TimerId, float] = {}
        self._heap: list[tuple[float, TimerId]] = []

    def __len__(self) -> int:
        return len(self._due)

    def start(self, timer: TimerId, at: float) -> None:
        """Let the timer fire at `at` (monotonic seconds); an older one of its name is forgotten."""
        self._due[timer] = at
        heapq.heappush(self._heap, (at, timer))
        if len(self._heap) > 64 + 4 * len(self._due):
            self._heap = sorted((due, name) for name, due in self._due.items())

    def stop(self, timer: TimerId) -> None:
        """Forget a timer; an unknown one is no error."""
        self._due.pop(timer, None)

    def seconds_to_next(self, now: float, at_most: float) -> float:
        """How long nothing is due, bounded."""
        self._drop_stale()
        return min(at_most, max(0.0, self._heap[0][0] - now)) if self._heap else at_most

    def due(self, now: float) -> list[TimerId]:
        """The timers that have run out, first one first; they are forgotten by this."""
        fired = []
        while self._drop_stale() and self._heap[0][0] <= now:
            timer = heapq.heappop(self._heap)[1]
            del self._due[timer]
            fired.append(timer)
        return fired

    def _drop_stale(self) -> bool:
        while self._heap and self._due.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return bool(self._heap)

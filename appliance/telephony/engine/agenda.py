"""What the owner thread has to do later: acts by their time, and objects to let go."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from itertools import count

Act = Callable[[], None]


class Agenda:
    """Acts that fall due on the monotonic clock, earliest first."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Act]] = []
        self._order = count()

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, at: float, act: Act) -> None:
        """Do `act` at `at` (monotonic seconds)."""
        heapq.heappush(self._heap, (at, next(self._order), act))

    def seconds_to_next(self, now: float, at_most: float) -> float:
        """How long nothing is due, bounded."""
        return min(at_most, max(0.0, self._heap[0][0] - now)) if self._heap else at_most

    def clear(self) -> None:
        """Forget everything: what an act holds of PJSIP must be gone before the library is."""
        self._heap.clear()

    def do_due(self, now: float) -> None:
        """Do what has fallen due by `now`."""
        while self._heap and self._heap[0][0] <= now:
            heapq.heappop(self._heap)[2]()


class Retired:
    """Objects of PJSIP that are out of use, kept until no other thread can be inside them.

    PJSIP's media threads may stand in a callback of an object at the moment it falls out of use;
    its C++ destructor does not wait for them.
    """

    GRACE_SECONDS = 1.0

    def __init__(self) -> None:
        self._objects: deque[tuple[float, object]] = deque()

    def __len__(self) -> int:
        return len(self._objects)

    def keep(self, thing: object, now: float) -> None:
        """Hold `thing` for the grace period."""
        self._objects.append((now + self.GRACE_SECONDS, thing))

    def release(self, now: float) -> None:
        """Let go what has been kept long enough: destructors run here, on the calling thread."""
        while self._objects and self._objects[0][0] <= now:
            self._objects.popleft()

    def release_all(self) -> None:
        """Let go everything; only when the media threads are silent."""
        self._objects.clear()

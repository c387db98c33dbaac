"""How fast things may come on one leg: so many at once, so many a second in the long run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Pace:
    """Lets through `burst` at once and `per_second` after that; counts the rest.

    Belongs to whoever holds the lock around it; `now` is in monotonic seconds.
    """

    per_second: float
    burst: float
    refused: int = 0
    _spent: float = 0.0
    _at: float = 0.0

    def allows(self, now: float) -> bool:
        """Whether one more is within reason."""
        self._spent = max(0.0, self._spent - (now - self._at) * self.per_second)
        self._at = now
        if self._spent + 1.0 > self.burst:
            self.refused += 1
            return False
        self._spent += 1.0
        return True

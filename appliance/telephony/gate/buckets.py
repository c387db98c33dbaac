"""How fast things may come: a bucket of tokens for a leg's keys, and one for each address."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

BURST = 30.0
PER_SECOND = 5.0
MOST_ADDRESSES = 4096
"""Senders may forge addresses without end; the one unheard of for the longest is forgotten."""


@dataclass(slots=True)
class Bucket:
    """Lets through `burst` at once and `per_second` after that; counts the rest.

    Belongs to whoever holds the lock around it; `now` is in monotonic seconds.
    """

    per_second: float
    burst: float
    refused: int = 0
    _spent: float = 0.0
    _at: float = 0.0

    def take(self, now: float) -> bool:
        """Whether one more is within reason."""
        self._spent = max(0.0, self._spent - (now - self._at) * self.per_second)
        self._at = now
        if self._spent + 1.0 > self.burst:
            self.refused += 1
            return False
        self._spent += 1.0
        return True


class Buckets:
    """Each address starts with `BURST` calls and gains `PER_SECOND`."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, address: str, now: float) -> bool:
        """Whether one more call from there is within reason; `now` in monotonic seconds."""
        bucket = self._of.pop(address, None) or Bucket(PER_SECOND, BURST)
        self._of[address] = bucket
        if len(self._of) > MOST_ADDRESSES:
            self._of.popitem(last=False)
        return bucket.take(now)

    def __len__(self) -> int:
        """How many addresses are remembered."""
        return len(self._of)

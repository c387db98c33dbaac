"""How often somebody may call: a bucket of tokens for each address."""

from __future__ import annotations

from collections import OrderedDict

BURST = 30.0
PER_SECOND = 5.0
MOST_ADDRESSES = 4096
"""Senders may forge addresses without end; the one unheard of for the longest is forgotten."""


class Buckets:
    """Each address starts with `BURST` calls and gains `PER_SECOND`."""

    def __init__(self) -> None:
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str, now: float) -> bool:
        """Whether one more call from there is within reason; `now` in monotonic seconds."""
        left, since = self._left.pop(address, (BURST, now))
        left = min(BURST, left + (now - since) * PER_SECOND)
        self._left[address] = (max(0.0, left - 1), now)
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return left >= 1

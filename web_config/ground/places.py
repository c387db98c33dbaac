"""Who may come in: how many strangers are served at once, and how many may stand at the door.

Those who are logged in are not counted here: for them places are kept.
"""

from __future__ import annotations

import ipaddress
from collections import Counter, deque
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Guest = TypeVar("Guest", bound=Hashable)


def counted_as(address: str) -> str:
    """Return what an address is counted as: itself; of IPv6 its network (/64, RFC 6177)."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    mapped = known.ipv4_mapped
    return str(mapped or ipaddress.IPv6Network((known, 64), strict=False))


@dataclass
class Served(Generic[Guest]):
    """The strangers who are served now, and those who wait for it in the order of their coming.

    At most `at_once` are served, `each` of one address; `waiting_each` of it may wait.
    """

    at_once: int
    each: int
    waiting_each: int
    now: Counter[str] = field(default_factory=Counter)
    waiting: deque[tuple[str, Guest]] = field(default_factory=deque)

    def come(self, address: str, guest: Guest) -> bool | None:
        """True: is served now; False: waits; None: too many of this address wait already."""
        if self._free(address):
            self.now[address] += 1
            return True
        if sum(1 for other, _ in self.waiting if other == address) >= self.waiting_each:
            return None
        self.waiting.append((address, guest))
        return False

    def leave(self, address: str) -> Iterator[Guest]:
        """One of this address was served; yields who is served next."""
        self.now[address] -= 1
        self.now += Counter()  # drops the addresses that have nobody here any more
        for waits in list(self.waiting):
            if self._free(waits[0]):
                self.waiting.remove(waits)
                self.now[waits[0]] += 1
                yield waits[1]

    def _free(self, address: str) -> bool:
        return self.now.total() < self.at_once and self.now[address] < self.each


@dataclass
class Crowd(Generic[Guest]):
    """The strangers who have a connection: at most `most`, and `each` of one address."""

    most: int
    each: int
    inside: dict[str, dict[Guest, None]] = field(default_factory=dict)

    def come(self, address: str, guest: Guest) -> Guest | None:
        """Let somebody in; returns who has to go for it, and is not counted any more."""
        here = self.inside.setdefault(address, {})
        here[guest] = None
        if len(here) > self.each:
            return self._longest_at(address)
        if sum(map(len, self.inside.values())) > self.most:
            return self._longest_at(max(self.inside, key=lambda at: len(self.inside[at])))
        return None

    def _longest_at(self, address: str) -> Guest:
        guest = next(iter(self.inside[address]))
        self.leave(address, guest)
        return guest

    def leave(self, address: str, guest: Guest) -> None:
        """Somebody has gone, or is known now; who was not here is no matter."""
        here = self.inside.get(address, {})
        here.pop(guest, None)
        if not here:
            self.inside.pop(address, None)

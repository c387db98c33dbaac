"""How long a log-in must wait after wrong ones: who guesses waits, and nobody else for long.

A try is counted at its *place*: the browser, where this account came in by it before, else the
network address. Guesses at one place never hold up a place that the account is known to come from;
somewhere new, all guesses of others together cost at most a minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
"""For whoever guesses."""
OTHERS_WAIT = timedelta(minutes=1)
"""The most that guesses by others may cost."""
WINDOW = timedelta(hours=1)
"""After so long a wrong try is forgotten."""
FAMILIAR = timedelta(days=30)
"""So long after a log-in its browser and its address are known as the account's."""


class Proof(StrEnum):
    """What is being tried; each is counted apart."""

    PASSWORD = "password"
    FACTOR = "factor"
    """The second one: whoever tries it has the password already."""
    CODE = "code"
    """Of the display, for whoever stands at the box."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many wrong tries are free; each one more doubles the wait, up to the longest."""

    free: int
    longest: timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """How wrong tries hold up the next one: at its own place, of its account, of its address."""

    own: Limit
    account: Limit | None = None
    address: Limit | None = None


OWN = Limit(FREE_TRIES, LONGEST_WAIT)
LIMITS = {
    # Twenty: several people behind one address may mistype. Fifty: a password of twelve
    # characters bears that many guesses from many addresses, and one more each minute.
    Proof.PASSWORD: Limits(OWN, Limit(50, OTHERS_WAIT), Limit(20, OTHERS_WAIT)),
    # Six digits bear few guesses, and only who knows the password gets here to guess.
    Proof.FACTOR: Limits(OWN, Limit(10, LONGEST_WAIT)),
    # Eight digits that hold a quarter of an hour; and whoever stands at the box gets in.
    Proof.CODE: Limits(OWN),
}


@dataclass(frozen=True, slots=True)
class Failures:
    """Wrong tries of the last hour: how many, and when the last was."""

    count: int = 0
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """The wrong tries that bear on the next one.

    `own`: with this proof, of this account at this place, since it last came in there. `account`:
    the same from anywhere. `address`: anybody's from this address. `known`: the account came in
    from this place lately.
    """

    own: Failures = Failures()
    account: Failures = Failures()
    address: Failures = Failures()
    known: bool = False


def wait_until(proof: Proof, past: Past) -> datetime | None:
    """When the next try is heard; None: at once."""
    return max(_waits(LIMITS[proof], past), default=None)


def _waits(limits: Limits, past: Past) -> Iterator[datetime]:
    bearing: list[tuple[Limit | None, Failures]] = [(limits.own, past.own)]
    if not past.known:
        bearing += [(limits.account, past.account), (limits.address, past.address)]
    for limit, failures in bearing:
        if limit and failures.last and failures.count >= limit.free:
            beyond = min(failures.count - limit.free, 20)
            yield failures.last + min(limit.longest, FIRST_WAIT * 2.0**beyond)

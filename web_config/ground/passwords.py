"""Passwords: how they are kept (Argon2id), checked, chosen, and made up."""

from __future__ import annotations

import secrets
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's least for Argon2id: 19 MiB each; a quarter of a second on a small Pi."""

AT_ONCE = BoundedSemaphore(2)
"""Any number of strangers may try at the same time; the memory of the box is not theirs."""

SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstv" for vowel in "aeiou"]


def hashed(password: str) -> str:
    """Return the hash to keep; its text names its own parameters (RFC 9106)."""
    with AT_ONCE:
        return HASHER.hash(password)


def is_right(password: str, kept: str) -> bool:
    """Tell whether a password fits a hash; for nobody's ("") it takes as long and is False."""
    with AT_ONCE:
        try:
            return HASHER.verify(kept or _nobodys(), password) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def made_up() -> str:
    """Return a password that can be read out over a telephone (60 bits)."""
    return "-".join("".join(secrets.choice(SYLLABLES) for _ in range(2)) for _ in range(5))


@cache
def _nobodys() -> str:
    return HASHER.hash(secrets.token_urlsafe())

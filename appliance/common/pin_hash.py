"""The PINs of the staff line: what one may be, how it is hashed, and whether it is right.

Argon2id (RFC 9106) with 19 MiB and two passes takes some hundredths of a second, a tenth or two
on a Pi. More would not help: a PIN of four to eight digits is guessed soon by whoever holds its
hash, however slow; at the telephone the lock-out protects it (core/state/pin_attempts.py).
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 4, 8


def why_not(pin: str) -> str:
    """What is wrong with a PIN that somebody has chosen, as a sentence; nothing if it will do."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        return f"A PIN has {SHORTEST} to {LONGEST} digits."
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if steps <= {0} or steps <= {1} or steps <= {9}:
        return "This PIN is the first that anybody tries: not all digits the same, nor a row."
    return ""


def hashed(pin: str) -> str:
    """The salted hash that the settings keep; a new one each time."""
    return _hasher().hash(pin)


def is_right(hashed: str, pin: str) -> bool:
    """Whether a PIN belongs to a hash; a hash that cannot be read belongs to none."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(hashed, pin)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    """Loaded at the first PIN, so that the switchboard starts without it."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)

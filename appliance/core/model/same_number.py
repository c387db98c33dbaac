"""Whether two ways of writing a number are one: networks leave country codes out (TS 23.040)."""

from __future__ import annotations

ALIKE_DIGITS = 8
"""So many equal digits at the end make two ways of writing a number the same one."""


def same_number(one: str, other: str) -> bool:
    """Whether two numbers are one: some networks leave the country code out of a report."""
    if one == other:
        return True
    one, other = one.lstrip("+0"), other.lstrip("+0")
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= ALIKE_DIGITS and longer.endswith(shorter)


def ending(number: str) -> str:
    """What two ways of writing one number have in common; others may have it too."""
    return number.lstrip("+0")[-ALIKE_DIGITS:]

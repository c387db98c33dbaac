"""JSON that another process, another machine, or an older version has written, read in limits."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

MOST_BYTES = 64 * 1024 * 1024
"""More than any of ours has."""
DEEPEST = 16
"""Our own documents need seven: a view, its calls, a call, its trail, a step."""
LONGEST_NUMBER = 19
"""Digits of a whole number: what SQLite keeps has no more."""


class OddJson(ValueError):
    """A text that is no JSON object, or larger than ours ever are."""


def object_in(text: str | bytes, most: int = MOST_BYTES) -> dict[str, Any]:
    """The object in a text of at most `most` bytes (or characters); raises OddJson alone.

    Numbers that the rest of the house cannot bear are refused: NaN and Infinity, which JSON does
    not have (RFC 8259 section 6), what a float cannot hold, and what SQLite cannot.
    """
    if len(text) > most:
        raise OddJson(f"it is longer than {most} bytes")
    try:
        said = json.loads(text, parse_int=_whole, parse_float=_finite, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise OddJson(f"it is no JSON: {error}"[:200]) from error
    if not isinstance(said, dict):
        raise OddJson("it is no JSON object")
    _check_depth(said)
    return said


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER + 1 or not -(2**63) <= int(digits) < 2**63:
        raise ValueError("a whole number is too large")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("a number is too large")
    return value


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _check_depth(said: dict[str, Any]) -> None:
    """Look level by level, without calling oneself."""
    level: list[Any] = [said]
    depth = 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise OddJson(f"it is more than {DEEPEST} deep")
        level = [inner for value in level for inner in _inside(value)]


def _inside(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value
    return [each for each in inner if isinstance(each, dict | list)]

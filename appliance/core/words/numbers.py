"""Who a number is: the office's mark behind it, and how people read it."""

from __future__ import annotations

from appliance.core.model.ids import Language
from appliance.core.words.spoken import WITHHELD, worded

PAIRED = ("+47", "+45")


def marked(number: str | None, mark: str) -> str:
    """The number with the mark that tells staff "it came through the box" (office.md D8)."""
    return f"{number or 'anonymous'}-{mark}"


def unmarked(number: str | None, mark: str) -> str | None:
    """The number as it is looked up and called back: without the office's mark."""
    return number.removesuffix(f"-{mark}") if number else number


def in_story(number: str | None) -> str:
    """A number as the sentences of a story have it, which are English until they are read."""
    return readable(number, "en")


def readable(number: str | None, language: Language) -> str:
    """A number in groups as people read it aloud: "10 00 00 01" at home, "+44 163 296 0001"."""
    if not number:
        return worded(WITHHELD, language)
    if not number.startswith("+") or not number[1:].isdigit():
        return number
    if number.startswith(PAIRED) and len(number) == 11:
        return " ".join(number[at : at + 2] for at in range(3, 11, 2))
    return f"{number[:3]} " + " ".join(number[at : at + 3] for at in range(3, len(number), 3))

"""Makes hostile texts of real ones: the same number gives the same text on every machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

LONGEST = 6000
"""Characters of a text: enough for all that nests, repeats, and overflows."""
MOST_CHANGES = 6
AWKWARD = (
    *("\x00", "\x1a", "\x1b", "\x7f", "\x85", "\xa0", "\xad", "\u2028", "\ufeff", "\u200f"),
    *("\ud800", "\udfff", "\udce5", "\U0001f600", "\u0300", "İ", "ß", "²", "٣", "æ", "ſ"),
    *("\r\n", "\n", "\r", "\t", " ", "\r\n\r\n", "\r\n ", '"', "'", "\\", "<", ">", "%00", "%"),
    *("{", "}", "[", "]", "(", "&", ";", ",", ":", "=", "@", "/", "#", "+", "-", "*", ".", "|"),
    *("0", "-1", "1e999", "NaN", "1_0", "0x10", "2147483648", "18446744073709551616", "null"),
    *("9" * 20, "9" * 400, "9" * 5000, "[" * 2000, '{"a":' * 1000, "((" * 300, "A" * 300),
)

Change = Callable[[Random, str, str], str]
"""Makes of a text another one; the second is one to take pieces of."""


def _flip(random: Random, text: str, _: str) -> str:
    at = random.randrange(len(text) or 1)
    flipped = chr(ord(text[at : at + 1] or "a") ^ 1 << random.randrange(8))
    return text[:at] + flipped + text[at + 1 :]


def _cut(random: Random, text: str, _: str) -> str:
    begin, end = _span(random, text)
    return text[:begin] + text[end:]


def _end(random: Random, text: str, _: str) -> str:
    return text[: random.randrange(len(text) + 1)]


def _double(random: Random, text: str, _: str) -> str:
    begin, end = _span(random, text)
    return text[:end] + text[begin:end] * random.choice((1, 1, 2, 40)) + text[end:]


def _splice(random: Random, text: str, other: str) -> str:
    return text[: _span(random, text)[0]] + other[_span(random, other)[0] :]


def _graft(random: Random, text: str, other: str) -> str:
    (begin, end), (first, last) = _span(random, text), _span(random, other)
    return text[:begin] + other[first:last] + text[end:]


def _insert(random: Random, text: str, _: str) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(AWKWARD) + text[at + random.randrange(2) :]


def _swap(random: Random, text: str, _: str) -> str:
    lines = text.split("\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _digits(random: Random, text: str, _: str) -> str:
    """Another number where one stands."""
    places = [at for at, letter in enumerate(text) if "0" <= letter <= "9"]
    if not places:
        return text
    at = random.choice(places)
    return text[:at] + str(random.randrange(10 ** random.randrange(1, 4))) + text[at + 1 :]


CHANGES: tuple[Change, ...] = (
    *(_flip, _cut, _end, _double, _splice, _graft),
    *(_insert, _insert, _insert, _swap, _digits, _digits),
)


def _span(random: Random, text: str) -> tuple[int, int]:
    """A short piece of the text, often a whole word of it."""
    begin = random.randrange(len(text) + 1)
    return begin, min(len(text), begin + random.choice((1, 2, 4, 8, 30, 200)))


def mutated(seeds: Sequence[str], number: int) -> str:
    """The hostile text of this number."""
    random = Random(number)
    text = random.choice(seeds)
    for _ in range(random.randint(1, MOST_CHANGES)):
        text = random.choice(CHANGES)(random, text, random.choice(seeds))[:LONGEST]
    return text

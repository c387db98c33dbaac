"""Sentences that the switchboard wrote in English, known again by the source that they came of.

What was filled in may be a caller's words: nothing here goes over a sentence more than once for
each place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

PLACE = re.compile(r"%\((\w+)\)s")
ENDLESS = {".+?": 1, ".+": 1, ".*?": 0, ".*": 0}
"""How a shape ends that stands for anything, and how much that is at least."""
ANYTHING = ".+?"
LONGEST_SHAPE = 100
"""Characters that a number, a time, or a name of the house has at most."""

Reached = Mapping[int, int]
"""Up to where a sentence is understood -> where the last place in it begins."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something that was filled in: how it begins, whether it goes on at will, what follows it."""

    name: str
    shape: re.Pattern[str]
    endless: bool
    least: int
    then: str

    def ends(self, sentence: str, begin: int, stops: Sequence[int]) -> Iterator[int]:
        """Where it may end, among the places where what follows it stands."""
        for at in range(bisect_left(stops, begin), len(stops)):
            if stops[at] > begin + LONGEST_SHAPE:
                return
            if self.shape.fullmatch(sentence, begin, stops[at]):
                yield stops[at]

    def reached(self, sentence: str, begins: Reached, *, last: bool) -> dict[int, int]:
        """Up to where the sentence is understood if this place begins at any of these."""
        stops = list(_every(sentence, self.then, last=last))
        found: dict[int, int] = {}
        for begin in sorted(begins):
            if not self.endless:
                for end in self.ends(sentence, begin, stops):
                    found.setdefault(end + len(self.then), begin)
            elif opens := self.shape.match(sentence, begin):
                first = bisect_left(stops, opens.end() + self.least)
                for end in stops[first:]:
                    found.setdefault(end + len(self.then), begin)
                break  # whatever begins later ends nowhere else
        return found


class Sentences:
    """Finds the source of a sentence, such as "Rang %(who)s.", and what was filled in.

    The first source that fits counts. `shapes` tells what some names stand for, as regular
    expressions that end within 100 characters or in `.+` or `.*`; all others stand for anything.
    """

    def __init__(self, sources: Sequence[str], shapes: Mapping[str, str] | None = None) -> None:
        self.sources = tuple(sources)
        self._known = [(source, *_taken_apart(source, shapes or {})) for source in sources]

    def understood(self, sentence: str) -> tuple[str, dict[str, str]] | None:
        """Return the source and what was filled in; None for a sentence that is not known."""
        for source, begin, places in self._known:
            if sentence.startswith(begin):
                filled = _filled(sentence, len(begin), places)
                if filled is not None:
                    return source, filled
        return None


def _taken_apart(source: str, shapes: Mapping[str, str]) -> tuple[str, list[Place]]:
    begin, *pieces = PLACE.split(source)
    named = zip(pieces[::2], pieces[1::2], strict=True)
    return begin, [_place(name, shapes.get(name, ANYTHING), then) for name, then in named]


def _place(name: str, shape: str, then: str) -> Place:
    ending = next((ending for ending in ENDLESS if shape.endswith(ending)), "")
    opening = re.compile(shape.removesuffix(ending), re.DOTALL)
    return Place(name, opening, bool(ending), ENDLESS.get(ending, 0), then)


def _filled(sentence: str, begin: int, places: Sequence[Place]) -> dict[str, str] | None:
    if not places:
        return {} if begin == len(sentence) else None
    if not sentence.endswith(places[-1].then):
        return None
    stages: list[Reached] = [{begin: 0}]
    for place in places:
        stages.append(place.reached(sentence, stages[-1], last=place is places[-1]))
    return _told(sentence, places, stages) if len(sentence) in stages[-1] else None


def _told(sentence: str, places: Sequence[Place], stages: Sequence[Reached]) -> dict[str, str]:
    """What was filled in, found from the end."""
    told, end = {}, len(sentence)
    for place, stage in zip(reversed(places), reversed(stages), strict=False):
        begin = stage[end]
        told[place.name] = sentence[begin : end - len(place.then)]
        end = begin
    return {place.name: told[place.name] for place in places}


def _every(sentence: str, then: str, *, last: bool) -> Iterator[int]:
    """Where the words stand that follow a place: the last ones end the sentence."""
    if last:
        yield len(sentence) - len(then)
        return
    at = sentence.find(then)
    while at >= 0:
        yield at
        at = sentence.find(then, at + 1)

"""Sentences that the switchboard wrote in English, known again by the source that they came of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

ANYTHING = ".+?"


class Sentences:
    """Finds the source of a sentence, such as "Rang %(who)s.", and what was filled in.

    The first source that fits counts. `shapes` tells what some names stand for, as regular
    expressions; all others stand for anything.
    """

    def __init__(self, sources: Sequence[str], shapes: Mapping[str, str] | None = None) -> None:
        self.sources = tuple(sources)
        self._patterns = [(_pattern(source, shapes or {}), source) for source in sources]

    def understood(self, sentence: str) -> tuple[str, dict[str, str]] | None:
        """Return the source and what was filled in; None for a sentence that is not known."""
        for pattern, source in self._patterns:
            if found := pattern.fullmatch(sentence):
                return source, found.groupdict()
        return None


def _pattern(source: str, shapes: Mapping[str, str]) -> re.Pattern[str]:
    pieces = re.split(r"%\((\w+)\)s", source)
    made = [
        f"(?P<{piece}>{shapes.get(piece, ANYTHING)})" if at % 2 else re.escape(piece)
        for at, piece in enumerate(pieces)
    ]
    return re.compile("".join(made), re.DOTALL)

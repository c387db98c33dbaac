"""One sheet of a long list: what is sought in it, and which of the found stand on this page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

from web_config.ground import arguments

T = TypeVar("T")

LENGTH = 50
"""So many entries stand on a page unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """The entries of a page; `number` is 1 for the first one, `found` counts those of all pages."""

    shown: tuple[T, ...]
    sought: str
    number: int
    found: int
    length: int
    all: int

    @property
    def whole(self) -> bool:
        """Whether the list is so short that there is nothing to seek or to turn over."""
        return self.all <= self.length

    @property
    def first(self) -> int:
        """The place of the first entry that is shown; 1 is the first of all that were found."""
        return (self.number - 1) * self.length + 1

    @property
    def last(self) -> int:
        """The place of the last entry that is shown."""
        return self.first + len(self.shown) - 1

    @property
    def more(self) -> bool:
        """Whether there is a page after this one."""
        return self.number * self.length < self.found


def sheet_of(entries: Sequence[T], words: Callable[[T], str], length: int = LENGTH) -> Sheet[T]:
    """The page that the address asks for ("?q=hage&page=2"); `words` are what can be sought.

    A page after the last one is the last one.
    """
    sought = request.args.get("q", "").strip()
    wanted = sought.casefold()
    found = [one for one in entries if wanted in words(one).casefold()] if wanted else entries
    last = max(1, -(-len(found) // length))
    number = min(max(1, arguments.row("page")), last)
    shown = tuple(found[(number - 1) * length : number * length])
    return Sheet(shown, sought, number, len(found), length, len(entries))

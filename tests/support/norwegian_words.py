"""The Norwegian words of the house, and what of them a page shows to readers of other languages."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser

import appliance.core
from web_config.words.languages import LANGUAGES, merged

NORWEGIAN = "nb"
PLACES = re.compile(r"%\(\w+\)[sd]|\{[^}]*\}|[\n|]")
LEAST = 4
"""Letters that a piece of a sentence has at least; shorter ones are words of all languages."""
SAID = ("alt", "title", "aria-label", "placeholder", "content", "data-label")
"""Attributes that people see or hear."""
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


def tables(value: object) -> Iterator[Mapping[str, object]]:
    """Every table by language in there."""
    if isinstance(value, Mapping):
        if NORWEGIAN in value:
            yield value
        else:
            for each in value.values():
                yield from tables(each)


def texts(value: object) -> Iterator[str]:
    """The words of one language, however they are kept."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts(each)
    elif hasattr(value, "__slots__"):
        yield from texts([getattr(value, name) for name in value.__slots__])


@cache
def said(language: str) -> tuple[str, ...]:
    """Everything that the core and the page can say in a language."""
    found: list[str] = []
    for module in pkgutil.walk_packages(appliance.core.__path__, "appliance.core."):
        kept = vars(importlib.import_module(module.name))
        for value in kept.values():
            found += [t for table in tables(value) for t in texts(table.get(language, ""))]
    for message in merged(NORWEGIAN if language == "en" else language):
        found += texts(message.id if language == "en" else message.string)
    return tuple(dict.fromkeys(found))


@cache
def pieces(language: str) -> frozenset[str]:
    """What the sentences consist of between the places where something is filled in."""
    parts = (
        part.strip(" .,:;!?«»()\"'·-") for text in said(language) for part in PLACES.split(text)
    )
    return frozenset(part for part in parts if sum(map(str.isalpha, part)) >= LEAST)


@cache
def strange(language: str) -> re.Pattern[str]:
    """Finds what is Norwegian, and nothing that a reader of this language would say."""
    own = " ".join(said(language)).casefold()
    names = {name for code, name in LANGUAGES.items()}
    ours = {p for p in pieces(NORWEGIAN) - names if p.casefold() not in own}
    longest_first = sorted(map(re.escape, ours), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


class Shown(HTMLParser):
    """What a page says in the reader's language: all but what is marked as of another."""

    def __init__(self, html: str, language: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._language, self._open = language, [language]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        language = own.get("lang") or self._open[-1]
        if tag not in VOID:
            self._open.append(language)
        if language == self._language and tag not in ("script", "style"):
            self.said += [value for name, value in attrs if name in SAID and value]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open[-1] == self._language and data.strip():
            self.said.append(" ".join(data.split()))


def norwegian_in(html: str, language: str, own: str) -> list[tuple[str, str]]:
    """Each Norwegian piece with the text that it stands in, but for the office's `own` texts."""
    shown = (text for text in Shown(html, language).said if text not in own)
    found = ((strange(language).search(text), text) for text in shown)
    return [(piece[0], text) for piece, text in found if piece and piece[0] not in own]

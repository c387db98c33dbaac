"""Names, numbers, and secrets are taken out; the shape of the settings and of the log stays.

What may stay is listed, everything else goes: a setting that is added tomorrow is masked until
somebody says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from appliance.core.settings.directory import Directory
from appliance.core.words.spoken import LANGUAGES
from appliance.device import Device

SAFE_FIELDS = frozenset(
    (
        *("allow", "bus", "country", "data", "dim_from", "dim_to", "folder", "kind", "language"),
        *("opens", "open", "port", "runtime", "sms_quiet", "strategy", "time_zone", "transport"),
    )
)
"""Settings whose texts are words of the program, or of the box and its network."""
SAFE_TEXT = re.compile(r"[A-Za-z0-9_./:\[\] -]{0,80}")
IP_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}")
LARGEST_INTEGER = 100_000
"""Lengths of time and counts are smaller; what is larger may be somebody's number."""
SHORTEST_WORD = 3
TELLING_SECRET = 8
PART_OF_ADDRESS = re.compile(r"[/?&=:@#]+")
JOINING = {
    "and",
    "for",
    "med",
    "het",
    "een",
    "den",
    "och",
    "det",
    "the",
    "van",
    "til",
    "fra",
    "you",
}

TIME = r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?(?:[+-]\d\d:?\d\d|Z)?"
ADDRESS = r"\b(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}(?::\d+)?\b"
KEPT = rf"(?P<kept>{TIME}|{ADDRESS}|0x[0-9a-f]+)"
UNWANTED = re.compile(
    rf"{KEPT}"
    r"|(?P<sip>sips?:[^\s>;,\"']+)"
    r"|(?P<mail>[\w.+-]{1,64}@[\w.-]+\.\w+)"
    r"|(?P<network>\b\d{1,3}(?:\.\d{1,3}){3}\b)"
    r"|(?P<key>AGE-SECRET-KEY-\w+|\b[0-9a-fA-F]{16,})"
    r"|(?P<number>\+?\d(?:[ ().-]{0,3}\d){4,})"
)


class Masks:
    """What is masked on this box: the texts of its documents, and what looks like a number."""

    def __init__(self, documents: Iterable[Mapping[str, Any]], words: Iterable[str] = ()) -> None:
        self._ids: dict[str, str] = {}
        found: set[str] = set(words)
        secret: set[str] = set()
        for document in documents:
            found.update(self._texts(document))
            secret.update(_secrets(document))
        phrases = {piece for text in found for piece in _pieces(text)} | set(self._ids)
        self._words = _any_of(_as_word(phrase) for phrase in _longest_first(phrases))
        self._secrets = _any_of(_as_secret(each) for each in _longest_first(secret))

    def text(self, said: str) -> str:
        """A line of the log, or a sentence, with everything masked that is somebody's."""
        kept = self._secrets.sub("<secret>", said)
        hidden = UNWANTED.sub(lambda m: m[0] if m["kept"] else f"<{m.lastgroup}>", kept)
        return self._words.sub(lambda found: self._ids.get(found[0], "<name>"), hidden)

    def table(self, value: Any, key: str = "") -> Any:
        """A document with its texts masked; ids become the same stand-ins everywhere."""
        if key in secret_fields() and not isinstance(value, Mapping):
            return "<secret>" if value else ""
        match value:
            case Mapping():
                return {self._key(name, key): self.table(v, name) for name, v in value.items()}
            case list() | tuple():
                return [self.table(each, key) for each in value]
            case str():
                return self._value(value, key)
            case int() if not isinstance(value, bool) and abs(value) > LARGEST_INTEGER:
                return "<number>"
        return value

    def _value(self, value: str, key: str) -> str:
        if value in self._ids:
            return self._ids[value]
        if key in SAFE_FIELDS and SAFE_TEXT.fullmatch(value) and not value.startswith("sip"):
            return value
        if len(value) == 1 or IP_ADDRESS.fullmatch(value):
            return value
        return f"<text, {len(value)} characters>" if value else ""

    def _key(self, name: str, above: str) -> str:
        if above in sections():
            return self._id(name, above)
        if name in known_keys() or len(name) == 1 or name in LANGUAGES:
            return name
        return self._ids.get(name) or self._id(name, above or "entry")

    def _id(self, name: str, above: str) -> str:
        return self._ids.setdefault(name, f"{above}-{len(self._ids) + 1}")

    def _texts(self, value: Any, key: str = "") -> Iterator[str]:
        if isinstance(value, Mapping):
            for name, inner in value.items():
                self._key(name, key)
                yield from self._texts(inner, name)
        elif isinstance(value, list | tuple):
            for inner in value:
                yield from self._texts(inner, key)
        elif isinstance(value, str) and key not in SAFE_FIELDS:
            yield value


@cache
def sections() -> frozenset[str]:
    """The tables whose keys are ids that somebody has chosen."""
    hints = get_type_hints(Directory)
    chosen = {name for name, hint in hints.items() if get_args(hint)[:1] == (str,)}
    return frozenset(chosen | {"lamps", "chips"})


@cache
def known_keys() -> frozenset[str]:
    """Every name of a setting, of the office and of the box."""
    kinds: set[Any] = set()
    for kind in (Directory, Device):
        _tables(kind, kinds)
    return frozenset(field.name for kind in kinds for field in fields(kind))


@cache
def secret_fields() -> frozenset[str]:
    """Every name of a setting that says of itself that it is not to be shown (`repr=False`)."""
    kinds: set[Any] = set()
    for kind in (Directory, Device):
        _tables(kind, kinds)
    return frozenset(field.name for kind in kinds for field in fields(kind) if not field.repr)


def _tables(kind: Any, seen: set[Any]) -> None:
    """Collect `kind` and every dataclass within it."""
    if is_dataclass(kind) and kind not in seen:
        seen.add(kind)
        for hint in get_type_hints(kind).values():
            _tables(hint, seen)
    for inner in get_args(kind):
        _tables(inner, seen)


def _secrets(value: Any, key: str = "") -> Iterator[str]:
    """The secrets of a document, and of an address its parts: a log may have but one of them."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _secrets(inner, name)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _secrets(inner, key)
    elif key in secret_fields() and not isinstance(value, bool):
        yield str(value)
        parts = PART_OF_ADDRESS.split(str(value)) if "://" in str(value) else []
        yield from (part for part in parts if len(part) >= TELLING_SECRET)


def _longest_first(phrases: Iterable[str]) -> list[str]:
    return sorted(filter(None, phrases), key=len, reverse=True)


def _any_of(parts: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


def _as_word(phrase: str) -> str:
    return rf"(?<!\w){re.escape(phrase)}(?!\w)"


def _as_secret(secret: str) -> str:
    """A long secret is found within other words too; a PIN would tear times and counts apart."""
    return re.escape(secret) if len(secret) >= TELLING_SECRET else _as_word(secret)


def _pieces(text: str) -> set[str]:
    """A text, its lines, and the words in it that may be somebody's name."""
    words = re.findall(r"[^\W\d_]+", text)
    telling = {w for w in words if len(w) >= SHORTEST_WORD and w.lower() not in JOINING}
    lines = {line.strip() for line in text.splitlines() if len(line.strip()) > 1}
    return {*telling, *lines}

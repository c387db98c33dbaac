"""The lines of a calendar (RFC 5545 section 3.1) from pieces of any size; of long texts nothing."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

LONGEST = 256 * 1024
"""Of a line, in bytes: ten years of days that are left out take less."""

NAME_LENGTH = 60
FOLDED = (0x20, 0x09)
MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Line(NamedTuple):
    """A property: its name in upper case, and the rest with its parameters from ; or : on."""

    name: str
    rest: str

    @property
    def value(self) -> str:
        """What stands behind the colon of a line without parameters, such as BEGIN."""
        return self.rest.partition(":")[2].strip()


def lines(pieces: Iterable[bytes], wanted: frozenset[str]) -> Iterator[Line]:
    """The properties of `wanted` names, unfolded; what begins with no name is passed over."""
    names = {name.encode() for name in wanted}
    kept: list[bytes] = []
    size = 0
    for line in filter(None, _physical(_in_utf8(pieces))):  # ends of CR CR LF leave empty ones
        if line[:1] in (b" ", b"\t"):
            if kept and size < LONGEST:
                kept.append(line[1:])
                size += len(line)
            continue
        if kept:
            yield _line(kept)
        kept, size = ([line], len(line)) if _name(line) in names else ([], 0)
    if kept:
        yield _line(kept)


def _line(folded: list[bytes]) -> Line:
    whole = b"".join(folded)
    return Line(_name(whole).decode(), whole[len(_head(whole)) :].decode(errors="replace"))


def _name(line: bytes) -> bytes:
    """The name of a line; some programs leave a blank behind it."""
    return _head(line).rstrip().upper()


def _head(line: bytes) -> bytes:
    """What stands before the first ; or : of a line."""
    return line[:NAME_LENGTH].partition(b":")[0].partition(b";")[0]


def _physical(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Lines as they are broken in the document, by CR, LF or both; each cut at LONGEST."""
    rest = b""
    for piece in pieces:
        rest += piece
        held = rest[-1:] == b"\r"  # its LF may come with the next piece
        text = (rest[:-1] if held else rest).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *whole, rest = text.split(b"\n")
        yield from whole
        rest = rest[:LONGEST] + b"\r" * held
    yield from rest.replace(b"\r", b"\n").split(b"\n")


def _in_utf8(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces without a byte order mark; of UTF-16, which some programs export, in UTF-8."""
    coming = iter(pieces)
    first = b""
    for piece in coming:
        first += piece
        if len(first) > len(codecs.BOM_UTF8):
            break
    if encoding := MARKS.get(first[:2]):
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        yield from (decoder.decode(each).encode() for each in chain([first[2:]], coming))
    else:
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from coming

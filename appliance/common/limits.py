"""How large a settings document may be: a file that is none of ours costs little and harms nobody.

All figures lie far beyond an office of a thousand people. Python's own limits would show later and
elsewhere: where a draft is compared, merged, or shown.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

MOST_CHARACTERS = 4_000_000
MOST_VALUES = 400_000
DEEPEST = 16
"""Our own documents need five: menus, an entry, keys, a key, a setting."""
LARGEST_NUMBER = 2**63 - 1
"""What TOML asks every reader to bear (toml.io, v1.0.0, Integer), and SQLite keeps."""

_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
LONG_NAME = re.compile(rf"""(?<![\w"'.\\-])(?:{_PART}){{{DEEPEST}}}""")
"""A dotted name of too many parts. The library looks at each beginning of it again, so it takes
the square of its length; here no part is looked at more than a few times."""

_MARKS = re.compile(r"""\"{3}|'{3}|["'#]""")
_ENDS = {'"': re.compile(r'["\\\n]'), "'": re.compile(r"['\n]"), "#": re.compile(r"\n")}
"""What may end a text or a remark, by the mark that it begins with."""


class TooLarge(ValueError):
    """A document that is not read; says what of it is too large."""


def tables_of(text: str) -> dict[str, Any]:
    """The tables of a TOML text of whatever origin: the one place where such a text is read.

    Raises TooLarge, tomllib.TOMLDecodeError, or what shows of Python's own limits (RecursionError,
    ValueError).
    """
    check_text(text)
    tables = tomllib.loads(text)
    check_tables(tables)
    return tables


def check_text(text: str) -> None:
    """Look at a document before it is taken apart; raises TooLarge."""
    if len(text) > MOST_CHARACTERS:
        raise TooLarge(f"this has more than {MOST_CHARACTERS} characters")
    if LONG_NAME.search(without_said(text)):
        raise TooLarge(f"a name has more than {DEEPEST} parts")


def without_said(text: str) -> str:
    """Return a document without what people say, which may be as full of dots as they like.

    Each text, which may be part of a name, is `"_"`; remarks are gone. In linear time.
    """
    left, at = list[str](), 0
    while mark := _MARKS.search(text, at):
        left += [text[at : mark.start()], "" if mark[0] == "#" else '"_"']
        at = _end_of(text, mark[0], mark.end())
    return "".join([*left, text[at:]])


def _end_of(text: str, mark: str, at: int) -> int:
    """Where a text or a remark that began with `mark` is over."""
    while stop := _ENDS[mark[0]].search(text, at):
        at = stop.end()
        if stop[0] == "\\":
            at += 1
        elif stop[0] == "\n" and len(mark) == 1:
            return stop.start()
        elif stop[0] != "\n" and text.startswith(mark, stop.start()):
            return stop.start() + len(mark)
    return len(text)


def check_tables(tables: Mapping[str, Any]) -> None:
    """Look at what was read, without calling oneself; raises TooLarge."""
    level: list[Any] = [tables]
    count = depth = 0
    while level:
        depth, count = depth + 1, count + len(level)
        if depth > DEEPEST:
            raise TooLarge(f"tables lie more than {DEEPEST} deep in each other")
        if count > MOST_VALUES:
            raise TooLarge(f"there are more than {MOST_VALUES} values")
        level = [inner for value in level for inner in _inside(value)]


def _inside(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        raise TooLarge("a whole number has more than 18 digits")
    return value if isinstance(value, list) else []

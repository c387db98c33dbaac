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
    if LONG_NAME.search(text):
        raise TooLarge(f"a name has more than {DEEPEST} parts")


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

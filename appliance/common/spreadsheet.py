"""The one writer of comma-separated values: what an office names itself is never calculated."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a cell begins that a spreadsheet calculates when it opens the file, wide letters included."""


def table(rows: Iterable[Iterable[object]], *, delimiter: str = ",") -> str:
    """Rows as text (RFC 4180, with LF alone); a text that is a formula gets a quote before it."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    writer.writerows(map(plain, row) for row in rows)
    return file.getvalue()


def plain(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula, nor for the end of a row; numbers stay."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r", " ")
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text[:1] in ("\t", "\n") else text

"""What stands in the address of a request, as values that the page can reckon with."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import Flask, request
from werkzeug.routing import IntegerConverter

FIRST, LAST = date(1990, 1, 1), date(2999, 12, 31)
"""No call is older, and no clock of ours goes further: beside them there is room to reckon."""
MOST_DIGITS = 18
"""A number of a row in the store has no more (SQLite: 64 bits)."""


class RowConverter(IntegerConverter):
    """The number of a row in an address."""

    regex = rf"\d{{1,{MOST_DIGITS}}}"


def know_rows(app: Flask) -> None:
    """Let addresses of `app` hold the number of a row, as in "/<row:number>"."""
    app.url_map.converters["row"] = RowConverter


def row(name: str) -> int:
    """Return the number of a row that the query names; 0 where it names none."""
    return row_of(request.args.get(name, ""))


def row_of(written: str) -> int:
    """Return the number of a row as somebody wrote it; 0 where it is none."""
    known = written.isascii() and written.isdigit() and len(written) <= MOST_DIGITS
    return int(written) if known else 0


def month(name: str, now: datetime) -> datetime:
    """Return the first moment of the month that the query names ("2026-11"), else of this one."""
    try:
        wanted = datetime.strptime(request.args.get(name, ""), "%Y-%m")
    except ValueError:
        wanted = now
    day = within(wanted.date())
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return first.replace(year=day.year, month=day.month)


def within(day: date) -> date:
    """Return the day, or the nearest one that can be reckoned with."""
    return min(max(day, FIRST), LAST - timedelta(days=31))

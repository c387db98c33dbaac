"""The entries of a calendar as they come over the socket, checked."""

from __future__ import annotations

from datetime import datetime

from appliance.core.model.calendar import Entry, Shown
from appliance.core.model.time_of_day import YEARS

MOST_ENTRIES = 400
"""So many fit on a line of the socket."""

MOST_ODD = 1_000_000

NAMES = {"begins", "ends", "shown", "all_day"}


def entries(value: object) -> tuple[Entry, ...]:
    """Read the entries of a calendar; raises ValueError and TypeError."""
    if not isinstance(value, list) or len(value) > MOST_ENTRIES:
        raise ValueError
    return tuple(map(_entry, value))


def count(value: object) -> int:
    """Read how many entries something is true of; raises ValueError."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_ODD:
        raise ValueError
    return value


def moment(value: object) -> datetime:
    """Read a time in ISO 8601 that says its zone."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else None
    if read is None or read.tzinfo is None or read.year not in YEARS:
        raise ValueError
    return read


def _entry(value: object) -> Entry:
    if not isinstance(value, dict) or value.keys() != NAMES:
        raise ValueError
    begins, ends, all_day = moment(value["begins"]), moment(value["ends"]), value["all_day"]
    if not begins < ends or not isinstance(all_day, bool):
        raise ValueError
    return Entry(begins, ends, Shown(value["shown"]), all_day)

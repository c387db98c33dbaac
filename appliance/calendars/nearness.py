"""Whether an event lies far from the days that are needed, told from its lines, before it is read.

Most of a large calendar is past: what is thrown away here costs neither memory nor thought.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from appliance.calendars.lines import Line
from appliance.calendars.values import day_at_a_glance, length, parted
from appliance.calendars.window import Window

FAR = timedelta(days=40)
"""Farther away than any time zone, and than most meetings last."""

READ = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "RECURRENCE-ID"})


def is_elsewhere(event: Iterable[Line], window: Window) -> bool:
    """Whether no occurrence can lie near; False where that is not certain."""
    by_name: dict[str, list[Line]] = {}
    for line in event:
        if line.name in READ:
            by_name.setdefault(line.name, []).append(line)
    if any(len(found) > 1 for found in by_name.values()):
        return False  # an odd one
    said = {name: found[0].rest for name, found in by_name.items()}
    return "RDATE" not in said and _is_past_or_ahead(said, window)


def _is_past_or_ahead(said: Mapping[str, str], window: Window) -> bool:
    first, last = _day((window.begins - FAR).date()), _day((window.ends + FAR).date())
    begins, until = _written(said.get("DTSTART", "")), _last(said)
    moved = said.get("RECURRENCE-ID")
    if not begins or not until or begins > until:
        return False
    if moved is not None:
        stands_for = _written(moved)
        near = not stands_for or "RANGE" in moved.upper() or first <= stands_for <= last
        return not near and (until < first or begins > last)
    return until < first or begins > last


def _last(said: Mapping[str, str]) -> str:
    """The last day that an event can take, "" if it cannot be told at a glance."""
    if "RRULE" in said and "RECURRENCE-ID" not in said:
        return _until(said["RRULE"].upper(), said)
    if "DTEND" in said:
        return _written(said["DTEND"])
    if "DURATION" in said:
        return _lasts(said)
    return _written(said.get("DTSTART", ""))


def _until(rule: str, said: Mapping[str, str]) -> str:
    """The end of a rule and what its occurrences last, if that is short."""
    _, named, value = rule.partition("UNTIL=")
    ends = _written(said["DTEND"]) if "DTEND" in said else _lasts(said)
    begins = _written(said.get("DTSTART", ""))
    short = ends and begins and _date(ends) - _date(begins) < FAR / 2
    return _known(day_at_a_glance(value)) if named and short else ""


def _lasts(said: Mapping[str, str]) -> str:
    begins = _written(said.get("DTSTART", ""))
    if not begins or "DURATION" not in said:
        return begins
    try:
        return _day(_date(begins) + length(said["DURATION"].partition(":")[2]))
    except (ValueError, OverflowError):
        return ""


def _written(rest: str) -> str:
    """The day of a line, as YYYYMMDD; "" if it is written in another way."""
    return _known(day_at_a_glance(parted(rest)[1]))


def _known(day: str) -> str:
    """The day, if it stands in the calendar."""
    try:
        return day if day and _date(day) else ""
    except ValueError:
        return ""


def _date(day: str) -> date:
    return date(int(day[:4]), int(day[4:6]), int(day[6:]))


def _day(day: date) -> str:
    return f"{day.year:04}{day:%m%d}"

"""Times of day as people write them, in every language: "12.30", "1230", "kl. 12", "2 pm"."""

from __future__ import annotations

from datetime import date, datetime, time

LONGEST = 40
"""Characters; whoever writes more says something else."""
YEARS = range(1970, 2200)
"""Farther away, time cannot be reckoned with in every time zone."""

BEFORE = frozenset(["kl", "kl.", "klokken", "klokka", "klockan", "om", "at"])
AFTER = frozenset(["uur", "u", "h"])
DASHES = str.maketrans({dash: "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"})


def time_of_day(text: str) -> tuple[int, int] | None:
    """Hour (0-23) and minute; None where the text says anything else or anything more."""
    if len(text) > LONGEST:
        return None
    words = text.casefold().split()
    if words and words[0].startswith("kl.") and words[0] != "kl.":
        words = [words[0].removeprefix("kl."), *words[1:]]
    elif words and words[0] in BEFORE:
        words = words[1:]
    if words[1:] and words[1] in AFTER:
        words = [words[0], *words[2:]]
    return _read(_joined(words))


def span_of_day(text: str) -> str | None:
    """ "8-16", "08.00 \u2013 16.00", or "0800-1600" as "08:00-16:00"; None where it is none."""
    begins, _, ends = text.translate(DASHES).partition("-")
    opens, closes = time_of_day(begins), time_of_day(ends)
    if opens is None or closes is None:
        return None
    return f"{opens[0]:02}:{opens[1]:02}-{closes[0]:02}:{closes[1]:02}"


def day_and_time(text: str, today: date) -> datetime | None:
    """ "2026-11-21 10.30", "21.11.2026 kl. 10.30", or "10.30" (of `today`), without a zone."""
    words = text.strip().replace("T", " ", 1).split(maxsplit=1)
    day = _day(words[0]) if words[1:] else today
    at = time_of_day(words[-1]) if words else None
    return datetime.combine(day, time(*at)) if day and at else None


def _day(written: str) -> date | None:
    """ISO 8601, or day, month, and year with dots as they are written here."""
    try:
        if "." not in written:
            return date.fromisoformat(written)
        day, month, year = map(int, written[:10].rstrip(".").split("."))
        return date(year, month, day)
    except ValueError:
        return None


def _joined(words: list[str]) -> str:
    """The words in one; a blank between digits parts the hour from the minutes."""
    said = ""
    for word in words:
        said += f":{word}" if said[-1:].isdigit() and word[0].isdigit() else word
    return said


def _read(said: str) -> tuple[int, int] | None:
    half = next((half for half in ("am", "pm") if said.endswith(half)), "")
    digits = said.removesuffix(half)
    for sign in ".,:uh":
        digits = digits.replace(sign, ":")
    hours, _, minutes = digits.rstrip(":").partition(":")
    if len(hours) in (3, 4) and not minutes:
        hours, minutes = hours[:-2], hours[-2:]
    return _checked(hours, minutes or "00", half)


def _checked(hours: str, minutes: str, half: str) -> tuple[int, int] | None:
    both = (hours or "-") + minutes
    if not (both.isascii() and both.isdigit() and len(hours) <= 2 and len(minutes) == 2):
        return None
    hour, minute = int(hours), int(minutes)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    hour = 0 if (hour, minute) == (24, 0) else hour
    return (hour, minute) if hour < 24 and minute < 60 else None

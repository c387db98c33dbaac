"""What is said of an appointment: never what it is about, only how it is shown and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from appliance.core.model.calendar import Entry, Shown
from appliance.core.model.ids import Language
from appliance.core.model.standing import Standing
from appliance.core.model.trouble import Trouble
from appliance.core.state.staff import Blocked
from appliance.core.words.spoken import worded

Words = Mapping[Language, str]

BUSY: Words = {
    "da": "kalender",
    "nb": "kalender",
    "sv": "kalender",
    "nl": "agenda",
    "en": "calendar",
}
OUT: Words = {
    "da": "ikke på kontoret",
    "nb": "ikke på kontoret",
    "sv": "inte på kontoret",
    "nl": "niet op kantoor",
    "en": "out of office",
}
UNTIL: Words = {
    "da": "{what} til {end}",
    "nb": "{what} til {end}",
    "sv": "{what} till {end}",
    "nl": "{what} tot {end}",
    "en": "{what} until {end}",
}
ALL_DAY: Words = {
    "da": "{what} hele dagen",
    "nb": "{what} hele dagen",
    "sv": "{what} hela dagen",
    "nl": "{what} de hele dag",
    "en": "{what} all day",
}
LAST_DAY: Words = {
    "da": "{what} til og med {end}",
    "nb": "{what} til og med {end}",
    "sv": "{what} till och med {end}",
    "nl": "{what} tot en met {end}",
    "en": "{what} to the end of {end}",
}


def in_words(blocked: Blocked, language: Language = "en") -> str:
    """Why loop calls are kept away, such as "calendar until 12:00" or "out of office all day"."""
    out = blocked.entry.shown is Shown.OUT_OF_OFFICE
    what = worded(OUT if out else BUSY, language)
    words, end = _ends(blocked)
    return worded(words, language).format(what=what, end=end)


def fact_of(blocked: Blocked) -> Trouble:
    """The same as a fact, for whoever reads it in a language of their own."""
    out = blocked.entry.shown is Shown.OUT_OF_OFFICE
    if not blocked.entry.all_day:
        until = Standing.OUT_UNTIL if out else Standing.BUSY_UNTIL
        return Trouble(until, {"end": clock(blocked.until, blocked.at)})
    last = last_day(blocked.entry, blocked.at)
    if last.date() == blocked.at.date():
        return Trouble(Standing.OUT_ALL_DAY if out else Standing.BUSY_ALL_DAY)
    return Trouble(Standing.OUT_TO_DAY if out else Standing.BUSY_TO_DAY, {"day": f"{last:%d.%m}"})


def _ends(blocked: Blocked) -> tuple[Words, str]:
    asked = blocked.at
    if not blocked.entry.all_day:
        return UNTIL, clock(blocked.until, asked)
    last = last_day(blocked.entry, asked)
    return (ALL_DAY, "") if last.date() == asked.date() else (LAST_DAY, f"{last:%d.%m}")


def last_day(entry: Entry, asked: datetime) -> datetime:
    """A moment of the last day of an entry, whose end is the midnight after it."""
    return (entry.ends - timedelta(seconds=1)).astimezone(asked.tzinfo)


def span(entry: Entry, asked: datetime) -> str:
    """When an entry begins and ends, such as "10:00-12:00" or "20.11-22.11"."""
    begins, last = entry.begins.astimezone(asked.tzinfo), last_day(entry, asked)
    if entry.all_day:
        one_day = begins.date() == last.date()
        return f"{begins:%d.%m}" if one_day else f"{begins:%d.%m}-{last:%d.%m}"
    return f"{clock(begins, asked)}-{clock(entry.ends, asked)}"


def clock(moment: datetime, asked: datetime) -> str:
    """A time of the office's clock; the day only if it is another than when it was asked."""
    moment = moment.astimezone(asked.tzinfo)
    return f"{moment:%H:%M}" if moment.date() == asked.date() else f"{moment:%d.%m %H:%M}"

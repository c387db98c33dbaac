"""What an SMS of few words asks for: a status with its end, one's own status, STOP, or START."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from appliance.core.model.ids import Language, Status
from appliance.core.model.time_of_day import time_of_day

LONGEST = 40
"""Letters; whoever writes more wants to say something else."""


@dataclass(frozen=True, slots=True)
class StatusWanted:
    """A member of staff sets a status; `until` is hour and minute, `minutes` a length of time."""

    status: Status
    reason: str = ""
    until: tuple[int, int] | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """A member of staff asks how they stand."""


@dataclass(frozen=True, slots=True)
class StopWanted:
    """Whoever wrote this wants no more SMS (`stop`), or wants them again."""

    stop: bool


Asked = StatusWanted | StatusQuestion | StopWanted

AVAILABLE = frozenset(
    [
        "ledig",
        "tilbage",
        "tilbake",
        "klar",
        "tillgänglig",
        "tillganglig",
        "tillbaka",
        "åter",
        "beschikbaar",
        "terug",
        "available",
        "back",
        "free",
        "ready",
    ]
)
OFF_TO_SOME: Mapping[Language, frozenset[str]] = {"sv": frozenset(["ledig"])}
"""Words for available that mean a day off to readers of this language: theirs set nothing."""
AWAY: Mapping[str, str] = {
    **dict.fromkeys(["møde", "mode", "moede"], "møde"),
    **dict.fromkeys(["møte", "mote", "moete"], "møte"),
    "möte": "möte",
    **dict.fromkeys(["vergadering", "overleg", "bespreking"], "vergadering"),
    "meeting": "meeting",
    **{
        word: word
        for word in ["frokost", "lunsj", "lunch", "pause", "rast", "fika", "pauze", "break"]
    },
    **{word: word for word in ["optaget", "opptatt", "upptagen", "bezet", "busy"]},
    **dict.fromkeys(["væk", "vaek"], "væk"),
    **{word: word for word in ["borte", "ute", "borta", "frånvarande", "weg", "away", "out"]},
}
"""Word -> why somebody is away, as colleagues read it."""
LOGGED_OUT: Mapping[str, str] = {
    **{word: word for word in ["fri", "vrij", "off"]},
    **{word: word for word in ["ferie", "semester", "vakantie", "holiday", "vacation"]},
    **{word: word for word in ["syg", "syk", "sjuk", "ziek", "sick"]},
}
QUESTIONS = frozenset(["status", "status?"])
STOPS = frozenset(
    ["stop", "stopp", "stoppen", "stans", "afmeld", "afmelden", "avmeld", "avanmäl", "unsubscribe"]
)
STARTS = frozenset(
    ["start", "starten", "tilmeld", "aanmelden", "påmeld", "starta", "subscribe", "unstop"]
)
UNTIL = frozenset(["til", "tot", "until", "till", "to"])
FOR = frozenset(["i", "om", "for", "in"])
UNITS: Mapping[str, int] = {
    **dict.fromkeys(
        [
            "m",
            "min",
            "min.",
            "mins",
            "minut",
            "minutt",
            "minutter",
            "minuten",
            "minuut",
            "minuter",
            "minutes",
            "minute",
        ],
        1,
    ),
    **dict.fromkeys(
        [
            "t",
            "time",
            "timer",
            "timen",
            "timme",
            "timmar",
            "tim",
            "uur",
            "uren",
            "hour",
            "hours",
            "h",
        ],
        60,
    ),
}


def read(text: str, language: Language) -> Asked | None:
    """What a text of a reader of `language` asks for; None where it says anything else or more."""
    if len(text) > LONGEST:
        return None
    words = _parted(text.casefold()).strip(" \t\r\n.!").split()
    if not words:
        return None
    first, rest = words[0].strip(".!:"), words[1:]
    if first in STOPS | STARTS:
        return StopWanted(first in STOPS) if rest in ([], ["sms"]) else None
    if first in QUESTIONS and not rest:
        return StatusQuestion()
    wanted = None if first in OFF_TO_SOME.get(language, ()) else _status(first)
    return _with_end(wanted, rest) if wanted else None


def end_of(wanted: StatusWanted, now: datetime) -> datetime | None:
    """When a status ends, in the zone of `now`; a time of day that has passed is tomorrow's."""
    if wanted.minutes is not None:
        end = now.astimezone(UTC) + timedelta(minutes=wanted.minutes)
        return end.astimezone(now.tzinfo)
    if wanted.until is None:
        return None
    hour, minute = wanted.until
    end = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return end if end > now else end + timedelta(days=1)


def _status(word: str) -> StatusWanted | None:
    if word in AVAILABLE:
        return StatusWanted(Status.AVAILABLE)
    if word in AWAY:
        return StatusWanted(Status.AWAY, AWAY[word])
    if word in LOGGED_OUT:
        return StatusWanted(Status.LOGGED_OUT, LOGGED_OUT[word])
    return None


def _with_end(wanted: StatusWanted, words: list[str]) -> StatusWanted | None:
    if not words:
        return wanted
    if wanted.status is Status.AVAILABLE:
        return None
    if words[0] in UNTIL:
        until = time_of_day(" ".join(words[1:]))
        return StatusWanted(wanted.status, wanted.reason, until=until) if until else None
    minutes = _length(words[1:] if words[0] in FOR else words)
    return StatusWanted(wanted.status, wanted.reason, minutes=minutes) if minutes else None


def _length(words: list[str]) -> int | None:
    """Read "30 min", "30min", "1 time", or "1,5 timer" as minutes, up to a day."""
    said = " ".join(words)
    number = said.rstrip("abcdefghijklmnopqrstuvwxyz.")
    unit = UNITS.get(said[len(number) :])
    length = _decimal(number.removesuffix(" "))
    if unit is None or length is None:
        return None
    minutes = round(length * unit)
    return minutes if 0 < minutes <= 1440 else None


def _decimal(said: str) -> float | None:
    """Read up to four digits, and up to two behind a comma or a point."""
    whole, point, part = said.replace(",", ".").partition(".")
    digits = whole + part
    if not (digits.isascii() and digits.isdigit() and bool(point) == bool(part)):
        return None
    return float(f"{whole}.{part}") if 1 <= len(whole) <= 4 and len(part) <= 2 else None


def _parted(text: str) -> str:
    """Put blanks for the commas that part words, not for the one of "1,5"."""
    around = zip(f" {text}", text, f"{text[1:]} ", strict=False)
    return "".join(
        " " if letter == "," and (before.isalpha() or not behind.isdigit()) else letter
        for before, letter, behind in around
    )

"""How an event is repeated (RFC 5545 sections 3.8.4.4 and 3.8.5): rules, days left out, added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from icalendar import Event, vDDDLists, vDDDTypes, vRecur

from appliance.calendars.event import Broken, Reading
from appliance.calendars.lines import Line
from appliance.calendars.values import items, length, plain, timed, written

OFTEN = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")
TOO_OFTEN = ("SECONDLY", "MINUTELY")
LARGER = {"SECONDLY": ("MINUTELY", 60), "MINUTELY": ("HOURLY", 60), "HOURLY": ("DAILY", 24)}
WEEKDAYS = frozenset({"MO", "TU", "WE", "TH", "FR", "SA", "SU"})
NOON = timedelta(hours=12)
A_DAY = {"SECONDLY": 86_400, "MINUTELY": 1_440}
LARGEST = 10_000
"""Of COUNT and INTERVAL."""

END_OF_DAY = time(23, 59, 59)

Rule = dict[str, str]
Part = Callable[[str, date, tzinfo], str]
"""Reads a part of a rule, for a series that begins then, in the office's zone; "" to drop it."""


def repeat(event: Event, reading: Reading) -> None:
    """Give an event the repetitions of its series; raises Broken."""
    if any(reading.raw.named(name) for name in ("RRULE", "RDATE")):
        for name in ("DTSTART", "DTEND"):
            event[name] = vDDDTypes(reading.on_calendars_clock(event[name].dt))
    begins = event["DTSTART"].dt
    rules = list(_rules(begins, reading))
    if rules:
        event["RRULE"] = [vRecur.from_ical(_text(rule)) for rule in rules]
    if added := [each for line in reading.raw.named("RDATE") for each in _added(line, reading)]:
        event["RDATE"] = vDDDLists([_like(begins, each, reading) for each in added])
    clocks = sorted(_clocks(begins, rules))
    left_out = [each for line in reading.raw.named("EXDATE") for each in _days(line, reading)]
    if without := [at for each in left_out for at in left_out_at(begins, each, clocks, reading)]:
        event["EXDATE"] = vDDDLists(without)


def recurrence_id(reading: Reading, master: Event | None) -> date | None:
    """Which occurrence of its series an event stands for; None if it is none; raises Broken."""
    said = reading.raw.named("RECURRENCE-ID")
    if not said:
        return None
    found = reading.first("RECURRENCE-ID", reading.moment)
    if found is None:
        raise Broken("it stands for no occurrence that can be known")
    if master is None:
        return found
    begins = master["DTSTART"].dt
    clocks = [begins.time()] if isinstance(begins, datetime) else []
    return left_out_at(begins, found, clocks, reading)[0]


def goes_on(reading: Reading) -> bool:
    """Whether a change is one of all later occurrences too (RFC 5545 section 3.2.13)."""
    said = (timed(line).params.get("RANGE", "") for line in reading.raw.named("RECURRENCE-ID"))
    return any(word.upper() == "THISANDFUTURE" for word in said)


# Days


def left_out_at(begins: date, at: date, clocks: list[time], reading: Reading) -> list[date]:
    """The beginnings that a day or a time means, which programs mix: all of a day's, or that one.

    Midnight means the day unless the series begins at midnight.
    """
    if not isinstance(begins, datetime):
        return [_nearest_day(at, reading.zones.office)]
    if isinstance(at, datetime):
        exact = at.astimezone(begins.tzinfo)
        if exact.time() in clocks or at.time() != time.min:
            return [exact]
    day = at.date() if isinstance(at, datetime) else at
    return [datetime.combine(day, clock, begins.tzinfo) for clock in clocks]


def _nearest_day(at: date, office: tzinfo) -> date:
    """The day of a whole-day entry that a time means: its midnight in whatever zone."""
    if not isinstance(at, datetime):
        return at
    here = at.astimezone(office) if at.tzinfo is UTC else at
    return (here.replace(tzinfo=None) + NOON).date()


def _days(line: Line, reading: Reading) -> Iterator[date]:
    """The values of a list that can be read; the others are passed over."""
    said = timed(line)
    for text in items(said.value):
        try:
            yield reading.at(said, text)
        except ValueError:
            reading.mended = True
    reading.mended |= said.value != ",".join(items(said.value)) or not said.value


def _added(line: Line, reading: Reading) -> Iterator[date | tuple[date, timedelta]]:
    """Added days and times, also with a length of their own (PERIOD)."""
    said = timed(line)
    for text in items(said.value):
        begin, has_end, end = text.partition("/")
        try:
            begins = reading.at(said, begin)
            if not has_end:
                yield begins
            elif isinstance(begins, datetime):
                yield begins, _period(reading, said, begins, end)
        except (ValueError, TypeError, OverflowError):
            reading.mended = True


def _period(reading: Reading, said: object, begins: datetime, end: str) -> timedelta:
    if end.upper().startswith("P"):
        return length(end)
    ends = reading.at(said, end)  # type: ignore[arg-type]
    if not isinstance(ends, datetime) or ends < begins:
        raise ValueError("it ends before it begins")
    return ends - begins


def _like(
    begins: date, added: date | tuple[date, timedelta], reading: Reading
) -> date | tuple[date, timedelta]:
    """What is added, as a day or a time as the series has them."""
    if isinstance(added, tuple):
        return (
            added if isinstance(begins, datetime) else _nearest_day(added[0], reading.zones.office)
        )
    if not isinstance(begins, datetime):
        return _nearest_day(added, reading.zones.office)
    if isinstance(added, datetime):
        return added.astimezone(begins.tzinfo)
    return datetime.combine(added, begins.time(), begins.tzinfo)


# Rules


class Unreadable(Broken):
    """A rule of which nobody knows how often it takes place: the first time is certain."""


class Once(Broken):
    """A rule with an interval longer than any calendar: only the first time can be meant."""


def _rules(begins: date, reading: Reading) -> Iterator[Rule]:
    """The rules of a series but for those that nobody can read; raises Broken."""
    for line in reading.raw.named("RRULE"):
        try:
            yield _rule(line, begins, reading)
        except Unreadable:
            reading.shortened = True
        except Once:
            reading.mended = True


def _rule(line: Line, begins: date, reading: Reading) -> Rule:
    """A rule of which every part is understood; parts that are not are dropped; raises Broken."""
    said: Rule = {}
    for part in filter(None, plain(line).value.upper().split(";")):
        name, _, value = part.partition("=")
        said.setdefault(name.strip(), value.strip())
    often = _less_often(said.pop("FREQ", ""), said)
    if _beyond(said.get("INTERVAL", ""), LARGEST * A_DAY.get(often, 1)):
        raise Once("it takes place once")
    if often in TOO_OFTEN:
        raise Broken("it takes place too often")
    if often not in OFTEN:
        raise Unreadable("nobody knows how often it takes place")
    rule = {"FREQ": often}
    for name, value in said.items():
        read = _PARTS.get(name, _unknown)(value, begins, reading.zones.office)
        if read:
            rule[name] = read
        reading.mended |= not read or (read != value and name not in REWRITTEN)
    return _consistent(rule, begins)


def _beyond(interval: str, most: int) -> bool:
    """Whether it is a number above `most`, however many digits it has."""
    if not (interval.isascii() and interval.isdigit()):
        return False
    digits = interval.lstrip("0")
    return len(digits) > 12 or int(digits or "0") > most


def _less_often(often: str, said: Rule) -> str:
    """How often, and its INTERVAL in larger units where it is a number of them: 1440 minutes."""
    larger, many = LARGER.get(often, ("", 1))
    text = said.get("INTERVAL", "")
    interval = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    if not larger or not interval or interval % many or CLOCK.intersection(said):
        return often
    said["INTERVAL"] = str(interval // many)
    return _less_often(larger, said)


def _consistent(rule: Rule, begins: date) -> Rule:
    """A whole day has no hours (RFC 5545 section 3.3.10); a place needs something to count."""
    if not isinstance(begins, datetime):
        rule = {name: value for name, value in rule.items() if name not in CLOCK}
    if not any(name.startswith("BY") and name != "BYSETPOS" for name in rule):
        rule.pop("BYSETPOS", None)
    return rule


def _text(rule: Rule) -> str:
    return ";".join(f"{name}={value}" for name, value in rule.items())


def _unknown(_: str, __: date, ___: tzinfo) -> str:
    return ""


def _until(value: str, begins: date, office: tzinfo) -> str:
    """The last occurrence: a day means all of it, a time without a zone that of the series."""
    try:
        until = written(value)
    except ValueError:
        return ""
    at = until.at
    if not isinstance(begins, datetime):
        return f"{_last_day(at, until.utc, office):%Y%m%d}"
    if not isinstance(at, datetime):
        at = datetime.combine(at, END_OF_DAY)
    aware = at.replace(tzinfo=UTC if until.utc else begins.tzinfo)
    return f"{aware.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _last_day(at: date, utc: bool, office: tzinfo) -> date:
    """Of whole days, whose last one some programs write with a time."""
    if not isinstance(at, datetime):
        return at
    here = at.replace(tzinfo=UTC).astimezone(office) if utc and at.time() != END_OF_DAY else at
    return here.date()


def _positive(value: str, _: date, __: tzinfo) -> str:
    digits = value.lstrip("0")
    good = digits.isascii() and digits.isdigit() and not _beyond(digits, LARGEST)
    return digits if good else ""


def _between(most: int, *, least: int | None = None) -> Part:
    """A list of numbers up to `most`, and down to its negative, without nought, or to `least`."""

    def read(value: str, _: date, __: tzinfo) -> str:
        return ",".join(each for each in items(value) if _is_number(each, most, least))

    return read


def _is_number(text: str, most: int, least: int | None) -> bool:
    digits = text.lstrip("+-")
    if not (digits.isascii() and digits.isdigit()) or len(text) > 4 or len(text) - len(digits) > 1:
        return False
    number = int(text)
    return (-most <= number <= most and number != 0) if least is None else least <= number <= most


def _weekdays(value: str, _: date, __: tzinfo) -> str:
    days = (each for each in items(value) if each[-2:] in WEEKDAYS)
    return ",".join(day for day in days if not day[:-2] or _is_number(day[:-2], 53, None))


def _week_begins(value: str, _: date, __: tzinfo) -> str:
    return value if value in WEEKDAYS else ""


_PARTS: Mapping[str, Part] = {
    "UNTIL": _until,
    "COUNT": _positive,
    "INTERVAL": _positive,
    "BYSECOND": _between(59, least=0),
    "BYMINUTE": _between(59, least=0),
    "BYHOUR": _between(23, least=0),
    "BYDAY": _weekdays,
    "BYMONTHDAY": _between(31),
    "BYYEARDAY": _between(366),
    "BYWEEKNO": _between(53),
    "BYMONTH": _between(12, least=1),
    "BYSETPOS": _between(366),
    "WKST": _week_begins,
}
CLOCK = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
REWRITTEN = frozenset({"UNTIL"})
"""What is understood for certain, however it is written."""


def _clocks(begins: date, rules: list[Rule]) -> set[time]:
    """At which times of the day a series begins."""
    if not isinstance(begins, datetime):
        return set()
    clocks = {begins.time()}
    for rule in rules:
        hours = [int(each) for each in items(rule.get("BYHOUR", str(begins.hour)))]
        minutes = [int(each) for each in items(rule.get("BYMINUTE", str(begins.minute)))]
        clocks |= {begins.time().replace(hour=h, minute=m) for h in hours for m in minutes}
    return clocks

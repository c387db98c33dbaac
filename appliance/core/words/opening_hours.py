"""What callers hear of the opening hours: the week, the next closed days, when we open again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from appliance.core.model.ids import Language, Prompt
from appliance.core.settings.directory import Directory, Hours
from appliance.core.settings.hours import WEEKDAYS, is_holiday
from appliance.core.words.numerals import DAYS, day_in_words, listed, time_in_words

SOON_DAYS = 14
"""Closed days of the calendar are told of so long before."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class OpeningWords:
    """The sentences of one language."""

    open: str
    shut: str
    holidays: str
    every_day: str
    days: str
    span: str
    all_day: str
    closed_on: str
    again: str
    again_tomorrow: str
    again_on: str


WORDS: Mapping[Language, OpeningWords] = {
    "da": OpeningWords(
        open="Vi har åbent {what}.",
        shut="Vi har lukket {days}.",
        holidays="helligdage",
        every_day="alle dage",
        days="{first} til {last}",
        span="fra klokken {opens} til {closes}",
        all_day="hele døgnet",
        closed_on="Vi har lukket {day}.",
        again="Vi åbner igen klokken {at}.",
        again_tomorrow="Vi åbner igen i morgen klokken {at}.",
        again_on="Vi åbner igen på {day} klokken {at}.",
    ),
    "nb": OpeningWords(
        open="Vi har åpent {what}.",
        shut="Vi har stengt {days}.",
        holidays="helligdager",
        every_day="alle dager",
        days="{first} til {last}",
        span="fra klokken {opens} til {closes}",
        all_day="hele døgnet",
        closed_on="Vi har stengt {day}.",
        again="Vi åpner igjen klokken {at}.",
        again_tomorrow="Vi åpner igjen i morgen klokken {at}.",
        again_on="Vi åpner igjen på {day} klokken {at}.",
    ),
    "sv": OpeningWords(
        open="Vi har öppet {what}.",
        shut="Vi har stängt {days}.",
        holidays="helgdagar",
        every_day="alla dagar",
        days="{first} till {last}",
        span="från klockan {opens} till {closes}",
        all_day="dygnet runt",
        closed_on="Vi har stängt {day}.",
        again="Vi öppnar igen klockan {at}.",
        again_tomorrow="Vi öppnar igen i morgon klockan {at}.",
        again_on="Vi öppnar igen på {day} klockan {at}.",
    ),
    "nl": OpeningWords(
        open="Wij zijn geopend {what}.",
        shut="Op {days} zijn wij gesloten.",
        holidays="feestdagen",
        every_day="elke dag",
        days="van {first} tot en met {last}",
        span="van {opens} tot {closes}",
        all_day="de hele dag",
        closed_on="Op {day} zijn wij gesloten.",
        again="Wij zijn weer geopend vanaf {at}.",
        again_tomorrow="Wij zijn morgen weer geopend vanaf {at}.",
        again_on="Wij zijn {day} weer geopend vanaf {at}.",
    ),
    "en": OpeningWords(
        open="We are open {what}.",
        shut="We are closed on {days}.",
        holidays="public holidays",
        every_day="every day",
        days="{first} to {last}",
        span="from {opens} to {closes}",
        all_day="all day",
        closed_on="We are closed on {day}.",
        again="We open again at {at}.",
        again_tomorrow="We open again tomorrow at {at}.",
        again_on="We open again on {day} at {at}.",
    ),
}
ON_DAYS: Mapping[Language, str] = {"nl": "op "}
"""What stands before days that are named one by one."""


def told_when_closed(
    directory: Directory, hours: Hours, language: Language, at: datetime
) -> tuple[Prompt, ...]:
    """What a caller hears who finds us closed; `at` is the office's own time."""
    sentences = [week(hours, language)]
    sentences += [closed_on(day, language) for day in _soon_closed(hours, at.date())]
    if opens := next_opening(directory, hours, at):
        sentences.append(opens_again(opens, at, language))
    return tuple(Prompt(sentence, language) for sentence in sentences if sentence)


def opening_prompts(hours: Hours, language: Language) -> Iterator[Prompt]:
    """Everything that `told_when_closed` may ever say, to be rendered beforehand."""
    monday = datetime(2024, 1, 1)
    sentences = [week(hours, language)]
    sentences += [closed_on(date.fromisoformat(day), language) for day in hours.closed_days]
    for name, spans in hours.weekly.items():
        day = monday + timedelta(days=WEEK + WEEKDAYS.index(name))
        for span in spans:
            opens = datetime.combine(day.date(), _ends_of(span)[0])
            for before in range(WEEK):
                sentences.append(opens_again(opens, day - timedelta(days=before), language))
    yield from (Prompt(each, language) for each in dict.fromkeys(sentences) if each)


def next_opening(directory: Directory, hours: Hours, at: datetime) -> datetime | None:
    """When a line with these hours opens next, within a week; None: not so soon."""
    for ahead in range(WEEK):
        day = at.date() + timedelta(days=ahead)
        if is_holiday(hours, directory.holidays, day):
            continue
        for span in sorted(hours.weekly.get(WEEKDAYS[day.weekday()], ())):
            opens = datetime.combine(day, _ends_of(span)[0], at.tzinfo)
            if opens > at:
                return opens
    return None


def opens_again(opens: datetime, at: datetime, language: Language) -> str:
    """ "We open again on Monday at eight", as it is said at a time within the week before."""
    words, said = WORDS[language], time_in_words(opens.time(), language)
    match (opens.date() - at.date()).days:
        case 0:
            return words.again.format(at=said)
        case 1:
            return words.again_tomorrow.format(at=said)
    return words.again_on.format(day=DAYS[language][opens.weekday()], at=said)


def closed_on(day: date, language: Language) -> str:
    """That we are closed on a certain day."""
    return WORDS[language].closed_on.format(day=day_in_words(day, language))


def week(hours: Hours, language: Language) -> str:
    """The whole week in one or two sentences; days with the same hours are said together."""
    words = WORDS[language]
    together: dict[tuple[str, ...], list[int]] = {}
    for number, name in enumerate(WEEKDAYS):
        together.setdefault(tuple(hours.weekly.get(name, ())), []).append(number)
    shut = [DAYS[language][number] for number in together.pop((), [])]
    shut += [words.holidays] if hours.holidays else []
    parts = [f"{_days(days, language)} {_spans(s, language)}" for s, days in together.items()]
    opened = words.open.format(what=listed(parts, language)) if parts else ""
    closed = words.shut.format(days=listed(shut, language)) if shut else ""
    return f"{opened} {closed}".strip()


def _days(numbers: list[int], language: Language) -> str:
    """Three days or more in a row are a range, others are named one by one."""
    if len(numbers) == WEEK:
        return WORDS[language].every_day
    ranges, single = [], []
    for run in _runs(numbers):
        names = [DAYS[language][number] for number in run]
        if len(run) > 2:
            ranges.append(WORDS[language].days.format(first=names[0], last=names[-1]))
        else:
            single += names
    if single and (before := ON_DAYS.get(language)):
        single = [before + listed(single, language)]
    return listed([*ranges, *single], language)


def _runs(numbers: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _spans(spans: tuple[str, ...], language: Language) -> str:
    return listed([_span(span, language) for span in sorted(spans)], language)


def _span(span: str, language: Language) -> str:
    opens, closes = _ends_of(span)
    if opens == closes == time(0):
        return WORDS[language].all_day
    said = (time_in_words(opens, language), time_in_words(closes, language))
    return WORDS[language].span.format(opens=said[0], closes=said[1])


def _ends_of(span: str) -> tuple[time, time]:
    opens, closes = map(time.fromisoformat, span.split("-"))
    return opens, closes


def _soon_closed(hours: Hours, today: date) -> list[date]:
    days = sorted(map(date.fromisoformat, hours.closed_days))
    return [day for day in days if today < day <= today + timedelta(days=SOON_DAYS)]

"""Numbers, times and opening hours as callers hear them: golden sentences in each language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from appliance.core.calls.waiting_time import STEPS, wait_in_words, wait_prompts
from appliance.core.model.ids import Prompt
from appliance.core.settings.directory import Directory, Hours, Office
from appliance.core.words.numerals import cardinal, day_in_words, time_in_words
from appliance.core.words.opening_hours import (
    next_opening,
    opening_prompts,
    told_when_closed,
    week,
)
from appliance.core.words.spoken import LANGUAGES, has_waited, place_in_queue

NUMBERS = {
    "da": {
        0: "nul",
        7: "syv",
        21: "enogtyve",
        45: "femogfyrre",
        50: "halvtreds",
        92: "tooghalvfems",
    },
    "nb": {0: "null", 7: "sju", 21: "tjueen", 45: "førtifem", 50: "femti", 92: "nittito"},
    "sv": {1: "ett", 7: "sju", 21: "tjugoett", 45: "fyrtiofem", 50: "femtio", 92: "nittiotvå"},
    "nl": {
        1: "één",
        21: "eenentwintig",
        22: "tweeëntwintig",
        23: "drieëntwintig",
        45: "vijfenveertig",
    },
    "en": {0: "zero", 12: "twelve", 21: "twenty-one", 40: "forty", 99: "ninety-nine"},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers(language: str) -> None:
    assert {n: cardinal(n, language) for n in NUMBERS[language]} == NUMBERS[language]
    assert len({cardinal(n, language) for n in range(100)}) == 100
    for outside in (-1, 100):
        with pytest.raises(ValueError, match="not said in words"):
            cardinal(outside, language)


def test_one_minute_is_neuter_in_danish_and_norwegian_and_not_in_swedish() -> None:
    said = {language: cardinal(1, language, minutes=True) for language in LANGUAGES}
    assert said == {"da": "et", "nb": "ett", "sv": "en", "nl": "één", "en": "one"}
    assert cardinal(21, "nb", minutes=True) == "tjueett"
    assert cardinal(21, "sv", minutes=True) == "tjugoen"
    assert cardinal(21, "da", minutes=True) == "enogtyve"


@pytest.mark.parametrize(
    ("language", "first", "third"),
    [
        ("da", "De er den næste i køen.", "De er nummer tre i køen."),
        ("nb", "Du er den neste i køen.", "Du er nummer tre i køen."),
        ("sv", "Du är näst på tur i kön.", "Du är nummer tre i kön."),
        ("nl", "U bent de volgende in de wachtrij.", "U bent nummer drie in de wachtrij."),
        ("en", "You are next in the queue.", "You are number three in the queue."),
    ],
)
def test_the_place_in_the_queue(language: str, first: str, third: str) -> None:
    assert [place_in_queue(language, n).text for n in (1, 3)] == [first, third]


def test_how_long_a_caller_has_waited_for_the_agents_ear() -> None:
    assert has_waited("da", 21).text == "Har ventet enogtyve minutter."
    assert has_waited("nb", 2).text == "Har ventet to minutter."
    assert has_waited("sv", 1).text == "Har väntat en minut."
    assert has_waited("sv", 21).text == "Har väntat tjugoen minuter."
    assert has_waited("nl", 12).text == "Wacht twaalf minuten."
    assert has_waited("en", 30).text == "Waiting thirty minutes."


WAITS = {
    "da": (
        "Vi ved endnu ikke, hvor længe De kommer til at vente.",
        "Ventetiden er under et minut.",
        "Ventetiden er omkring et minut.",
        "Ventetiden er omkring fire minutter.",
        "Ventetiden er over femogfyrre minutter.",
    ),
    "nb": (
        "Vi vet ennå ikke hvor lenge du må vente.",
        "Ventetiden er under ett minutt.",
        "Ventetiden er omtrent ett minutt.",
        "Ventetiden er omtrent fire minutter.",
        "Ventetiden er over førtifem minutter.",
    ),
    "sv": (
        "Vi vet ännu inte hur länge du får vänta.",
        "Väntetiden är under en minut.",
        "Väntetiden är ungefär en minut.",
        "Väntetiden är ungefär fyra minuter.",
        "Väntetiden är över fyrtiofem minuter.",
    ),
    "nl": (
        "Wij weten nog niet hoe lang u moet wachten.",
        "De wachttijd is minder dan een minuut.",
        "De wachttijd is ongeveer één minuut.",
        "De wachttijd is ongeveer vier minuten.",
        "De wachttijd is meer dan vijfenveertig minuten.",
    ),
    "en": (
        "We do not know yet how long you will wait.",
        "The waiting time is less than a minute.",
        "The waiting time is about one minute.",
        "The waiting time is about four minutes.",
        "The waiting time is more than forty-five minutes.",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_waiting_time(language: str) -> None:
    lengths = (None, 20.0, 50.0, 200.0, 3000.0)
    assert tuple(wait_in_words(s, language).text for s in lengths) == WAITS[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_waiting_time_is_rendered_beforehand(language: str) -> None:
    ready = set(wait_prompts(language))
    assert {wait_in_words(float(s), language) for s in range(0, 4000, 7)} <= ready
    assert len(ready) == len(STEPS) + 3


WORKDAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("08:00-16:00",))
OFFICE_HOURS = Hours("office", WORKDAYS)
FRIDAY_SHORT = Hours("short", {**WORKDAYS, "fri": ("08:30-12:00", "13:05-15:00")}, holidays=False)
SHOP = Hours("shop", {day: ("10:00-22:00",) for day in ("mon", "wed", "sat")})
ALWAYS = Hours(
    "always",
    dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ("00:00-00:00",)),
    holidays=False,
)

WEEKS = [
    (
        OFFICE_HOURS,
        "da",
        "Vi har åbent mandag til fredag fra klokken otte til seksten. "
        "Vi har lukket lørdag, søndag og helligdage.",
    ),
    (
        OFFICE_HOURS,
        "nb",
        "Vi har åpent mandag til fredag fra klokken åtte til seksten. "
        "Vi har stengt lørdag, søndag og helligdager.",
    ),
    (
        OFFICE_HOURS,
        "sv",
        "Vi har öppet måndag till fredag från klockan åtta till sexton. "
        "Vi har stängt lördag, söndag och helgdagar.",
    ),
    (
        OFFICE_HOURS,
        "nl",
        "Wij zijn geopend van maandag tot en met vrijdag van acht uur tot zestien uur. "
        "Op zaterdag, zondag en feestdagen zijn wij gesloten.",
    ),
    (
        OFFICE_HOURS,
        "en",
        "We are open Monday to Friday from eight to four. "
        "We are closed on Saturday, Sunday and public holidays.",
    ),
    (
        FRIDAY_SHORT,
        "da",
        "Vi har åbent mandag til torsdag fra klokken otte til seksten og fredag fra klokken "
        "otte tredive til tolv og fra klokken tretten nul fem til femten. "
        "Vi har lukket lørdag og søndag.",
    ),
    (
        FRIDAY_SHORT,
        "nb",
        "Vi har åpent mandag til torsdag fra klokken åtte til seksten og fredag fra klokken "
        "åtte tretti til tolv og fra klokken tretten null fem til femten. "
        "Vi har stengt lørdag og søndag.",
    ),
    (
        FRIDAY_SHORT,
        "sv",
        "Vi har öppet måndag till torsdag från klockan åtta till sexton och fredag från klockan "
        "åtta trettio till tolv och från klockan tretton noll fem till femton. "
        "Vi har stängt lördag och söndag.",
    ),
    (
        FRIDAY_SHORT,
        "nl",
        "Wij zijn geopend van maandag tot en met donderdag van acht uur tot zestien uur en op "
        "vrijdag van acht uur dertig tot twaalf uur en van dertien uur vijf tot vijftien uur. "
        "Op zaterdag en zondag zijn wij gesloten.",
    ),
    (
        FRIDAY_SHORT,
        "en",
        "We are open Monday to Thursday from eight to four and Friday from eight thirty to noon "
        "and from one oh five to three. We are closed on Saturday and Sunday.",
    ),
    (
        SHOP,
        "nl",
        "Wij zijn geopend op maandag, woensdag en zaterdag van tien uur tot tweeëntwintig uur. "
        "Op dinsdag, donderdag, vrijdag, zondag en feestdagen zijn wij gesloten.",
    ),
    (
        SHOP,
        "en",
        "We are open Monday, Wednesday and Saturday from ten to ten in the evening. "
        "We are closed on Tuesday, Thursday, Friday, Sunday and public holidays.",
    ),
    (ALWAYS, "da", "Vi har åbent alle dage hele døgnet."),
    (ALWAYS, "nb", "Vi har åpent alle dager hele døgnet."),
    (ALWAYS, "sv", "Vi har öppet alla dagar dygnet runt."),
    (ALWAYS, "nl", "Wij zijn geopend elke dag de hele dag."),
    (ALWAYS, "en", "We are open every day all day."),
]


@pytest.mark.parametrize(("hours", "language", "sentence"), WEEKS)
def test_the_week(hours: Hours, language: str, sentence: str) -> None:
    assert week(hours, language) == sentence


CLOSED_DAY = replace(OFFICE_HOURS, closed_days=("2026-11-27", "2027-05-15"))
FRIDAY_NIGHT = datetime(2026, 11, 20, 20, 0)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "da",
            [
                "Vi har lukket den syvogtyvende november.",
                "Vi åbner igen på mandag klokken otte.",
            ],
        ),
        (
            "nb",
            [
                "Vi har stengt den tjuesjuende november.",
                "Vi åpner igjen på mandag klokken åtte.",
            ],
        ),
        (
            "sv",
            [
                "Vi har stängt den tjugosjunde november.",
                "Vi öppnar igen på måndag klockan åtta.",
            ],
        ),
        (
            "nl",
            [
                "Op zevenentwintig november zijn wij gesloten.",
                "Wij zijn maandag weer geopend vanaf acht uur.",
            ],
        ),
        (
            "en",
            [
                "We are closed on the twenty-seventh of November.",
                "We open again on Monday at eight.",
            ],
        ),
    ],
)
def test_who_finds_us_closed_hears_the_next_closed_day_and_when_we_open(
    language: str, told: list[str]
) -> None:
    said = told_when_closed(Directory(Office("F")), CLOSED_DAY, language, FRIDAY_NIGHT)
    assert [prompt.text for prompt in said[1:]] == told


def opens(at: datetime, holidays: tuple[date, ...] = ()) -> str:
    directory = Directory(Office("F"), holidays=dict.fromkeys(holidays, "Holiday"))
    return told_when_closed(directory, OFFICE_HOURS, "en", at)[-1].text


def test_when_we_open_again() -> None:
    assert opens(datetime(2026, 11, 20, 6)) == "We open again at eight."
    assert opens(datetime(2026, 11, 19, 17)) == "We open again tomorrow at eight."
    monday = date(2026, 11, 23)
    assert opens(FRIDAY_NIGHT, (monday,)) == "We open again on Tuesday at eight."
    christmas = tuple(date(2026, 12, day) for day in range(23, 32))
    directory = Directory(Office("F"), holidays=dict.fromkeys(christmas, "Jul"))
    assert next_opening(directory, OFFICE_HOURS, datetime(2026, 12, 23, 9)) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hours", [CLOSED_DAY, FRIDAY_SHORT, SHOP, ALWAYS])
def test_whatever_the_hour_all_that_is_told_was_rendered_beforehand(
    hours: Hours, language: str
) -> None:
    ready = set(opening_prompts(hours, language))
    directory = Directory(Office("F"), holidays={date(2026, 11, 25): "Holiday"})
    for hour in range(24 * 14):
        at = datetime(2026, 11, 14 + hour // 24, hour % 24, 59)
        assert set(told_when_closed(directory, hours, language, at)) <= ready
    assert Prompt(week(hours, language), language) in ready


def test_days_and_times() -> None:
    may = date(2027, 5, 15)
    assert [day_in_words(may, language) for language in LANGUAGES] == [
        "den femtende maj",
        "den femtende mai",
        "den femtonde maj",
        "vijftien mei",
        "the fifteenth of May",
    ]
    assert [time_in_words(time(5, 30), language) for language in LANGUAGES] == [
        "fem tredive",
        "fem tretti",
        "fem trettio",
        "vijf uur dertig",
        "five thirty in the morning",
    ]
    assert [time_in_words(time(0), language) for language in LANGUAGES] == [
        "midnat",
        "midnatt",
        "midnatt",
        "middernacht",
        "midnight",
    ]

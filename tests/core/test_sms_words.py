"""Status words as people write them in every language, and what is no status word."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.core.model.ids import Status
from appliance.core.sms.status_commands import (
    StatusQuestion,
    StatusWanted,
    StopWanted,
    end_of,
    read,
)
from appliance.core.words.sms_replies import NO_CLOCK, NOT_UNDERSTOOD
from appliance.core.words.spoken import LANGUAGES

OSLO = ZoneInfo("Europe/Oslo")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("MØDE TIL 14", "møde"),
        ("møte til kl 14", "møte"),
        ("Møte til kl. 14.00", "møte"),
        ("MOTE TIL 1400", "møte"),
        ("MÖTE TILL 14", "möte"),
        ("möte till klockan 14.00", "möte"),
        ("upptagen till kl. 14", "upptagen"),
        ("Borta till 14", "borta"),
        ("Vergadering tot 14 uur", "vergadering"),
        ("OVERLEG TOT 14U00", "vergadering"),
        ("Meeting until 14:00.", "meeting"),
        ("meeting till 2pm", "meeting"),
        ("Meeting until 2.00 pm!", "meeting"),
        ("LUNCH, til 14", "lunch"),
        ("frokost til 14", "frokost"),
        ("borte til kl. 14", "borte"),
        ("borte til 14,00", "borte"),
        ("borte til 14 00", "borte"),
        ("weg tot 14 u 00", "weg"),
        ("out until 2 00 pm", "out"),
    ],
)
def test_away_until_two(text: str, reason: str) -> None:
    assert read(text, "nb") == StatusWanted(Status.AWAY, reason, until=(14, 0))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("MØDE 30 MIN", 30),
        ("møte i 45 minutter", 45),
        ("möte i 45 minuter", 45),
        ("rast 1,5 timmar", 90),
        ("fika 1 timme", 60),
        ("vergadering 1 uur", 60),
        ("meeting for 2 hours", 120),
        ("pause 15min", 15),
        ("møde 1 time", 60),
        ("borte 1,5 time", 90),
        ("borte i 0,5 timer", 30),
        ("Weg 2.5 uur.", 150),
        ("MØTE, 1,25t", 75),
        ("lunch,30 min", 30),
    ],
)
def test_away_for_a_while(text: str, minutes: int) -> None:
    wanted = read(text, "nb")
    assert isinstance(wanted, StatusWanted)
    assert (wanted.status, wanted.minutes) == (Status.AWAY, minutes)


@pytest.mark.parametrize(
    "text", ["LEDIG", "ledig.", " Tilbake ", "TILLGÄNGLIG", "tillbaka", "BESCHIKBAAR", "Available"]
)
def test_available(text: str) -> None:
    assert read(text, "nb") == StatusWanted(Status.AVAILABLE)


@pytest.mark.parametrize(
    "text", ["FRI", "VRIJ", "off", "Ferie", "Semester", "SYK", "sjuk", "ziek", "vacation"]
)
def test_off(text: str) -> None:
    wanted = read(text, "nb")
    assert isinstance(wanted, StatusWanted)
    assert wanted.status is Status.LOGGED_OUT


@pytest.mark.parametrize("text", ["LEDIG", "ledig."])
def test_a_swedes_ledig_may_be_a_day_off_and_sets_nothing(text: str) -> None:
    assert read(text, "sv") is None
    assert read("TILLGÄNGLIG", "sv") == StatusWanted(Status.AVAILABLE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_an_answer_names_are_understood(language: str) -> None:
    words = NOT_UNDERSTOOD[language].rpartition(": ")[2].rstrip(".").split(", ")
    meeting, off, free, status = (read(word, language) for word in words)
    assert isinstance(meeting, StatusWanted)
    assert isinstance(off, StatusWanted)
    assert (meeting.status, meeting.until) == (Status.AWAY, (14, 0))
    assert (off.status, free) == (Status.LOGGED_OUT, StatusWanted(Status.AVAILABLE))
    assert status == StatusQuestion()
    assert words[2] in NO_CLOCK[language]


def test_questions_stop_and_start() -> None:
    assert read("STATUS", "nb") == read("status?", "nb") == StatusQuestion()
    assert read("STOP", "nb") == read("Stopp.", "nb") == read("stop sms", "nb") == StopWanted(True)
    assert read("START", "nb") == StopWanted(False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Fri sikt i dag",
        "MØDE TIL",
        "MØDE TIL 25",
        "MØDE TIL 14 3",
        "MØDE TIL 1 430",
        "MØDE TIL 14:75",
        "MØDE TIL 13pm",
        "MØDE TIL ²",
        "LEDIG TIL 14",
        "møde hos kunden til 14",
        "stop venligst bilen",
        "STATUS på saken",
        "pause 0 min",
        "borte 1 5 time",
        "borte 1, 5 time",
        "borte 1 ,5 time",
        "borte ,5 time",
        "borte 1,500 min",
        "borte 24,5 timer",
        "borte 0,0 timer",
        "borte 1,5",
        "pause 3 0 min",
        "pause 2 dager",
        "Vi ses på møtet klokka 14, ta med papirene",
    ],
)
def test_whoever_says_anything_more_sets_no_status(text: str) -> None:
    assert read(text, "nb") is None


@given(st.text(max_size=60))
def test_any_text_is_read_or_not_and_nothing_breaks(text: str) -> None:
    wanted = read(text, "nb")
    if isinstance(wanted, StatusWanted):
        end = end_of(wanted, NOON)
        assert end is None or NOON < end <= NOON + timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "now", "end"),
    [
        ("møde til 14", (20, 12, 0), (20, 14, 0)),
        ("møde til 9", (20, 12, 0), (21, 9, 0)),
        ("møde til 12", (20, 12, 0), (21, 12, 0)),
        ("møde til 24", (20, 12, 0), (21, 0, 0)),
        ("møde 30 min", (20, 23, 50), (21, 0, 20)),
    ],
)
def test_a_time_that_has_passed_is_tomorrows(
    text: str, now: tuple[int, ...], end: tuple[int, ...]
) -> None:
    wanted = read(text, "nb")
    assert isinstance(wanted, StatusWanted)
    assert end_of(wanted, datetime(2026, 11, *now, tzinfo=OSLO)) == datetime(
        2026, 11, *end, tzinfo=OSLO
    )


def test_a_length_of_time_is_counted_across_the_end_of_summer_time() -> None:
    before = datetime(2026, 10, 25, 2, 30, tzinfo=OSLO)
    end = end_of(StatusWanted(Status.AWAY, minutes=60), before)
    assert end is not None
    assert end.utcoffset() == timedelta(hours=1)
    assert end.timestamp() - before.timestamp() == 3600

"""Times as people here write them: what was meant is read, what is none is none."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from appliance.core.model.time_of_day import day_and_time, span_of_day, time_of_day


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12.30", (12, 30)),
        ("14.59", (14, 59)),
        ("12:30", (12, 30)),
        ("12,30", (12, 30)),
        ("1230", (12, 30)),
        ("930", (9, 30)),
        ("kl. 12", (12, 0)),
        ("kl.12.15", (12, 15)),
        ("Kl 12", (12, 0)),
        ("klokka 7", (7, 0)),
        ("14u30", (14, 30)),
        ("14.30 uur", (14, 30)),
        ("2.30 pm", (14, 30)),
        ("12 am", (0, 0)),
        ("24:00", (0, 0)),
        (" 9 ", (9, 0)),
    ],
)
def test_a_time_is_read_as_it_was_meant(text: str, read: tuple[int, int]) -> None:
    assert time_of_day(text) == read


@pytest.mark.parametrize(
    "text", ["", "kl.", "hello", "25:00", "12.60", "12.3", "12:30:15", "1:2:3", "13 pm", "-1", "١٢"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert time_of_day(text) is None
    assert time_of_day(text + " " * 50) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("08:00-16:00", "08:00-16:00"),
        ("8-16", "08:00-16:00"),
        ("08.00 – 16.30", "08:00-16:30"),
        ("0800-2400", "08:00-00:00"),
        ("8", None),
        ("8-", None),
        ("8-16-18", None),
    ],
)
def test_a_span_is_written_in_one_way_from_then_on(text: str, read: str | None) -> None:
    assert span_of_day(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-11-21T10:30", datetime(2026, 11, 21, 10, 30)),
        ("2026-11-21 10.30", datetime(2026, 11, 21, 10, 30)),
        ("21.11.2026 kl. 10.30", datetime(2026, 11, 21, 10, 30)),
        ("10.30", datetime(2026, 11, 29, 10, 30)),
        ("2026-11-21", None),
        ("2026-13-21 10.30", None),
        ("21.11. 10.30", None),
        ("", None),
    ],
)
def test_a_day_and_a_time_are_never_a_fraction_of_an_hour(text: str, read: datetime | None) -> None:
    assert day_and_time(text, date(2026, 11, 29)) == read

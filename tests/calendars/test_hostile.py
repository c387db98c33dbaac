"""Calendars that are broken, or made to harm: nothing crashes, nothing takes for ever."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.calendars import NOW, OSLO, W_EUROPE, event, ics, reading, told

from appliance.calendars import series
from appliance.calendars.reading import MOST_ENTRIES, read_calendar
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window

GOOD = event("DTSTART:20260325T100000", "DTEND:20260325T120000")
WINDOW = Window.around(NOW, OSLO)


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("SUMMARY:nothing but a title",),
        ("DTSTART:some day",),
        ("DTSTART:20260325T100000", "DTEND:later"),
        ("DTSTART:20260325T100000", "DTEND:20260325T080000"),
        ("DTSTART;VALUE=DATE:20260325", "DTEND;VALUE=DATE:20260320"),
        ("DTSTART:20260325T100000", "DURATION:-PT1H"),
        ("DTSTART:20250325T100000", "DURATION:PT1H", "RRULE:FREQ=OFTEN"),
        ("DTSTART:20260325T100000", "DURATION:PT1H", "RECURRENCE-ID:x"),
        ("DTSTART:99999999T999999", "DURATION:PT1H"),
        ("DTSTART:00010101T000000Z", "DURATION:P9999999999W"),
        ("DTSTART:20260101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY"),
        ("DTSTART:20260101T000000Z", "DURATION:PT1S", "RRULE:FREQ=MINUTELY;INTERVAL=5"),
        (
            "DTSTART:20260101T000000Z",
            "DURATION:PT1S",
            "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5,6,7,8,9;BYSECOND=1,2,3,4,5",
        ),
    ],
)
def test_a_broken_entry_is_left_out_and_counted(lines: tuple[str, ...]) -> None:
    read = reading(event(*lines), GOOD)
    assert told(read) == ["03-25 10:00 - 03-25 12:00 busy"]
    assert read.skipped == 1
    assert read.words == "One entry is malformed and left out."


def test_a_repetition_without_end_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series, "SERIES_SECONDS", 0.2)
    endless = event(
        "DTSTART:19000101T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    )
    before = time.process_time()
    read = reading(endless, GOOD)
    assert read.skipped == 1
    assert len(read.entries) == 1
    assert time.process_time() - before < 2


def test_many_such_repetitions_are_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series, "SERIES_SECONDS", 0.1)
    monkeypatch.setattr(series, "ALL_SECONDS", 0.3)
    rule = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    endless = [event("DTSTART:19000101T100000", rule, uid=str(number)) for number in range(20)]
    with pytest.raises(CalendarError, match="never come to an end"):
        reading(*endless)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"", "not a calendar"),
        (b"\x00\xff\xfe", "not a calendar"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "not a calendar"),
        (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "web page, not a calendar"),
        (b"\xef\xbb\xbf <html>", "web page, not a calendar"),
        (ics(GOOD)[:-20], "breaks off in the middle"),
        (ics("BEGIN:VEVENT\nDTSTART:20260325T100000"), "malformed as a whole"),
        (ics("BEGIN:VFREEBUSY\nFREEBUSY:bro/ken\nEND:VFREEBUSY"), "malformed as a whole"),
    ],
)
def test_what_is_no_calendar_is_told_in_a_sentence(document: bytes, words: str) -> None:
    with pytest.raises(CalendarError, match=words):
        read_calendar(document, WINDOW)


def test_an_empty_calendar_is_a_calendar() -> None:
    assert reading().entries == ()


def test_texts_that_are_broken_in_the_middle_harm_nothing() -> None:
    loose = "DESCRIPTION:one\ntwo: three\n\nX-WR-CALDESC\nfour;five\n"
    untidy = GOOD.replace("END:VEVENT", f"{loose}END:VEVENT")
    assert len(reading("X-WR-CALDESC:a", "loose text", untidy).entries) == 1


def test_a_byte_order_mark_and_bare_line_feeds() -> None:
    document = b"\xef\xbb\xbf" + ics(GOOD).replace(b"\r\n", b"\n")
    assert len(read_calendar(document, WINDOW).entries) == 1


def test_alarms_and_tasks_are_not_looked_at() -> None:
    alarm = "BEGIN:VALARM\nTRIGGER:never\nDURATION:x\n"
    with_alarm = GOOD.replace("END:VEVENT", f"{alarm}END:VALARM\nEND:VEVENT")
    task = "BEGIN:VTODO\nDTSTART:whenever\nRRULE:FREQ=NEVER\nEND:VTODO"
    assert reading(task, event("DTSTART:20260326T100000", "DURATION:PT1H")).skipped == 0
    assert told(reading(task, with_alarm)) == ["03-25 10:00 - 03-25 12:00 busy"]


def test_of_too_many_entries_the_nearest_stay_and_the_free_ones_go() -> None:
    hourly = event("DTSTART:20260325T000000", "DURATION:PT30M", "RRULE:FREQ=HOURLY")
    free = event(
        "DTSTART:20260325T003000", "DURATION:PT1M", "RRULE:FREQ=HOURLY", "TRANSP:TRANSPARENT"
    )
    entries = reading(hourly, free).entries
    assert len(entries) == MOST_ENTRIES
    assert {entry.shown for entry in entries} == {"busy"}
    assert entries[0].begins.day == 25
    assert entries[-1].begins.day == 10


def test_what_lasts_for_ever_is_cut_a_year_away() -> None:
    for ever in (
        event("DTSTART;VALUE=DATE:19500101", "DTEND;VALUE=DATE:21990101"),
        event("DTSTART:19500101T000000Z", "DTEND:21991231T000000Z"),
    ):
        (entry,) = reading(ever).entries
        assert (entry.begins.year, entry.ends.year) == (2025, 2027)
        assert entry.begins.hour == entry.ends.hour == 0


LINES = [
    *("BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "BEGIN:VCALENDAR"),
    *("END:VCALENDAR", "DTSTART:20260325T100000", "DTSTART;TZID=Europe/Oslo:20260325T100000"),
    *(
        "DTEND;VALUE=DATE:20260326",
        "DTEND:20260325T110000Z",
        "RRULE:FREQ=DAILY",
        "RRULE:FREQ=YEARLY",
    ),
    *("EXDATE:20260325T100000", "RECURRENCE-ID:20260325T100000", "UID:1", "UID:2"),
    *("RDATE;VALUE=PERIOD:20260325T100000Z/PT1H", "FREEBUSY:20260325T100000Z/PT1H", "TZID:x"),
    *("BEGIN:VFREEBUSY", "END:VFREEBUSY", "STATUS:CANCELLED", " folded", "SEQUENCE:x"),
    *("ATTENDEE;PARTSTAT=:x", *W_EUROPE.split("\n")),
]


@given(st.lists(st.sampled_from(LINES) | st.text(max_size=20), max_size=30))
def test_whatever_comes_ends_in_entries_or_in_a_sentence(lines: list[str]) -> None:
    try:
        entries = read_calendar(ics(*lines), WINDOW).entries
    except CalendarError:
        return
    assert all(entry.begins < entry.ends for entry in entries)

"""Repeated meetings: left out, moved and cancelled ones, and the change of the clock."""

from __future__ import annotations

from support.calendars import event, reading, told

STAND_UP = (
    "DTSTART;TZID=Europe/Oslo:20150105T090000",
    "DTEND;TZID=Europe/Oslo:20150105T091500",
)


def begins(*parts: str) -> list[str]:
    return [entry[:11] for entry in told(reading(*parts))]


def test_a_weekly_meeting_is_at_nine_before_and_after_the_change_of_the_clock() -> None:
    weekly = event(*STAND_UP, "RRULE:FREQ=WEEKLY;BYDAY=MO")
    assert begins(weekly) == ["03-30 09:00", "04-06 09:00", "04-13 09:00", "04-20 09:00"]


def test_a_series_in_universal_time_is_told_the_calendars_zone() -> None:
    daily = event("DTSTART:20260325T080000Z", "DTEND:20260325T083000Z", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert begins("X-WR-TIMEZONE:Europe/Oslo", daily) == ["03-25 09:00", "04-01 09:00"]


def test_days_that_are_left_out() -> None:
    weekly = event(
        *STAND_UP,
        "RRULE:FREQ=WEEKLY;BYDAY=MO",
        "EXDATE;TZID=Europe/Oslo:20260330T090000,20260413T090000",
        "EXDATE:20260420T070000Z",
    )
    assert begins(weekly) == ["04-06 09:00"]


def test_an_added_day() -> None:
    series = event(*STAND_UP, "RDATE;TZID=Europe/Oslo:20260326T130000")
    assert told(reading(series)) == ["03-26 13:00 - 03-26 13:15 busy"]


def test_until_and_count() -> None:
    until = event(*STAND_UP, "RRULE:FREQ=WEEKLY;UNTIL=20260406T070000Z")
    assert begins(until) == ["03-30 09:00", "04-06 09:00"]
    ended = event(*STAND_UP, "RRULE:FREQ=WEEKLY;COUNT=10")
    assert begins(ended) == []


def test_one_meeting_of_a_series_moved_to_another_day() -> None:
    series = event(*STAND_UP, "RRULE:FREQ=WEEKLY;UNTIL=20260406T070000Z", uid="one")
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Oslo:20260330T090000",
        "DTSTART;TZID=Europe/Oslo:20260326T140000",
        "DTEND;TZID=Europe/Oslo:20260326T150000",
        "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
        uid="one",
    )
    assert told(reading(series, moved)) == [
        "03-26 14:00 - 03-26 15:00 out_of_office",
        "04-06 09:00 - 04-06 09:15 busy",
    ]


def test_one_meeting_of_a_series_cancelled_or_declined() -> None:
    series = event(*STAND_UP, "RRULE:FREQ=WEEKLY;UNTIL=20260413T070000Z", uid="one")
    cancelled = event(
        "RECURRENCE-ID;TZID=Europe/Oslo:20260330T090000",
        "DTSTART;TZID=Europe/Oslo:20260330T090000",
        "DURATION:PT15M",
        "STATUS:CANCELLED",
        uid="one",
    )
    declined = event(
        "RECURRENCE-ID:20260406T070000Z",
        "DTSTART;TZID=Europe/Oslo:20260406T090000",
        "DURATION:PT15M",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:kari@example.com",
        uid="one",
    )
    read = reading(cancelled, series, declined, owner="kari@example.com")
    assert [entry[:11] for entry in told(read)] == ["04-13 09:00"]


def test_a_changed_meeting_whose_series_is_not_in_the_document() -> None:
    alone = event(
        "RECURRENCE-ID:20260330T070000Z", "DTSTART:20260330T080000Z", "DURATION:PT1H", uid="gone"
    )
    assert begins(alone) == ["03-30 10:00"]


def test_every_friday_off_all_day() -> None:
    friday = event(
        "DTSTART;VALUE=DATE:20260102",
        "DTEND;VALUE=DATE:20260103",
        "RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20260403",
        "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
    )
    assert told(reading(friday)) == [
        "03-27 00:00 - 03-28 00:00 out_of_office all day",
        "04-03 00:00 - 04-04 00:00 out_of_office all day",
    ]


def test_a_night_shift_is_there_when_it_began_before_the_window() -> None:
    nightly = event("DTSTART:20260301T220000", "DTEND:20260302T060000", "RRULE:FREQ=DAILY;COUNT=24")
    assert told(reading(nightly)) == [
        "03-23 22:00 - 03-24 06:00 busy",
        "03-24 22:00 - 03-25 06:00 busy",
    ]

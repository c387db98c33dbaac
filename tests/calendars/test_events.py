"""What one event of a calendar means: when it is, how it is shown, and when it does not count."""

from __future__ import annotations

import pytest
from support.calendars import NOW, OSLO, W_EUROPE, event, ics, reading, told

from appliance.calendars.document import events, sift
from appliance.calendars.window import Window

AT_TEN = ("DTSTART;TZID=Europe/Oslo:20260325T100000", "DTEND;TZID=Europe/Oslo:20260325T120000")
ALL_DAY = ("DTSTART;VALUE=DATE:20260325", "DTEND;VALUE=DATE:20260326")
TEN_TO_TWELVE = "03-25 10:00 - 03-25 12:00"


def test_a_meeting_from_ten_to_twelve_is_busy_exactly_then() -> None:
    assert told(reading(event(*AT_TEN))) == [f"{TEN_TO_TWELVE} busy"]


@pytest.mark.parametrize(
    "begins",
    [
        "DTSTART:20260325T090000Z",
        "DTSTART:20260325T100000",
        "DTSTART;TZID=W. Europe Standard Time:20260325T100000",
        'DTSTART;TZID="W. Europe Standard Time":20260325T100000',
        "DTSTART;TZID=GMT Standard Time:20260325T090000",
        "DTSTART;TZID=Europe/Helsinki:20260325T110000",
        "DTSTART;TZID=Nobody's Zone:20260325T100000",
        "DTSTART;X-OTHER=1;TZID=Europe/Oslo:20260325T100000",
    ],
)
def test_ten_o_clock_is_ten_o_clock_however_the_program_says_it(begins: str) -> None:
    assert told(reading(event(begins, "DURATION:PT2H"))) == [f"{TEN_TO_TWELVE} busy"]


def test_a_windows_time_zone_that_the_calendar_defines_itself() -> None:
    zoned = event("DTSTART;TZID=W. Europe Standard Time:20260325T100000", "DURATION:PT2H")
    assert told(reading(W_EUROPE, zoned)) == [f"{TEN_TO_TWELVE} busy"]


def test_a_time_zone_that_only_the_calendar_knows() -> None:
    zone = W_EUROPE.replace("W. Europe Standard Time", "Custom/One").replace("+0", "+1")
    zoned = event("DTSTART;TZID=Custom/One:20260325T200000", "DURATION:PT2H")
    assert told(reading(zone, zoned)) == [f"{TEN_TO_TWELVE} busy"]


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ((), "busy"),
        (("TRANSP:OPAQUE",), "busy"),
        (("TRANSP:TRANSPARENT",), "free"),
        (("STATUS:TENTATIVE",), "tentative"),
        (("STATUS:CONFIRMED",), "busy"),
        (("X-MICROSOFT-CDO-BUSYSTATUS:FREE",), "free"),
        (("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",), "tentative"),
        (("X-MICROSOFT-CDO-BUSYSTATUS:BUSY",), "busy"),
        (("X-MICROSOFT-CDO-BUSYSTATUS:OOF",), "out_of_office"),
        (("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",), "elsewhere"),
        (("X-MICROSOFT-CDO-BUSYSTATUS:oof", "TRANSP:TRANSPARENT"), "out_of_office"),
        (("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "STATUS:TENTATIVE"), "busy"),
        (("X-MICROSOFT-CDO-BUSYSTATUS:SOMETHING", "TRANSP:TRANSPARENT"), "free"),
    ],
)
def test_how_it_is_shown(lines: tuple[str, ...], shown: str) -> None:
    assert told(reading(event(*AT_TEN, *lines))) == [f"{TEN_TO_TWELVE} {shown}"]


def test_a_cancelled_meeting_keeps_nobody() -> None:
    assert told(reading(event(*AT_TEN, "STATUS:CANCELLED"))) == []
    outlooks = event(*AT_TEN, "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY")
    assert told(reading(outlooks)) == []


@pytest.mark.parametrize(
    ("answer", "entries"),
    [
        ("DECLINED", []),
        ("ACCEPTED", [f"{TEN_TO_TWELVE} busy"]),
        ("TENTATIVE", [f"{TEN_TO_TWELVE} tentative"]),
        ("NEEDS-ACTION", [f"{TEN_TO_TWELVE} tentative"]),
    ],
)
def test_the_owners_answer_to_an_invitation(answer: str, entries: list[str]) -> None:
    invited = event(
        *AT_TEN,
        "ATTENDEE;CN=Other;PARTSTAT=DECLINED:mailto:other@example.com",
        f"ATTENDEE;CN=Kari;PARTSTAT={answer}:mailto:Kari@Example.com",
    )
    assert told(reading(invited, owner="kari@example.com")) == entries
    assert told(reading("X-WR-CALNAME:kari@example.com", invited)) == entries


def test_somebody_elses_refusal_says_nothing_of_the_owner() -> None:
    invited = event(*AT_TEN, "ATTENDEE;PARTSTAT=DECLINED:mailto:other@example.com")
    assert told(reading(invited, owner="kari@example.com")) == [f"{TEN_TO_TWELVE} busy"]
    assert told(reading(invited)) == [f"{TEN_TO_TWELVE} busy"]


WEDNESDAY = "03-25 00:00 - 03-26 00:00"


def test_the_last_day_of_an_all_day_entry_is_not_included() -> None:
    assert told(reading(event(*ALL_DAY))) == [f"{WEDNESDAY} busy all day"]


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("DTEND;VALUE=DATE:20260325",),
        ("DURATION:P1D",),
    ],
)
def test_an_all_day_entry_without_a_proper_end_is_of_one_day(lines: tuple[str, ...]) -> None:
    assert told(reading(event(ALL_DAY[0], *lines))) == [f"{WEDNESDAY} busy all day"]


def test_a_holiday_of_three_days_across_the_change_of_the_clock() -> None:
    away = event(
        "DTSTART;VALUE=DATE:20260328",
        "DTEND;VALUE=DATE:20260331",
        "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
    )
    (entry,) = reading(away).entries
    assert told(reading(away)) == ["03-28 00:00 - 03-31 00:00 out_of_office all day"]
    assert entry.ends.timestamp() - entry.begins.timestamp() == (3 * 24 - 1) * 3600


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:20260325T000000", "DTEND:20260326T000000"),
        (
            "DTSTART;TZID=W. Europe Standard Time:20260325T000000",
            "DTEND;TZID=W. Europe Standard Time:20260326T000000",
            "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
        ),
        # Written by a mailbox whose time zone is London's.
        (
            "DTSTART:20260325T000000Z",
            "DTEND:20260326T000000Z",
            "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
        ),
        (
            "DTSTART:20260324T230000Z",
            "DTEND:20260325T230000Z",
            "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:true",
        ),
    ],
)
def test_whole_days_that_are_written_with_times(lines: tuple[str, ...]) -> None:
    assert told(reading(event(*lines))) == [f"{WEDNESDAY} busy all day"]


def test_from_midnight_to_midnight_is_not_all_day_where_outlook_says_so() -> None:
    timed = ("DTSTART:20260325T000000", "DTEND:20260326T000000")
    entries = told(reading(event(*timed, "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE")))
    assert entries == [f"{WEDNESDAY} busy"]


def test_what_lasts_no_time_keeps_nobody() -> None:
    assert told(reading(event(AT_TEN[0]))) == []
    assert told(reading(event(AT_TEN[0], "DURATION:PT0S"))) == []


def test_the_window_goes_from_yesterday_to_four_weeks_ahead() -> None:
    days = ("20260323", "20260324", "20260421", "20260422")
    entries = told(reading(*(event(f"DTSTART;VALUE=DATE:{day}") for day in days)))
    assert [entry[:5] for entry in entries] == ["03-24", "04-21"]


def test_a_journey_that_began_long_ago_and_goes_on() -> None:
    long = event("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20270101")
    assert told(reading(long)) == ["01-01 00:00 - 01-01 00:00 busy all day"]


def test_titles_places_and_people_are_thrown_away_before_anybody_looks() -> None:
    private = event(
        *AT_TEN,
        "SUMMARY:Dismissal of Kari",
        "DESCRIPTION:folded over",
        "  two lines",
        "LOCATION:Room 5",
        "ORGANIZER;CN=Boss:mailto:boss@example.com",
        "CATEGORIES:secret",
    )
    (kept,) = events(sift([ics(private)], Window.around(NOW, OSLO)))
    assert {line.name for line in kept.lines} == {"BEGIN", "UID", "DTSTART", "DTEND", "END"}
    assert "Dismissal" not in repr(kept)
    assert "two lines" not in repr(kept)


def test_free_busy_times_tell_the_same() -> None:
    times = "\n".join(
        [
            "BEGIN:VFREEBUSY",
            "FREEBUSY:20260325T090000Z/PT2H,20260326T090000Z/20260326T100000Z",
            "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260327T060000Z/20260327T140000Z",
            "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260330T080000Z/PT30M",
            "FREEBUSY;FBTYPE=FREE:20260331T080000Z/PT30M",
            "END:VFREEBUSY",
        ]
    )
    assert told(reading(times)) == [
        f"{TEN_TO_TWELVE} busy",
        "03-26 10:00 - 03-26 11:00 busy",
        "03-27 07:00 - 03-27 15:00 out_of_office",
        "03-30 10:00 - 03-30 10:30 tentative",
        "03-31 10:00 - 03-31 10:30 free",
    ]

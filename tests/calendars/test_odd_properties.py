"""One odd property costs at most itself: the event, its series and the file are read."""

from __future__ import annotations

from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.calendars import NOW, OSLO, event, ics, reading, told
from support.odd_calendars import AT_TEN, GOOD, GOOD_SERIES, UNTOUCHED, VALUES

from appliance.calendars.document import sift
from appliance.calendars.reading import Reading, read, read_calendar
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window

WINDOW = Window.around(NOW, OSLO)
TEN_TO_TWELVE = "03-25 10:00 - 03-25 12:00 busy"
MONDAYS = ("DTSTART;TZID=Europe/Oslo:20260330T090000", "DTEND;TZID=Europe/Oslo:20260330T091500")
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=3"
ALL = ["03-30 09:00", "04-06 09:00", "04-13 09:00"]


def begins(*parts: str) -> list[str]:
    return begins_of(reading(*parts))


def begins_of(read: Reading) -> list[str]:
    return [entry[:11] for entry in told(read)]


@pytest.mark.parametrize("odd", VALUES["SEQUENCE"])
def test_a_count_of_changes_that_is_none(odd: str) -> None:
    read = reading(event(*AT_TEN, f"SEQUENCE{odd}"))
    assert told(read) == [TEN_TO_TWELVE]
    assert (read.skipped, read.mended) == (0, 1)


def test_the_newer_of_two_copies_counts() -> None:
    old = event(*AT_TEN, "SEQUENCE:1", uid="one")
    new = event("DTSTART:20260326T100000", "DURATION:PT1H", "SEQUENCE:2", uid="one")
    assert begins(old, new) == begins(new, old) == ["03-26 10:00"]


def test_a_program_that_gives_all_its_events_one_uid() -> None:
    other = event("DTSTART:20260326T100000", "DURATION:PT1H", uid="same")
    assert begins(event(*AT_TEN, uid="same"), other) == ["03-25 10:00", "03-26 10:00"]


@pytest.mark.parametrize("odd", [":", ":,", ";VALUE=DATE:", ":never", ":20260401T090000Z,"])
def test_days_left_out_that_are_none(odd: str) -> None:
    read = reading(event(*MONDAYS, WEEKLY, f"EXDATE{odd}"))
    assert [entry[:11] for entry in told(read)] == ALL
    assert (read.skipped, read.mended) == (0, 1)


@pytest.mark.parametrize(
    "odd",
    [
        ";TZID=Europe/Oslo:20260406T090000",
        ":20260406T070000Z",
        ":20260406T090000",
        ";TZID=Europe/Oslo:20260406T090000,",
        ";VALUE=DATE:20260406",
        ":20260406",
        ";TZID=Europe/Oslo:20260406T000000",
        ":20260406T000000",
        ":20260406T000000Z",
        ";TZID=W. Europe Standard Time:20260406T000000,never",
    ],
)
def test_a_day_left_out_however_it_is_written(odd: str) -> None:
    assert begins(event(*MONDAYS, WEEKLY, f"EXDATE{odd}")) == [ALL[0], ALL[2]]


def test_midnight_is_a_time_where_the_series_begins_at_midnight() -> None:
    nightly = (
        "DTSTART;TZID=Europe/Oslo:20260325T000000",
        "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=3",
    )
    assert begins(event(*nightly, "EXDATE:20260325T230000Z")) == ["03-25 00:00", "03-27 00:00"]
    early = (
        "DTSTART;TZID=Europe/Oslo:20260325T010000",
        "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=3",
    )
    assert begins(event(*early, "EXDATE:20260326T000000Z")) == ["03-25 01:00", "03-27 01:00"]


@pytest.mark.parametrize("odd", [":20260327T000000", ":20260326T230000Z", ";VALUE=DATE:20260327"])
def test_a_whole_day_left_out_by_a_time(odd: str) -> None:
    days = event("DTSTART;VALUE=DATE:20260326", "RRULE:FREQ=DAILY;COUNT=3", f"EXDATE{odd}")
    assert [entry[:5] for entry in begins(days)] == ["03-26", "03-28"]


@pytest.mark.parametrize(
    "until",
    ["20260413", "20260413T070000Z", "20260413T090000", "20260413T215959Z", "20260413T240000"],
)
def test_the_last_meeting_of_a_series_takes_place(until: str) -> None:
    read = reading(event(*MONDAYS, f"RRULE:FREQ=WEEKLY;UNTIL={until}"))
    assert [entry[:11] for entry in told(read)] == ALL
    assert read.words == ""


@pytest.mark.parametrize("until", ["20260412", "20260413T065959Z", "20260413T085959"])
def test_and_none_after_it(until: str) -> None:
    assert begins(event(*MONDAYS, f"RRULE:FREQ=WEEKLY;UNTIL={until}")) == ALL[:2]


@pytest.mark.parametrize(
    "until", ["20260328", "20260327T230000Z", "20260328T225959Z", "20260328T235959Z"]
)
def test_the_last_of_whole_days(until: str) -> None:
    days = event("DTSTART;VALUE=DATE:20260326", f"RRULE:FREQ=DAILY;UNTIL={until}")
    assert [entry[:5] for entry in begins(days)] == ["03-26", "03-27", "03-28"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;COUNT=3;INTERVAL=0",
        "FREQ=WEEKLY;COUNT=3;INTERVAL=",
        "FREQ=WEEKLY;COUNT=3;BYDAY=",
        "FREQ=WEEKLY;COUNT=3;BYDAY=XX",
        "FREQ=WEEKLY;COUNT=3;BYDAY=MO,",
        "FREQ=WEEKLY;COUNT=3;X-ODD=1",
        "FREQ=WEEKLY;COUNT=3;BYHOUR=99",
        "FREQ=WEEKLY;COUNT=3;WKST=XX",
        "FREQ=WEEKLY;COUNT=3;UNTIL=never",
    ],
)
def test_a_part_of_a_rule_that_means_nothing(rule: str) -> None:
    read = reading(event(*MONDAYS, f"RRULE:{rule}"))
    assert [entry[:11] for entry in told(read)] == ALL
    assert read.mended == 1


def test_a_change_that_ends_before_it_begins_costs_that_one_meeting() -> None:
    wrong = event(
        "RECURRENCE-ID;TZID=Europe/Oslo:20260406T090000",
        "DTSTART;TZID=Europe/Oslo:20260406T140000",
        "DTEND;TZID=Europe/Oslo:20260406T130000",
        uid="one",
    )
    for parts in (
        (event(*MONDAYS, WEEKLY, uid="one"), wrong),
        (wrong, event(*MONDAYS, WEEKLY, uid="one")),
    ):
        read = reading(*parts)
        assert [entry[:11] for entry in told(read)] == [ALL[0], ALL[2]]
        assert (read.skipped, read.mended) == (1, 0)


def test_a_whole_day_whose_change_means_nothing_is_left_out() -> None:
    days = event("DTSTART;VALUE=DATE:20260326", "RRULE:FREQ=DAILY;COUNT=3", uid="one")
    wrong = event("RECURRENCE-ID;VALUE=DATE:20260327", "DTSTART:x", uid="one")
    read = reading(days, wrong)
    assert [entry[:5] for entry in told(read)] == ["03-26", "03-28"]
    assert read.skipped == 1


def test_a_meeting_that_was_moved_far_away_is_not_where_it_was() -> None:
    moved = event(
        "RECURRENCE-ID:20260406T070000Z", "DTSTART:20270407T140000", "DURATION:PT1H", uid="one"
    )
    assert begins(event(*MONDAYS, WEEKLY, uid="one"), moved) == [ALL[0], ALL[2]]


def test_a_change_of_long_ago_that_goes_on_is_one_of_today_too() -> None:
    weekly = event("DTSTART:20250106T090000", "DURATION:PT15M", "RRULE:FREQ=WEEKLY", uid="one")
    later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20250203T090000",
        "DTSTART:20250203T110000",
        "DURATION:PT30M",
        uid="one",
    )
    assert begins(weekly, later)[0] == "03-30 11:00"


def test_a_series_that_ended_long_ago_is_passed_over_with_its_changes() -> None:
    ended = event("DTSTART:20200106T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;UNTIL=20210101")
    document = sift([ics(ended, GOOD)], WINDOW)
    assert (document.passed, len(document.series)) == (1, 1)


@pytest.mark.parametrize("place", [":", ":x", ":20260230T090000"])
def test_a_change_of_nobody_knows_what(place: str) -> None:
    lost = event(f"RECURRENCE-ID{place}", "DTSTART:20260406T140000", "DURATION:PT1H", uid="one")
    read = reading(event(*MONDAYS, WEEKLY, uid="one"), lost)
    assert [entry[:11] for entry in told(read)] == ALL
    assert read.skipped == 1


@pytest.mark.parametrize(
    "place", [";VALUE=DATE:20260406", ":20260406", ":20260406T000000", ":20260406T070000Z"]
)
def test_a_changed_meeting_however_its_place_is_written(place: str) -> None:
    moved = event(f"RECURRENCE-ID{place}", "DTSTART:20260407T140000", "DURATION:PT1H", uid="one")
    assert begins(event(*MONDAYS, WEEKLY, uid="one"), moved) == [ALL[0], "04-07 14:00", ALL[2]]


@pytest.mark.parametrize(
    ("times", "entry"),
    [
        (("DTSTART:20260325T220000", "DTEND:20260325T240000"), "03-25 22:00 - 03-26 00:00 busy"),
        (("DTSTART:20260324T240000", "DURATION:PT1H"), "03-25 00:00 - 03-25 01:00 busy"),
        (("DTSTART:20260325T1000", "DTEND:20260325T1200"), TEN_TO_TWELVE),
        (("DTSTART:20260325T100000", "DTEND:20260325T115960"), "03-25 10:00 - 03-25 11:59 busy"),
        (("DTSTART:20260325T100000", "DTEND:x", "DURATION:PT2H"), TEN_TO_TWELVE),
        (("DTSTART:x", "DTSTART:20260325T100000", "DURATION:PT2H"), TEN_TO_TWELVE),
        (
            ("DTSTART;VALUE=DATE:20260325", "DTEND:20260326T000000"),
            "03-25 00:00 - 03-26 00:00 busy all day",
        ),
    ],
)
def test_times_that_are_written_oddly(times: tuple[str, ...], entry: str) -> None:
    assert told(reading(event(*times))) == [entry]


@pytest.mark.parametrize(
    "begin",
    [
        ":2026-03-25T10:00:00",
        ";TZID=Europe/Oslo:2026-03-25T10:00:00",
        ";TZID=(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna:2026-03-25T10:00:00",
        ";VALUE=DATE-TIME:2026-03-25T10:00",
        ":2026-03-25T10:00:00+0100",
        ":2026-03-25T10:00:00+01:00",
        ":20260325T100000+01:00",
        ":20260325T100000+01",
        ":20260325T040000-0500",
        ":20260325T143000+0530",
        ";TZID=America/New_York:2026-03-25T10:00:00+01:00",
        ":2026-03-25T09:00:00Z",
        ":2026-03-25T09:00:00.000Z",
        ":20260325T090000 UTC",
        ":2026-03-25 10:00",
        ":2026-3-25 9:00Z",
        ":20260325T10",
    ],
)
def test_a_time_as_iso_8601_and_clocks_have_it(begin: str) -> None:
    read = reading(event(f"DTSTART{begin}", "DURATION:PT2H"))
    assert (told(read), read.words) == ([TEN_TO_TWELVE], "")
    read = reading(event(f"DTEND{begin}", "DTSTART:20260325T080000"))
    assert told(read) == ["03-25 08:00 - 03-25 10:00 busy"]


@pytest.mark.parametrize(
    "begin",
    [
        ":2026-03-25T10:00:00+25:00",
        ":2026-03-25T10:61",
        ":2026-03-25T1",
        ":2026-3-25T100",
        ":25.03.2026 10:00",
        ":2026-03-25T10:00:00 CETX",
    ],
)
def test_what_is_no_time_is_left_out_and_counted(begin: str) -> None:
    read = reading(event(f"DTSTART{begin}", "DURATION:PT2H"), GOOD)
    assert (told(read), read.skipped) == ([TEN_TO_TWELVE], 1)


def test_a_series_with_an_offset_keeps_to_the_offices_clock() -> None:
    weekly = event(
        "DTSTART:2026-03-30T09:00:00+02:00", "DURATION:PT15M", "RRULE:FREQ=WEEKLY;COUNT=3"
    )
    assert begins(weekly) == ALL
    winter = event("DTSTART:2026-03-23T09:00:00+01:00", "DURATION:PT15M", "RRULE:FREQ=WEEKLY")
    assert begins(winter)[:1] == ["03-30 09:00"]


@pytest.mark.parametrize(
    "lasts", ["1:30", "01:30:00", "PT1.5H", "PT1,5H", "1H30M", "P1H30M", "PT1H 30M", "90 min"]
)
def test_a_length_that_is_written_oddly(lasts: str) -> None:
    read = reading(event("DTSTART:20260325T100000", f"DURATION:{lasts}"))
    assert told(read) == ["03-25 10:00 - 03-25 11:30 busy"]


@pytest.mark.parametrize("lasts", ["90", "P1M", "P1Y", "1:75", "PT1H30", "PT90X", "1 horse"])
def test_a_length_that_nobody_knows_is_left_out_and_counted(lasts: str) -> None:
    read = reading(event("DTSTART:20260325T100000", f"DURATION:{lasts}"), GOOD)
    assert (told(read), read.skipped) == ([TEN_TO_TWELVE], 1)


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("HOURLY;BYMINUTE=0,30;COUNT=3", ["03-25 10:00", "03-25 10:30", "03-25 11:00"]),
        ("MINUTELY;INTERVAL=120;COUNT=2", ["03-25 10:00", "03-25 12:00"]),
        ("MINUTELY;INTERVAL=1440;COUNT=2", ["03-25 10:00", "03-26 10:00"]),
        ("SECONDLY;INTERVAL=86400;COUNT=2", ["03-25 10:00", "03-26 10:00"]),
        ("HOURLY;INTERVAL=24;COUNT=2", ["03-25 10:00", "03-26 10:00"]),
        ("DAILY;UNTIL=2026-03-26T10:00:00", ["03-25 10:00", "03-26 10:00"]),
        ("DAILY;UNTIL=2026-03-26T09:59:00Z", ["03-25 10:00", "03-26 10:00"]),
        ("DAILY;UNTIL=2026-03-26T09:59:00+01:00", ["03-25 10:00"]),
    ],
)
def test_a_rule_that_is_written_oddly(rule: str, found: list[str]) -> None:
    read = reading(event("DTSTART:20260325T100000", "DURATION:PT15M", f"RRULE:FREQ={rule}"))
    assert ([entry[:11] for entry in told(read)], read.skipped) == (found, 0)


@pytest.mark.parametrize(
    "rule",
    [
        "DAILY;INTERVAL=999999999999",
        "DAILY;INTERVAL=10001",
        f"WEEKLY;INTERVAL={'9' * 5000}",
        "YEARLY;INTERVAL=99999;BYMONTH=3",
        "HOURLY;INTERVAL=999999999999;BYHOUR=10,11",
        "MINUTELY;INTERVAL=999999999999",
        "SECONDLY;INTERVAL=999999999999",
        "SECONDLY;INTERVAL=86400000000",
    ],
    ids=lambda rule: rule[:30],
)
def test_an_interval_that_no_calendar_lives_to_see_the_end_of_happens_once(rule: str) -> None:
    read = reading(event("DTSTART:20260325T100000", "DURATION:PT15M", f"RRULE:FREQ={rule}"))
    assert told(read) == ["03-25 10:00 - 03-25 10:15 busy"]
    assert (read.skipped, read.mended) == (0, 1)


@pytest.mark.parametrize("often", ["SECONDLY;INTERVAL=10001", "MINUTELY;INTERVAL=10001"])
def test_an_interval_of_hours_or_days_in_small_units_is_left_out_and_counted(often: str) -> None:
    read = reading(event("DTSTART:20260325T100000", "DURATION:PT15M", f"RRULE:FREQ={often}"), GOOD)
    assert (told(read), read.skipped) == ([TEN_TO_TWELVE], 1)


def test_noughts_in_front_of_a_number_change_nothing() -> None:
    rule = "RRULE:FREQ=DAILY;INTERVAL=0000007;COUNT=0000003"
    read = reading(event(*MONDAYS, rule))
    assert (begins_of(read), read.skipped, read.mended) == (ALL, 0, 1)


def test_every_quarter_of_an_hour_is_read() -> None:
    rule = "RRULE:FREQ=HOURLY;BYMINUTE=0,15,30,45"
    read = reading(event("DTSTART:20250325T100000", "DURATION:PT15M", rule))
    assert told(read)[:1] == ["03-24 00:00 - 03-24 00:15 busy"]
    assert read.skipped == 0


def test_one_odd_instance_costs_its_series_nothing() -> None:
    odd = (
        "EXDATE:2026-04-06T09:00:00+02:00,2026-13-06T09:00:00",
        "RDATE:2026-04-14T09:00:00,2026-04-14T9:99",
    )
    read = reading(event(*MONDAYS, WEEKLY, *odd))
    assert begins_of(read) == [ALL[0], ALL[2], "04-14 09:00"]
    assert (read.skipped, read.mended) == (0, 1)


def test_free_busy_times_as_iso_8601_has_them() -> None:
    times = "FREEBUSY;FBTYPE=BUSY:2026-03-25T09:00:00Z/2026-03-25T12:00:00+01:00"
    assert told(reading(f"BEGIN:VFREEBUSY\n{times}\nEND:VFREEBUSY")) == [TEN_TO_TWELVE]


@pytest.mark.parametrize("begin", [":2020-03-25T10:00:00+01:00", ";TZID=(UTC+01:00) X:2020-03-25"])
def test_what_is_far_away_is_seen_at_a_glance_however_it_is_written(begin: str) -> None:
    past = event(f"DTSTART{begin}", f"DTEND{begin}")
    ended = event(f"DTSTART{begin}", "DURATION:1:30", "RRULE:FREQ=DAILY;UNTIL=2021-01-01T10:00:00")
    document = sift([ics(past, ended, GOOD)], WINDOW)
    assert (document.passed, len(document.series)) == (2, 1)


@pytest.mark.parametrize("piece", [":", ":2026-03-25", "2026-03-25T10:00,", "1H", "9", "T", " "])
def test_the_time_grows_no_faster_than_the_value(piece: str) -> None:
    def seconds(times: int) -> float:
        before = process_time()
        reading(event(f"DTSTART:{piece * times}", f"DURATION:{piece * times}"), GOOD)
        return process_time() - before

    short, long = (min(seconds(times) for _ in range(3)) for times in (1_000, 10_000))
    assert long < 40 * short + 0.02


@pytest.mark.parametrize(
    "ends", ["DTEND:99991231T235959Z", "DTEND;VALUE=DATE:99991231", "DURATION:P400000W"]
)
def test_an_end_at_the_end_of_time(ends: str) -> None:
    (entry,) = reading(event("DTSTART:20260325T100000", ends)).entries
    assert (entry.begins.year, entry.ends.year) == (2026, 2027)


@pytest.mark.parametrize(
    ("times", "entry"),
    [
        (AT_TEN, TEN_TO_TWELVE),
        (("DTSTART:20260325T090000Z", "DTEND:20260325T110000Z"), TEN_TO_TWELVE),
        (
            ("DTSTART:20260325T230000Z", "DTEND:20260326T230000Z"),
            "03-26 00:00 - 03-27 00:00 busy all day",
        ),
        # Three days of Oslo's, in universal time across the change of the clock.
        (
            ("DTSTART:20260327T230000Z", "DTEND:20260330T220000Z"),
            "03-28 00:00 - 03-31 00:00 busy all day",
        ),
    ],
)
def test_a_whole_day_is_one_only_where_it_takes_whole_days(
    times: tuple[str, ...], entry: str
) -> None:
    read = reading(event(*times, "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"))
    assert told(read) == [entry]
    assert read.mended == int("all day" not in entry)


@pytest.mark.parametrize(
    "text",
    [
        "DESCRIPTION:This file has BEGIN:VCALENDAR in it",
        "DESCRIPTION:one\nBEGIN:VCALENDAR\ntwo",
        "DESCRIPTION:one\nEND: of the month",
        "DESCRIPTION:one\nBEGIN: at nine",
        "DESCRIPTION:one\nEND:VALARM\nBEGIN:SOMETHING",
        "DESCRIPTION:one\nBEGIN:VALARM\ntwo",
        "DESCRIPTION:one\n\nSTATUS: cancelled by Bo\nDTSTART: at nine\nUID:",
        "DESCRIPTION:one\rtwo\rthree: four",
    ],
)
def test_a_text_leads_nobody_astray(text: str) -> None:
    for lines in ((*AT_TEN, text), (text, *AT_TEN)):
        assert told(reading(event(*lines, uid="odd"), GOOD_SERIES)) == UNTOUCHED


def test_an_event_without_an_end_is_read_as_far_as_it_goes() -> None:
    unended = event(*AT_TEN).replace("\nEND:VEVENT", "")
    for parts in ((unended, GOOD_SERIES), (GOOD_SERIES, unended)):
        read = reading(*parts)
        assert told(read) == UNTOUCHED
        assert (read.skipped, read.mended) == (0, 1)


def test_one_bad_time_of_free_busy_times_is_left_out() -> None:
    times = "BEGIN:VFREEBUSY\nFREEBUSY:20260325T090000Z/PT2H,x/y,20260326T090000Z\nEND:VFREEBUSY"
    read = reading(times)
    assert told(read) == [TEN_TO_TWELVE]
    assert read.skipped == 2


def test_what_was_put_right_far_away_is_nobodys_business() -> None:
    past = event("DTSTART:20200325T100000", "DURATION:PT1H", "SEQUENCE:x")
    assert reading(past, GOOD).words == ""


def test_both_are_told_with_their_number() -> None:
    broken, odd = event("DTSTART:x"), event(*AT_TEN, "SEQUENCE:x")
    assert reading(broken, GOOD).words == "One entry is malformed and left out."
    more = event(*AT_TEN, "SEQUENCE:x", "SEQUENCE:y")
    assert reading(broken, event("DTSTART:y"), odd, more).words == (
        "2 entries are malformed and left out. "
        "2 entries have something odd in them and are read all the same."
    )


NAMES = sorted(VALUES)
PROPERTY = st.sampled_from(NAMES).flatmap(
    lambda name: st.tuples(
        st.just(name),
        st.sampled_from(VALUES[name]) | st.text(max_size=30).map(lambda text: f":{text}"),
    )
)


@given(st.lists(PROPERTY, min_size=1, max_size=6), st.booleans(), st.booleans())
def test_whatever_stands_in_one_event_the_others_stay(
    odd: list[tuple[str, str]], first: bool, as_change: bool
) -> None:
    lines = [f"{name}{value}" for name, value in odd]
    kept = [line for line in AT_TEN if line.partition(";")[0] not in dict(odd)]
    mangled = event(*kept, *lines, uid="mangled")
    if as_change:
        lines = ["RECURRENCE-ID:20260326T080000Z", *kept, *lines]
        mangled += "\n" + event(*lines, uid="mangled")
    parts = (mangled, GOOD, GOOD_SERIES) if first else (GOOD, GOOD_SERIES, mangled)
    assert set(UNTOUCHED) <= set(told(reading(*parts)))


@given(st.binary(max_size=200), st.integers(0, 400))
def test_bytes_in_the_middle_of_a_file_cost_no_traceback(junk: bytes, place: int) -> None:

    document = ics(GOOD, GOOD_SERIES)
    with suppress(CalendarError):
        read_calendar(document[:place] + junk + document[place:], WINDOW)


@pytest.mark.parametrize("ends", ["\r\r\n", "\r\n\r\n", "\n\n"])
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_folded_lines_keep_their_tails_whatever_the_ends_of_lines(ends: str, size: int) -> None:
    """A file that was written once too often in Windows' text mode."""
    answer = "ATTENDEE;CN=X;PARTSTAT=\r\n ACCEPTED:mailto:kari@example.com"
    text = ics(event(*AT_TEN, answer, "STATUS:TENTATIVE")).decode().replace("\r\n", ends).encode()
    pieces = (text[at : at + size] for at in range(0, len(text), size))
    read_ = read(sift(pieces, WINDOW), WINDOW, ("kari@example.com",))
    assert told(read_) == [TEN_TO_TWELVE]


def test_a_blank_behind_the_name_of_a_property() -> None:
    odd = event("DTSTART :20260325T100000", "DTEND ;TZID=Europe/Oslo:20260325T120000")
    assert told(reading(odd)) == [TEN_TO_TWELVE]


@pytest.mark.parametrize("rule", ["FREQ=OFTEN", "", "COUNT=3", "every Monday"])
def test_a_rule_that_nobody_can_read_leaves_the_first_meeting(rule: str) -> None:
    read_ = reading(event(*MONDAYS, f"RRULE:{rule}"))
    assert [entry[:11] for entry in told(read_)] == ALL[:1]
    assert (read_.skipped, read_.mended) == (1, 0), "the others are left out"


MOVED_AWAY = ("DTSTART:20260925T100000", "DURATION:PT1H")


@pytest.mark.parametrize("changes", ["", "SEQUENCE:1"])
def test_a_newer_version_far_away_counts_before_an_older_one_near(changes: str) -> None:
    old = event(*AT_TEN, *filter(None, [changes]), uid="one")
    new = event(*MOVED_AWAY, "SEQUENCE:2", uid="one")
    assert begins(old, new) == begins(new, old) == []
    assert begins(old, new, event(*AT_TEN, uid="other")) == ["03-25 10:00"]


@pytest.mark.parametrize("changes", ["", "SEQUENCE:1", "SEQUENCE:2", "SEQUENCE:x"])
def test_an_older_version_far_away_does_not_count(changes: str) -> None:
    old = event(*MOVED_AWAY, *filter(None, [changes]), uid="one")
    assert begins(old, event(*AT_TEN, "SEQUENCE:2", uid="one")) == ["03-25 10:00"]


def test_events_without_uid_are_not_versions_of_one_another() -> None:
    near, far = (
        event(*lines, uid="x").replace("UID:x\n", "")
        for lines in (AT_TEN, (*MOVED_AWAY, "SEQUENCE:2"))
    )
    assert begins(near, far) == ["03-25 10:00"]


def test_a_changed_occurrence_does_not_outdate_its_series() -> None:
    change = ("RECURRENCE-ID:20250406T070000Z", "DTSTART:20250407T140000", "DURATION:PT1H")
    far = event(*change, "SEQUENCE:5", uid="one")
    assert begins(event(*MONDAYS, WEEKLY, uid="one"), far) == ALL


def test_the_newer_version_of_a_changed_occurrence_counts_wherever_it_lies() -> None:
    place = "RECURRENCE-ID:20250406T070000Z"
    old = event(place, *AT_TEN, "SEQUENCE:1", uid="one")
    new = event(place, *MOVED_AWAY, "SEQUENCE:2", uid="one")
    assert begins(old, new) == begins(new, old) == []

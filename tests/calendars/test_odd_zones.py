"""Time zones by the names that programs give them: no name of a zone costs an entry."""

from __future__ import annotations

import pytest
from support.calendars import W_EUROPE, event, reading, told
from support.odd_calendars import UNKNOWN_ZONE_NAMES, ZONE_NAMES, ZONE_WITHOUT_RULES

TEN_TO_TWELVE = "03-25 10:00 - 03-25 12:00 busy"
IN_UTC = event("DTSTART:20260325T090000Z", "DTEND:20260325T110000Z")
WEEKLY_IN_UTC = event("DTSTART:20260325T080000Z", "DURATION:PT30M", "RRULE:FREQ=WEEKLY;COUNT=2")


@pytest.mark.parametrize("name", ZONE_NAMES)
def test_the_calendars_zone_is_known_by_many_names(name: str) -> None:
    read = reading(f"X-WR-TIMEZONE:{name}", IN_UTC, WEEKLY_IN_UTC)
    begins = ["03-25 09:00", "03-25 10:00", "04-01 09:00"]
    assert [entry[:11] for entry in told(read)] == begins, "at nine, also in summer"
    assert read.words == ""


@pytest.mark.parametrize("name", UNKNOWN_ZONE_NAMES)
def test_a_calendars_zone_that_nobody_knows_costs_no_entry(name: str) -> None:
    read = reading(f"X-WR-TIMEZONE:{name}", IN_UTC)
    assert told(read) == [TEN_TO_TWELVE]
    assert (read.skipped, read.mended) == (0, 1 if name.strip() else 0)


@pytest.mark.parametrize("name", ZONE_NAMES)
def test_the_zone_of_a_time_is_known_by_many_names(name: str) -> None:
    read = reading(event(f"DTSTART;TZID={name}:20260325T100000", "DURATION:PT2H"))
    assert told(read) == [TEN_TO_TWELVE]
    assert read.words == ""


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("tzone://Microsoft/Utc", "09"),
        ('"tzone://Microsoft/Utc"', "09"),
        ("UTC", "09"),
        ("(UTC) Coordinated Universal Time", "09"),
        ("GMT+0300", "12"),
        ("UTC+03:00", "12"),
        ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "09"),
    ],
)
def test_zones_elsewhere(zone: str, hour: str) -> None:
    read = reading(event(f"DTSTART;TZID={zone}:20260325T{hour}0000", "DURATION:PT2H"))
    assert told(read) == [TEN_TO_TWELVE]
    assert read.words == ""


def test_a_zone_that_nobody_knows_is_the_offices_and_is_told() -> None:
    read = reading(event("DTSTART;TZID=Nowhere/Town:20260325T100000", "DURATION:PT2H"))
    assert told(read) == [TEN_TO_TWELVE]
    assert read.mended == 1


@pytest.mark.parametrize(
    "definition",
    [
        ZONE_WITHOUT_RULES,
        "BEGIN:VTIMEZONE\nEND:VTIMEZONE",
        "BEGIN:VTIMEZONE\nTZID:Bad\nBEGIN:STANDARD\nDTSTART:x\nEND:STANDARD\nEND:VTIMEZONE",
        "BEGIN:VTIMEZONE\nTZID:Bad\nBEGIN:STANDARD\nEND:VTIMEZONE",
    ],
)
def test_a_definition_that_nobody_uses_costs_nothing(definition: str) -> None:
    read = reading(definition, IN_UTC)
    assert told(read) == [TEN_TO_TWELVE]
    assert read.words == ""


def test_a_definition_without_rules_that_is_used_is_the_offices_clock() -> None:
    used = event("DTSTART;TZID=Empty:20260325T100000", "DURATION:PT2H")
    read = reading(ZONE_WITHOUT_RULES, used)
    assert told(read) == [TEN_TO_TWELVE]
    assert read.mended == 1


@pytest.mark.parametrize("defined", ["UTC+01:00", '"UTC+01:00"', "GMT+0100", "(UTC+01:00)"])
def test_a_zone_named_by_an_offset_has_the_summer_time_that_the_calendar_gives_it(
    defined: str,
) -> None:
    zone = W_EUROPE.replace("W. Europe Standard Time", defined)
    name = '"' + defined.strip('"') + '"'
    spring = event(f"DTSTART;TZID={name}:20260325T100000", "DURATION:PT2H")
    summer = event(f"DTSTART;TZID={name}:20260401T100000", "DURATION:PT2H")
    read = reading(zone, spring, summer)
    assert told(read) == [TEN_TO_TWELVE, "04-01 10:00 - 04-01 12:00 busy"]
    assert read.words == ""


def test_a_zone_named_by_an_offset_whose_definition_is_empty_is_the_offset() -> None:
    zone = ZONE_WITHOUT_RULES.replace("Empty", "UTC+01:00")
    summer = event('DTSTART;TZID="UTC+01:00":20260401T100000', "DURATION:PT1H")
    assert told(reading(zone, summer)) == ["04-01 11:00 - 04-01 12:00 busy"]

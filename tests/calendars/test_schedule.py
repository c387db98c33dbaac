"""When a calendar is read: at once, then every five minutes, spread, and less while it fails."""

from __future__ import annotations

from appliance.calendars.schedule import Schedule
from appliance.core.model.calendar import CalendarAccess

A, B, C = (CalendarAccess(f"https://calendar.example/{name}") for name in "abc")


def due(schedule: Schedule) -> tuple[str, float]:
    found = schedule.next()
    assert found
    return found[0], found[1].at


def times(schedule: Schedule) -> dict[str, float]:
    """When each comes next, read one after another."""
    seen: dict[str, float] = {}
    while (found := due(schedule))[0] not in seen:
        seen[found[0]] = found[1]
        schedule.read(found[0], found[1])
    return seen


def test_nobodys_calendar_is_never_due() -> None:
    assert Schedule().next() is None


def test_all_are_read_at_once_and_then_spread_over_five_minutes() -> None:
    schedule = Schedule()
    schedule.name({"anna": A, "bo": B, "cato": C}, 1000.0)
    assert times(schedule) == {"anna": 1000.0, "bo": 1000.0, "cato": 1000.0}
    assert due(schedule) == ("anna", 1100.0)
    schedule.read("anna", 1100.0)
    assert due(schedule) == ("bo", 1200.0)
    schedule.read("bo", 1200.0)
    assert due(schedule) == ("cato", 1300.0)
    schedule.read("cato", 1300.0)
    assert due(schedule) == ("anna", 1400.0)


def test_who_fails_is_asked_less_and_less_and_then_as_before() -> None:
    schedule = Schedule()
    schedule.name({"anna": A}, 0.0)
    pauses, now = [], 0.0
    for _ in range(8):
        schedule.failed("anna", now)
        pauses.append(due(schedule)[1] - now)
        now = due(schedule)[1]
    assert pauses == [60, 120, 240, 480, 960, 1800, 1800, 1800]
    schedule.read("anna", now)
    assert due(schedule) == ("anna", now + 300)
    schedule.failed("anna", now)
    assert due(schedule) == ("anna", now + 60)


def test_what_stays_keeps_its_turn_and_what_changes_is_read_at_once() -> None:
    schedule = Schedule()
    schedule.name({"anna": A, "bo": B}, 0.0)
    schedule.read("anna", 0.0)
    schedule.read("bo", 0.0)
    schedule.name({"anna": A, "bo": C, "cato": B}, 50.0)
    assert schedule.calendars == {"anna": A, "bo": C, "cato": B}
    assert due(schedule) == ("bo", 50.0)
    schedule.read("bo", 50.0)
    assert due(schedule) == ("cato", 50.0)
    schedule.name({"anna": A}, 60.0)
    assert due(schedule) == ("anna", 150.0)


def test_a_clock_that_was_wrong_makes_all_of_them_due() -> None:
    schedule = Schedule()
    schedule.name({"anna": A, "bo": B}, 0.0)
    schedule.read("anna", 0.0)
    schedule.failed("bo", 0.0)
    schedule.all_at(5.0)
    assert due(schedule) == ("anna", 5.0)
    schedule.read("anna", 5.0)
    assert due(schedule) == ("bo", 5.0)


def test_who_wants_to_be_left_alone_for_longer_is() -> None:
    schedule = Schedule()
    schedule.name({"a": A}, 0.0)
    schedule.failed("a", 100.0, 700.0)
    assert (schedule.next() or ("", None))[1].at == 800.0  # type: ignore[union-attr]
    schedule.failed("a", 800.0, 5.0)
    assert (schedule.next() or ("", None))[1].at == 920.0  # type: ignore[union-attr]

"""Personal calendars steer the loops, and the loops only (office.md D4, D5, D6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from support.world import NORDLYS, World, office

from appliance.core.model.calendar import CalendarAccess, CalendarRecord, Entry, Shown
from appliance.core.model.ids import LegId, Status, Strategy
from appliance.core.protocol import events as seen
from appliance.core.protocol.events_calendar import CalendarNotRead, CalendarRead
from appliance.core.protocol.events_questions import WhyAsked
from appliance.core.route import imagine
from appliance.core.settings.directory import Directory, Hours
from appliance.core.settings.lines import Choice
from appliance.core.why_ring import RingAnswer

FRIDAY = datetime(2026, 11, 20, tzinfo=UTC)
NOW = FRIDAY.replace(hour=10)
CALLER = LegId("c1")
ANNA, BO = "sip:anna@127.0.0.1:5071", "sip:bo@127.0.0.1:5072"
DAYTIME = Hours("day", {day: ("08:00-16:00",) for day in ("mon", "tue", "wed", "thu", "fri")})


def at(hour: int, minute: int = 0) -> datetime:
    return FRIDAY + timedelta(hours=hour, minutes=minute)


def meeting(begins: datetime, ends: datetime, shown: Shown = Shown.BUSY) -> Entry:
    return Entry(begins, ends, shown)


def all_day(shown: Shown, days: int = 1) -> Entry:
    return Entry(FRIDAY, FRIDAY + timedelta(days=days), shown, all_day=True)


def settled(*, hours: str | None = "day", tentative: bool = False) -> Directory:
    """The office in which Anna and Bo, who are the loop for invoices, have calendars."""
    base = office()
    access = CalendarAccess("https://calendar.example.org/x.ics", tentative=tentative)
    own = {
        name: replace(base.agents[name], calendar=access, hours=hours, extension=extension)
        for name, extension in (("anna", "11"), ("bo", "12"))
    }
    fixed = replace(base.loops["invoices"], strategy=Strategy.FIXED)
    loops = {**base.loops, "invoices": fixed}
    return replace(base, agents={**base.agents, **own}, hours={"day": DAYTIME}, loops=loops)


def in_calendars(
    anna: Iterable[Entry] = (), bo: Iterable[Entry] = (), directory: Directory | None = None
) -> World:
    """The office on Friday at ten, with these calendars."""
    world = World(directory or settled())
    for agent, entries in (("anna", anna), ("bo", bo)):
        world.happens(CalendarRead(agent, tuple(entries), NOW))
    return world


def asked(world: World, agent: str = "anna") -> RingAnswer:
    world.happens(WhyAsked(agent, "r"))
    answer = world.replies[-1].data
    assert isinstance(answer, RingAnswer)
    return answer


def calendar_says(world: World, agent: str = "anna") -> tuple[bool, str]:
    checks = [check for check in asked(world, agent).checks if check.what == "calendar"]
    return all(check.ok is not False for check in checks), " ".join(check.words for check in checks)


def rings_for_invoices(world: World) -> list[str]:
    before = len(world.rung)
    world.presses(world.rings(NORDLYS), "1")
    return [ring.uri for ring in world.rung[before:]]


def test_a_meeting_from_ten_to_twelve_keeps_loop_calls_away_exactly_then() -> None:
    world = in_calendars(anna=[meeting(at(10), at(12))])
    for seconds, rung in ((0, BO), (2 * 3600 - 1, BO), (2 * 3600, ANNA)):
        world.passes(seconds - world.seconds)
        assert rings_for_invoices(world) == [rung]
        world.hangs_up(CALLER)


def test_before_the_meeting_the_telephone_rings() -> None:
    world = in_calendars(anna=[meeting(at(10, 1), at(12))])
    assert rings_for_invoices(world) == [ANNA]


def test_a_caller_who_waits_is_served_when_the_meeting_ends() -> None:
    world = in_calendars(anna=[meeting(at(9), at(10, 1))])
    world.presses(world.rings(NORDLYS), "1")
    world.answers(world.rung[0].leg)
    world.passes(10)
    world.presses(world.rings(NORDLYS, leg="c2"), "1")
    world.passes(49)
    assert [ring.uri for ring in world.rung] == [BO]
    world.passes(1)
    assert [ring.uri for ring in world.rung] == [BO, ANNA]


def test_a_direct_call_comes_in_the_middle_of_the_meeting() -> None:
    """D6: the calendar blocks loop calls only."""
    world = in_calendars(anna=[meeting(at(10), at(12))])
    caller = world.rings(NORDLYS)
    world.presses(caller, "1")
    bo = world.rung[0].leg
    world.answers(bo)
    for digit in "*211#":
        world.presses(bo, digit)
    assert world.rung[-1].uri == ANNA
    world.answers(world.rung[-1].leg)
    assert world.bridges == {frozenset((caller, world.rung[-1].leg))}


def wanting_anna(world: World) -> LegId:
    """A caller presses the key that leads to Anna in person."""
    caller = world.rings(NORDLYS)
    world.presses(caller, "7")
    return caller


def in_person() -> Directory:
    """The office whose menu has a key for Anna; the loop for wages, which is Bo, takes over."""
    base = settled()
    main = base.menus["main"]
    keys = {**main.keys, "7": Choice("Anna", loop="wages", agent="anna")}
    return replace(base, menus={"main": replace(main, keys=keys)})


def test_a_caller_who_wants_a_person_reaches_them_in_the_middle_of_a_meeting() -> None:
    world = in_calendars(anna=[meeting(at(10), at(12))], directory=in_person())
    caller = wanting_anna(world)
    assert [ring.uri for ring in world.rung] == [ANNA]
    world.answers(world.rung[0].leg)
    assert world.bridges == {frozenset((caller, world.rung[0].leg))}


def test_a_person_who_does_not_answer_gives_the_caller_to_the_loop() -> None:
    world = in_calendars(directory=in_person())
    wanting_anna(world)
    world.hangs_up(world.rung[0].leg, 486)
    assert [ring.uri for ring in world.rung] == [ANNA, BO]
    world.passes(30)
    assert [ring.uri for ring in world.rung].count(ANNA) == 1, "she is not of the loop"


@pytest.mark.parametrize("why", ["away", "in a call"])
def test_a_person_who_cannot_be_rung_gives_the_caller_to_the_loop_at_once(why: str) -> None:
    world = in_calendars(directory=in_person())
    if why == "away":
        world.happens(seen.PresenceSet("anna", Status.AWAY, "lunsj"))
    else:
        world.presses(world.rings(NORDLYS, leg="c0"), "1")
        world.answers(world.rung[0].leg)
    before = len(world.rung)
    wanting_anna(world)
    assert [ring.uri for ring in world.rung[before:]] == [BO]


def test_a_person_is_there_for_a_direct_call_although_the_loop_is_empty() -> None:
    world = in_calendars(anna=[meeting(at(10), at(12))], directory=in_person())
    world.happens(seen.PresenceSet("bo", Status.LOGGED_OUT, "ferie"))
    wanting_anna(world)
    assert [ring.uri for ring in world.rung] == [ANNA]
    world.hangs_up(world.rung[0].leg, 486)
    assert "Legg igjen en beskjed" in world.hears(CALLER)


def test_who_asks_a_colleague_in_a_meeting_reaches_them() -> None:
    world = in_calendars(anna=[meeting(at(10), at(12))])
    world.presses(world.rings(NORDLYS), "1")
    world.answers(world.rung[0].leg)
    for digit in "*311#":
        world.presses(world.rung[0].leg, digit)
    assert world.rung[-1].uri == ANNA


@pytest.mark.parametrize("shown", [Shown.BUSY, Shown.OUT_OF_OFFICE])
def test_an_all_day_entry_counts_within_the_working_hours(shown: Shown) -> None:
    """D5: elsewhere it is silently free, and the telephone rings."""
    world = in_calendars(anna=[all_day(shown)])
    assert rings_for_invoices(world) == [BO]
    ok, words = calendar_says(world)
    assert not ok
    assert words.startswith("No loop calls, only direct ones: ")
    assert words.endswith(" all day. The calendar was read at 10:00.")


def test_in_the_evening_an_all_day_entry_does_not_count_and_that_is_said() -> None:
    world = in_calendars(anna=[all_day(Shown.OUT_OF_OFFICE)])
    world.seconds = 7 * 3600.0
    assert rings_for_invoices(world) == [ANNA]
    words = (
        "The entry 20.11 does not count now: it is outside the working hours. "
        "The calendar was read at 10:00."
    )
    assert calendar_says(world) == (True, words)


def test_without_working_hours_an_all_day_entry_counts_day_and_night() -> None:
    world = in_calendars(anna=[all_day(Shown.BUSY)], directory=settled(hours=None))
    world.seconds = 13 * 3600.0
    assert rings_for_invoices(world) == [BO]


def test_an_all_day_entry_shown_as_free_rings_and_the_trap_is_named() -> None:
    world = in_calendars(anna=[all_day(Shown.FREE)])
    assert rings_for_invoices(world) == [ANNA]
    ok, words = calendar_says(world)
    assert ok
    assert words == (
        "The entry 20.11 is shown as free and does not count: show it as busy. "
        "The calendar was read at 10:00."
    )


@pytest.mark.parametrize("shown", [Shown.FREE, Shown.ELSEWHERE, Shown.TENTATIVE])
def test_what_is_free_elsewhere_or_tentative_keeps_no_calls_away(shown: Shown) -> None:
    world = in_calendars(anna=[meeting(at(10), at(12), shown)])
    assert rings_for_invoices(world) == [ANNA]
    assert calendar_says(world)[1].startswith("The entry 10:00-12:00 is ")


def test_who_wants_it_is_kept_from_calls_by_what_is_tentative() -> None:
    tentative = [meeting(at(10), at(12), Shown.TENTATIVE)]
    world = in_calendars(anna=tentative, directory=settled(tentative=True))
    assert rings_for_invoices(world) == [BO]


def test_several_days_off_are_told_with_their_last_day() -> None:
    world = in_calendars(anna=[all_day(Shown.OUT_OF_OFFICE, days=3)])
    words = "No loop calls, only direct ones: out of office to the end of 22.11."
    assert words in calendar_says(world)[1]


def test_meetings_one_after_another_are_one_absence() -> None:
    world = in_calendars(anna=[meeting(at(9), at(11)), meeting(at(10, 30), at(13))])
    assert "No loop calls, only direct ones: calendar until 13:00." in calendar_says(world)[1]


def test_the_lamp_the_loops_and_the_answer_tell_the_same() -> None:
    world = in_calendars(anna=[meeting(at(10), at(12))])
    lamp = next(lamp for lamp in world.view.lamps if lamp.agent == "anna")
    assert (lamp.pattern, lamp.why) == ("away", "away: calendar until 12:00")
    answer = asked(world)
    assert not answer.rings
    assert {each.why.value for each in answer.loops} == {"calendar"}
    assert answer.loops[0].words == "does not ring: calendar until 12:00"
    assert {check.what for check in answer.checks if check.ok is False} == {"calendar"}


def test_the_lamp_goes_back_by_itself_when_the_meeting_ends() -> None:
    world = in_calendars(anna=[meeting(at(9), at(10, 5))])
    world.passes(299)
    assert next(lamp for lamp in world.view.lamps if lamp.agent == "anna").pattern == "away"
    world.passes(1)
    assert next(lamp for lamp in world.view.lamps if lamp.agent == "anna").pattern == "free"


def test_who_says_in_the_middle_of_a_meeting_that_they_are_free_is_rung() -> None:
    world = in_calendars(anna=[meeting(at(10), at(12)), meeting(at(13), at(14))])
    world.happens(seen.PresenceSet("anna", Status.AVAILABLE))
    assert rings_for_invoices(world) == [ANNA]
    words = "In spite of the calendar free by own choice: calendar until 12:00."
    assert calendar_says(world)[1].startswith(words)
    world.disk_takes_all()
    world.passes(3 * 3600)
    assert not calendar_says(world)[0], "the next meeting keeps calls away again"


def test_who_comes_back_by_themselves_in_a_meeting_is_still_in_it() -> None:
    world = in_calendars(anna=[meeting(at(10), at(12))])
    away = seen.PresenceSet("anna", Status.AWAY, "lunsj", until=at(10, 30))
    world.happens(away)
    world.passes(3600)
    assert not calendar_says(world)[0]


def test_a_loop_whose_people_are_all_in_meetings_is_empty_and_warned_about() -> None:
    busy = [meeting(at(10), at(12))]
    world = in_calendars(anna=busy, bo=busy)
    assert "Alle i Faktura er opptatt i kalenderen: det legges igjen beskjeder." in (
        world.view.faults
    )
    assert rings_for_invoices(world) == []
    assert "Legg igjen en beskjed" in world.hears(CALLER)


def test_the_simulator_knows_the_calendars_of_that_time() -> None:
    record = CalendarRecord("bo", (meeting(at(14), at(15)),), NOW)
    started = seen.Started(settled(), calendars=(record,))
    call = seen.CallArrived(CALLER, NORDLYS, "+4710000077", ())
    for hour, why in ((13, "first"), (14, "calendar")):
        steps = imagine(started, call, at(hour), "2")
        reached = next(step.reached for step in steps if step.reached)
        assert [each.why.value for each in reached] == [why]


def test_a_feed_that_fails_keeps_what_was_known_and_shows_its_age() -> None:
    world = in_calendars(anna=[meeting(at(10), at(18))])
    world.passes(600)
    failed = CalendarNotRead("anna", "calendar.example.org did not answer.")
    world.happens(failed)
    ok, words = calendar_says(world)
    assert not ok
    age = "The calendar was read at 10:00."
    assert words.endswith(f"{age} The calendar cannot be read now: {failed.reason}")
    assert world.view.faults == ()
    world.passes(2 * 3600)
    assert "Kalenderen til Anna kan ikke leses: se siden." in world.view.faults
    world.happens(CalendarRead("anna", (), at(13)))
    assert "Kalenderen til Anna kan ikke leses: se siden." not in world.view.faults


def test_a_calendar_that_never_could_be_read_is_a_fault_and_rings() -> None:
    world = World(settled())
    assert world.view.faults == ()
    world.happens(CalendarNotRead("anna", "The password is wrong."))
    assert world.view.faults == ("Kalenderen til Anna kan ikke leses: se siden.",)
    words = (
        "The calendar has not been read yet: it keeps no calls away. "
        "The calendar cannot be read now: The password is wrong."
    )
    assert calendar_says(world) == (True, words)


def test_a_calendar_that_nobody_reads_is_a_fault_after_a_while() -> None:
    world = World(settled())
    world.passes(16 * 60)
    assert len(world.view.faults) == 2


def test_a_restart_without_a_network_knows_the_calendars() -> None:
    world = in_calendars(anna=[meeting(at(10), at(12))])
    world.disk_takes_all()
    kept = [record for record in world.disk.values() if isinstance(record, CalendarRecord)]
    assert {record.agent for record in kept} == {"anna", "bo"}
    again = World(settled())
    again.happens(seen.Started(settled(), calendars=tuple(kept)))
    assert rings_for_invoices(again) == [BO]


def test_an_unchanged_calendar_is_not_written_to_the_card_every_time() -> None:
    world = in_calendars(anna=[meeting(at(10), at(12))])
    world.disk_takes_all()
    for minute in range(5, 60, 5):
        world.happens(CalendarRead("anna", (meeting(at(10), at(12)),), at(10, minute)))
    assert world.saves == []
    world.happens(CalendarRead("anna", (meeting(at(10), at(12)),), at(11)))
    assert len(world.saves) == 1


def test_a_calendar_that_the_settings_name_no_more_is_forgotten_everywhere() -> None:
    world = in_calendars(anna=[meeting(at(10), at(12))])
    world.disk_takes_all()
    world.happens(seen.SettingsChanged(office()))
    assert rings_for_invoices(world) == [ANNA]
    forgotten = [r for save in world.saves for r in save.records if isinstance(r, CalendarRecord)]
    assert [(r.agent, r.read_at) for r in forgotten] == [("anna", None), ("bo", None)]


def test_a_calendar_of_nobody_is_refused_in_words() -> None:
    world = World(settled())
    world.happens(CalendarRead("dag", (), NOW, request="r"))
    assert (world.replies[-1].ok, world.replies[-1].words) == (
        False,
        "The settings name no calendar of 'dag'.",
    )


def test_while_the_time_is_unknown_calendars_decide_nothing() -> None:
    world = in_calendars(anna=[meeting(at(10), at(12))])
    lost = replace(world.now(), clock_set=False)
    commands = world.switchboard.handle(WhyAsked("anna", "r"), lost)
    assert "The time is not known yet: the calendar keeps no calls away." in commands[0].words  # type: ignore[union-attr]


def told_odd(world: World, **counts: int) -> str:
    world.happens(CalendarRead("anna", (), NOW, **counts))
    return calendar_says(world)[1]


def test_what_was_left_out_is_a_fault_with_its_number_and_stands_in_why() -> None:
    world = in_calendars()
    assert "left out" not in told_odd(world)
    words = "Entries of the calendar left out, in which the telephone rings: 2."
    assert words in told_odd(world, skipped=2)
    assert "2 i kalenderen til Anna kan ikke leses: se siden." in world.view.faults
    assert "left out" not in told_odd(world)
    assert not any("kalenderen til Anna" in fault for fault in world.view.faults)


def test_what_was_put_right_is_on_the_display_and_in_why_and_no_fault() -> None:
    world = in_calendars()
    words = "Entries of the calendar with something odd, read all the same: 3."
    assert words in told_odd(world, mended=3)
    assert "3 rettet i kalendere" in " ".join(row.text for row in world.view.rows)
    assert world.view.faults == ()


def test_how_many_were_left_out_is_kept_while_the_calendar_cannot_be_read() -> None:
    world = in_calendars()
    told_odd(world, skipped=1)
    world.happens(CalendarNotRead("anna", "Nobody answers."))
    assert "left out, in which the telephone rings: 1." in calendar_says(world)[1]

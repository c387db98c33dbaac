"""The staff line by telephone: the PIN, the own status, messages, and a greeting for a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from support.world import NORDLYS, STAFF, World, office, rich_office

from appliance.core.model.calendar import CalendarAccess, Entry, Shown
from appliance.core.model.ids import (
    Disposition,
    Greeting,
    LegId,
    MessageHeard,
    PresenceRecord,
    SpokenFile,
    SpokenMessage,
    Status,
)
from appliance.core.protocol import events as seen
from appliance.core.protocol.events_calendar import CalendarRead
from appliance.core.settings.directory import Directory
from appliance.core.settings.lines import Line, LineKind
from appliance.core.words.staff_line import STAFF_SPOKEN
from appliance.core.words.trail import in_english

LEG = LegId("s1")
CATO = "+4710000055"
OLD = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PIN, MENU = STAFF_SPOKEN["pin"]["nb"], STAFF_SPOKEN["menu"]["nb"]
NOT_RIGHT = STAFF_SPOKEN["not_right"]["nb"]


def settled(**changes: object) -> Directory:
    """Everybody has a PIN; Anna (21) may record greetings; Cato is known by his telephone."""
    base = office()
    line = Line("staff", STAFF, kind=LineKind.STAFF, language="nb")
    agents = {
        name: replace(
            agent, extension=str(21 + at), pin="hash of 4711", may_record=name in ("anna", "bo")
        )
        for at, (name, agent) in enumerate(base.agents.items())
    }
    loops = {**base.loops, "other": replace(base.loops["other"], members=("cato", "dag"))}
    lines = {**base.lines, "staff": line}
    return replace(base, agents=agents, lines=lines, loops=loops, **changes)  # type: ignore[arg-type]


@pytest.fixture
def world() -> World:
    return World(settled())


def keys(world: World, pressed: str, leg: LegId = LEG) -> None:
    for key in pressed:
        world.presses(leg, key)
        world.pins_are_compared()


def gets_in(world: World, number: str = "21#", leg: str = "s1") -> None:
    world.rings(STAFF, None, leg=leg)
    keys(world, f"{number}4711#", LegId(leg))


def heard(world: World, leg: LegId = LEG) -> str:
    return world.hears(leg)


def member(world: World, name: str = "anna") -> tuple[Status, str]:
    stands = world.switchboard.picture.staff[name]
    return stands.status, stands.reason


def story(world: World) -> list[str]:
    world.hangs_up(LEG)
    world.disk_takes_all()
    assert not any(world.leftovers().values())
    assert world.memory == set()
    return [in_english(step) for step in world.calls()[-1].trail]


# Getting in


def test_a_known_telephone_is_asked_for_the_pin_only(world: World) -> None:
    world.rings(STAFF, CATO, leg="s1")
    assert heard(world) == PIN
    keys(world, "4711#")
    assert heard(world) == f"Du er ledig. {MENU}"


def test_who_rings_in_the_middle_of_a_meeting_hears_that_loop_calls_are_kept_away(
    world: World,
) -> None:
    office = world.switchboard.picture.directory
    access = CalendarAccess("https://calendar.example.org/cato.ics")
    agents = {**office.agents, "cato": replace(office.agents["cato"], calendar=access)}
    world.happens(seen.SettingsChanged(replace(office, agents=agents)))
    now = world.now().wall
    meeting = Entry(now, now + timedelta(hours=2), Shown.BUSY)
    world.happens(CalendarRead("cato", (meeting,), now))
    world.rings(STAFF, CATO, leg="s1")
    keys(world, "4711#")
    kept = STAFF_SPOKEN["in_calendar"]["nb"]
    assert heard(world) == f"Du er ledig. {kept} {MENU}"


def test_any_other_telephone_gives_the_agents_number_and_the_pin(world: World) -> None:
    world.rings(STAFF, None, leg="s1")
    assert heard(world) == STAFF_SPOKEN["number"]["nb"]
    keys(world, "21#")
    assert heard(world) == PIN
    keys(world, "4711#")
    assert heard(world).endswith(MENU)
    assert world.view.calls[0].agent == "Anna"
    assert world.lamp("anna") == "busy"


def test_somebody_elses_telephone_can_be_used_with_a_star(world: World) -> None:
    world.rings(STAFF, CATO, leg="s1")
    keys(world, "*21#4711#")
    assert world.view.calls[0].agent == "Anna"


def test_the_pin_stands_nowhere(world: World) -> None:
    """Neither in what is stored nor in anything that may be printed for a log."""
    gets_in(world)
    other = world.rings(STAFF, None, leg="s2")
    for key in "22#79382":  # a second caller in the middle of a PIN
        world.presses(other, key)
    printed = repr(world.switchboard.picture) + repr(world.done) + repr(world.view)
    world.hangs_up(other)
    story(world)
    for secret in ("4711", "79382", "hash of"):
        assert secret not in printed + repr(world.calls())


def test_keys_of_the_staff_line_are_not_shown_to_whoever_sets_up_a_line(world: World) -> None:
    from appliance.core.protocol.events_setup import ArrivalsAsked

    world.happens(ArrivalsAsked(600.0, "r"))
    gets_in(world)
    assert "4711" not in repr(world.switchboard.picture.listening)
    assert [call.digits for call in world.view.arrivals] == [""]


@pytest.mark.parametrize("number", ["21#", "99#"])
def test_a_wrong_pin_and_a_number_of_nobody_sound_the_same(world: World, number: str) -> None:
    world.rings(STAFF, None, leg="s1")
    keys(world, f"{number}0815#")
    assert heard(world) == f"{NOT_RIGHT} {STAFF_SPOKEN['number']['nb']}"


def test_after_three_wrong_pins_the_call_ends(world: World) -> None:
    world.rings(STAFF, None, leg="s1")
    keys(world, "21#0815#21#0816#21#0817#")
    assert heard(world) == f"{NOT_RIGHT} Ha det bra."
    world.hears_all(LEG)
    assert world.legs == {}
    world.disk_takes_all()
    words = [in_english(step) for step in world.calls()[0].trail]
    assert words.count("A wrong PIN for Anna.") == 3


def test_five_wrong_pins_lock_out_for_a_quarter_of_an_hour(world: World) -> None:
    for leg, tries in (("a", 3), ("b", 2)):
        world.rings(STAFF, None, leg=leg)
        keys(world, "21#0815#" * tries, LegId(leg))
        world.hangs_up(LegId(leg))
    fault = "Ansattlinjen er sperret for Anna til 10:15: feil koder."
    assert fault in world.view.faults
    gets_in(world)
    assert heard(world).startswith(NOT_RIGHT), "not even the right one is taken"
    world.hangs_up(LEG)
    world.passes(901)
    assert fault not in world.view.faults
    gets_in(world, leg="s2")
    assert heard(world, LegId("s2")).endswith(MENU)
    world.disk_takes_all()
    trail = [in_english(step) for call in world.calls() for step in call.trail]
    assert "Anna is locked out for 15 minutes." in trail


def test_many_calls_at_once_win_no_more_tries(world: World) -> None:
    for at in range(9):
        leg = world.rings(STAFF, None, leg=f"x{at}")
        for key in f"21#081{at}#":
            world.presses(leg, key)
    assert len(world.pins) == 5
    world.pins_are_compared()


def test_the_right_pin_wipes_the_wrong_ones_out(world: World) -> None:
    for leg in ("a", "b", "c"):
        world.rings(STAFF, None, leg=leg)
        keys(world, "21#0815#21#0815#21#4711#", LegId(leg))
        assert heard(world, LegId(leg)).endswith(MENU)
        world.hangs_up(LegId(leg))


def test_a_member_without_a_pin_does_not_get_in() -> None:
    base = settled()
    agents = {**base.agents, "anna": replace(base.agents["anna"], pin="")}
    world = World(replace(base, agents=agents))
    world.rings(STAFF, None, leg="s1")
    keys(world, "21##")
    assert heard(world).startswith(NOT_RIGHT)
    assert world.pins == []


def test_who_presses_nothing_is_asked_again_and_then_let_go(world: World) -> None:
    world.rings(STAFF, None, leg="s1")
    for _ in range(2):
        world.hears_all(LEG)
        world.passes(10)
        assert heard(world) == STAFF_SPOKEN["number"]["nb"]
    world.hears_all(LEG)
    world.passes(10)
    world.hears_all(LEG)
    assert world.legs == {}


# The own status


def test_free_from_the_telephone(world: World) -> None:
    away = PresenceRecord("anna", Status.LOGGED_OUT, "ferie", OLD)
    world.happens(seen.Started(world.directory, presences=(away,)))
    gets_in(world)
    assert heard(world).startswith("Du er logget ut.")
    keys(world, "1")
    assert heard(world) == "", "nothing is said before the disk has it"
    world.disk_takes_all()
    assert heard(world) == f"Du er ledig. {MENU}"
    assert member(world) == (Status.AVAILABLE, "")
    assert "Status: available." in story(world)


@pytest.mark.parametrize(
    ("pressed", "reason", "said"),
    [
        ("21430#", "opptatt", "Du er meldt borte. til klokken 14 30"),
        ("31600#", "borte", "Du er meldt borte. til klokken 16"),
        ("30905#", "borte", "Du er meldt borte. til klokken i morgen 9 05"),
        ("2#", "opptatt", "Du er meldt borte."),
    ],
)
def test_busy_or_away_until(world: World, pressed: str, reason: str, said: str) -> None:
    gets_in(world)
    keys(world, pressed)
    world.disk_takes_all()
    assert heard(world) == f"{said} {MENU}"
    assert member(world) == (Status.AWAY, reason)


def test_away_ends_at_its_time(world: World) -> None:
    gets_in(world)
    keys(world, "31030#")
    world.disk_takes_all()
    world.hangs_up(LEG)
    world.passes(1900)
    assert member(world) == (Status.AVAILABLE, "")


@pytest.mark.parametrize("time", ["2561#", "123#", "9999#"])
def test_a_time_that_is_none_is_asked_for_again(world: World, time: str) -> None:
    gets_in(world)
    keys(world, f"2{time}")
    assert heard(world).startswith("Det forsto jeg ikke.")
    assert world.saves == []


@pytest.mark.parametrize(("key", "reason"), [("1", "ferie"), ("2", "fridag"), ("3", "permisjon")])
def test_logging_out_has_a_reason(world: World, key: str, reason: str) -> None:
    gets_in(world)
    keys(world, "4")
    assert heard(world) == STAFF_SPOKEN["why"]["nb"]
    keys(world, key)
    world.disk_takes_all()
    assert member(world) == (Status.LOGGED_OUT, reason)
    assert f"Status: logged out ({reason})." in story(world)
    assert world.calls()[-1].disposition is Disposition.STAFF_LINE


def test_logging_out_without_a_reason_changes_nothing(world: World) -> None:
    gets_in(world)
    keys(world, "49")
    assert heard(world).endswith(MENU)
    assert world.saves == []


def test_what_the_disk_refuses_is_said(world: World) -> None:
    gets_in(world)
    keys(world, "41")
    world.disk_is_full()
    assert heard(world) == f"Det kunne ikke lagres. {MENU}"


def test_who_is_logged_out_by_telephone_is_not_rung(world: World) -> None:
    gets_in(world, "22#")  # Bo is alone in the loop of wages
    keys(world, "41")
    world.disk_takes_all()
    world.hangs_up(LEG)
    world.rings(NORDLYS, leg="c1")
    world.presses(LegId("c1"), "2")
    assert world.rung == []


def test_while_at_the_staff_line_a_member_is_not_rung(world: World) -> None:
    gets_in(world, "22#")
    world.rings(NORDLYS, leg="c1")
    world.presses(LegId("c1"), "2")
    assert world.rung == []
    world.hangs_up(LEG)
    assert [ring.uri[:6] for ring in world.rung] == ["sip:bo"]


def test_each_is_spoken_to_in_their_own_language() -> None:
    base = settled()
    agents = {**base.agents, "anna": replace(base.agents["anna"], language="nl")}
    world = World(replace(base, agents=agents))
    gets_in(world)
    assert heard(world) == f"U bent beschikbaar. {STAFF_SPOKEN['menu']['nl']}"


# Messages

FIRST = SpokenMessage("m1", "nordlys", "+4710000077", OLD, "/run/heard-1.wav")
SECOND = SpokenMessage("m2", "strom", None, OLD, "/run/heard-2.wav")
AFTER = STAFF_SPOKEN["after_message"]["nb"]


def test_messages_of_the_own_firms_are_heard_one_after_another(world: World) -> None:
    gets_in(world)
    keys(world, "5")
    assert [fetch.firms for fetch in world.fetching] == [("nordlys", "strom")]  # type: ignore[attr-defined]
    world.messages_come(FIRST)
    assert heard(world) == (
        f"Nordlys Rør Beskjed fra 4 7 1 0 0 0 0 0 7 7 [/run/heard-1.wav] {AFTER}"
    )
    keys(world, "2")
    assert "[/run/heard-1.wav]" in heard(world)
    keys(world, "1")
    assert world.fetching[0].after == "m1"  # type: ignore[attr-defined]
    assert world.memory == set(), "the copy in memory is forgotten"
    world.messages_come(SECOND)
    assert heard(world).startswith("Café Strøm Beskjed fra skjult nummer [")
    keys(world, "1")
    world.messages_come()
    assert heard(world) == f"Det er ikke flere beskjeder. {MENU}"


def test_a_message_that_is_done_with_is_not_told_again(world: World) -> None:
    gets_in(world)
    keys(world, "5")
    world.messages_come(FIRST)
    keys(world, "3")
    assert world.fetching == []
    world.disk_takes_all()
    assert world.disk["MessageHeard:m1"] == MessageHeard("m1", "anna", world.now().wall)
    assert world.fetching[0].after == "m1"  # type: ignore[attr-defined]
    world.messages_come()
    assert "Heard the message m1." in story(world)


def test_a_message_is_done_with_only_when_the_disk_has_it(world: World) -> None:
    gets_in(world)
    keys(world, "5")
    world.messages_come(FIRST)
    keys(world, "3")
    world.disk_is_full()
    assert heard(world) == f"Det kunne ikke lagres. {AFTER}"


def test_who_hangs_up_while_a_message_comes_leaves_no_copy(world: World) -> None:
    gets_in(world)
    keys(world, "5")
    world.hangs_up(LEG)
    world.messages_come(FIRST)
    assert world.memory == set()


def test_messages_of_unknown_lines_belong_to_their_loop() -> None:
    base = settled()
    world = World(replace(base, office=replace(base.office, unknown_loop="wages")))
    gets_in(world, "22#")
    keys(world, "5")
    assert world.fetching[0].firms == ("nordlys", "strom", None)  # type: ignore[attr-defined]


# The greeting


def records(world: World) -> None:
    """Anna has chosen the first line, Nordlys, and speaks."""
    gets_in(world)
    keys(world, "6")
    assert heard(world) == "Nordlys Rør trykk 1 Café Strøm trykk 2"
    keys(world, "1")
    assert heard(world) == "Snakk etter tonen, og trykk firkant. tone"
    world.hears_all(LEG)
    assert LEG in world.recording
    keys(world, "#")


def test_a_greeting_is_heard_confirmed_and_used_from_the_next_call_on(world: World) -> None:
    before = world.rings(NORDLYS, leg="c0")
    records(world)
    assert heard(world) == f"[/run/s1.wav] {STAFF_SPOKEN['use_it']['nb']}"
    keys(world, "1")
    assert world.switchboard.picture.directory.greetings == {}, "not before the disk has it"
    world.disk_takes_all()
    assert heard(world) == f"Hilsenen gjelder fra neste samtale. {MENU}"
    saved = world.disk["Greeting:s1:greeting"]
    assert saved == Greeting("nordlys", "/run/s1.wav", "anna", world.now().wall)
    after = world.rings(NORDLYS, leg="c1")
    assert world.hears(after) == "[/run/s1.wav]"
    world.hears_all(after)
    assert world.hears(after) == "Velkommen."
    assert world.hears(before) == "Velkommen."
    keys(world, "1", after)
    assert world.rung[0].uri.startswith("sip:bo"), "Anna is at the staff line"


def test_the_greeting_survives_new_settings_and_a_restart(world: World) -> None:
    records(world)
    keys(world, "1")
    world.disk_takes_all()
    world.happens(seen.SettingsChanged(settled()))
    assert world.hears(world.rings(NORDLYS, leg="c1")) == "[/run/s1.wav]"
    again = World(settled(greetings={"nordlys": SpokenFile("/run/old.wav")}))
    assert again.hears(again.rings(NORDLYS, leg="c1")) == "[/run/old.wav]"


def test_a_greeting_that_nobody_confirms_is_forgotten(world: World) -> None:
    for ending in ("2", "#", ""):
        records(world)
        keys(world, ending)
        if ending == "2":
            assert heard(world).startswith("Snakk etter tonen")
        story(world)
        assert world.switchboard.picture.directory.greetings == {}


def test_a_recording_ends_by_itself_after_the_longest_time(world: World) -> None:
    gets_in(world)
    keys(world, "61")
    world.hears_all(LEG)
    world.passes(120)
    assert STAFF_SPOKEN["use_it"]["nb"] in heard(world)


def test_a_greeting_is_taken_away_again(world: World) -> None:
    records(world)
    keys(world, "1")
    world.disk_takes_all()
    keys(world, "71")
    world.disk_takes_all()
    assert heard(world).startswith("Det er ingen innlest hilsen lenger.")
    assert world.hears(world.rings(NORDLYS, leg="c1")) == "Velkommen."
    assert world.memory == set()


def test_only_who_may_records_greetings(world: World) -> None:
    gets_in(world, "24#")
    keys(world, "6")
    assert heard(world) == f"Du kan ikke endre hilsener. {MENU}"


def test_hanging_up_at_every_moment_leaves_nothing_behind() -> None:
    way = ["21#", "4711#", "1", "2", "1430#", "4", "1", "5", "6", "1"]
    for cut in range(len(way) + 1):
        world = World(rich_office())
        world.rings(STAFF, None, leg="s1")
        for pressed in way[:cut]:
            keys(world, pressed)
        world.hangs_up(LEG)
        world.pins_are_compared()
        world.messages_come(*[FIRST] * len(world.fetching))
        world.disk_takes_all()
        assert not any(world.leftovers().values()), cut
        assert world.memory == set()
        assert len(world.calls()) == 1

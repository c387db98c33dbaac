"""Before and in the menu: language, announcements, opening hours, answers, repetition, operator."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from support.world import NORDLYS, STROM, World, office

from appliance.core.prompts import every_prompt
from appliance.core.protocol import events as seen
from appliance.core.protocol.commands import Answer
from appliance.core.settings.directory import Directory, Hours, Menu
from appliance.core.settings.lines import Announcement, Choice, LanguageKey, Line

WEEKDAYS = {day: ("08:00-16:00",) for day in ("mon", "tue", "wed", "thu", "fri")}


def with_line(base: Directory | None = None, **changes: object) -> Directory:
    """The office whose line of Nordlys has other settings."""
    base = base or office()
    line: Line = replace(base.lines["nordlys"], **changes)  # type: ignore[arg-type]
    return replace(base, lines={**base.lines, "nordlys": line})


def with_menu(**changes: object) -> Directory:
    base = office()
    menu: Menu = replace(base.menus["main"], **changes)  # type: ignore[arg-type]
    return replace(base, menus={"main": menu})


def english_first() -> Directory:
    """Norwegian by itself, English by key 9, which skips the menu."""
    base = with_line(
        language_prompt="For English, press nine.",
        languages={"9": LanguageKey("en", skip_menu=True), "8": LanguageKey("da")},
    )
    prompts = {"da": "Velkommen til os."}
    return replace(base, menus={"main": replace(base.menus["main"], prompts=prompts)})


def test_given_a_line_with_english_first_a_caller_who_presses_9_skips_the_menu() -> None:
    world = World(english_first())
    leg = world.rings(NORDLYS)
    assert world.hears(leg) == "For English, press nine."

    world.presses(leg, "9")
    assert world.hears(leg) == "waiting"
    assert world.view.rows[1].text.endswith("EN")
    assert world.view.calls[0].about == "annet"


def test_who_presses_nothing_hears_the_menu_in_the_lines_own_language() -> None:
    world = World(english_first())
    leg = world.rings(NORDLYS)
    world.hears_all(leg)
    world.passes(3)
    assert world.hears(leg) == "Velkommen."


def test_the_menu_is_said_in_the_chosen_language() -> None:
    world = World(english_first())
    leg = world.rings(NORDLYS)
    world.hears_all(leg)
    world.presses(leg, "8")
    assert world.hears(leg) == "Velkommen til os."
    assert not any(":key" in timer for timer in world.timers)


def with_incident(**changes: object) -> Directory:
    told = Announcement("double", {"nb": "Noen er trukket to ganger."}, ("nordlys",))
    return replace(office(), announcements={"double": replace(told, **changes)})  # type: ignore[arg-type]


def test_an_incident_is_announced_before_the_menu() -> None:
    world = World(with_incident())
    leg = world.rings(NORDLYS)
    assert world.hears(leg) == "Noen er trukket to ganger."
    world.hears_all(leg)
    assert world.hears(leg) == "Velkommen."


def test_an_incident_is_not_announced_on_other_lines_nor_when_it_is_over() -> None:
    for settings in (with_incident(lines=("strom",)), with_incident(active=False)):
        world = World(settings)
        assert world.hears(world.rings(NORDLYS)) == "Velkommen."


def test_a_key_during_the_announcement_is_taken_as_the_menus() -> None:
    world = World(with_incident())
    leg = world.rings(NORDLYS)
    world.presses(leg, "1")
    assert world.hears(leg) == "waiting"
    assert world.view.calls[0].about == "faktura"


def test_any_other_key_ends_the_announcement() -> None:
    world = World(with_incident())
    leg = world.rings(NORDLYS)
    world.presses(leg, "*")
    assert world.hears(leg) == "Velkommen."


def closed_office(**changes: object) -> Directory:
    base = replace(office(), hours={"day": Hours("day", WEEKDAYS)})
    return with_line(base, hours="day", closed_prompt="Vi har stengt.", **changes)


def evening() -> World:
    world = World(closed_office())
    world.seconds = 7 * 3600.0  # 17:00 on a Friday
    return world


def test_outside_hours_the_caller_hears_that_we_are_closed_and_leaves_a_message() -> None:
    world = evening()
    leg = world.rings(NORDLYS)
    assert world.hears(leg) == "Vi har stengt."
    world.hears_all(leg)
    assert "Legg igjen en beskjed" in world.hears(leg)


def test_within_hours_the_line_is_open() -> None:
    world = World(closed_office())
    assert world.hears(world.rings(NORDLYS)) == "Velkommen."


def test_on_a_public_holiday_the_caller_hears_the_holiday_announcement() -> None:
    settings = closed_office(holiday_prompt="God helg.")
    world = World(replace(settings, holidays={date(2026, 11, 20): "Fridag"}))
    assert world.hears(world.rings(NORDLYS)) == "God helg."


def test_a_line_may_lead_somewhere_else_when_it_is_closed() -> None:
    world = World(closed_office(when_closed=Choice("vakt", loop="wages")))
    world.seconds = 7 * 3600.0
    leg = world.rings(NORDLYS)
    world.hears_all(leg)
    assert world.hears(leg) == "waiting"
    assert world.rung[0].uri == "sip:bo@127.0.0.1:5072"


def test_a_routine_question_is_answered_by_a_recording_and_the_menu_comes_again() -> None:
    keys = {
        "1": Choice("åpningstider", say="Vi har åpent fra åtte."),
        "3": Choice("x", loop="other"),
    }
    world = World(with_menu(keys=keys))
    leg = world.rings(NORDLYS)
    world.presses(leg, "1")
    assert world.hears(leg) == "Vi har åpent fra åtte."
    world.hears_all(leg)
    assert world.hears(leg) == "Velkommen."


def test_a_key_may_repeat_the_menu() -> None:
    keys = {"9": Choice("igjen", repeat=True), "3": Choice("annet", loop="other")}
    world = World(with_menu(keys=keys))
    leg = world.rings(NORDLYS)
    world.hears_all(leg)
    world.presses(leg, "9")
    assert world.hears(leg) == "Velkommen."


def test_the_operator_is_reached_by_0_at_any_time() -> None:
    base = office()
    world = World(replace(base, office=replace(base.office, operator_loop="wages")))
    leg = world.rings(NORDLYS)
    world.presses(leg, "0")
    assert world.rung[0].uri == "sip:bo@127.0.0.1:5072"


def test_every_sentence_that_can_be_heard_is_rendered_beforehand() -> None:
    settings = replace(english_first(), announcements=with_incident().announcements)
    rendered = {(prompt.text, prompt.language) for prompt in every_prompt(settings)}
    assert ("For English, press nine.", "nb") in rendered
    assert ("Velkommen til os.", "da") in rendered
    assert ("Velkommen.", "en") in rendered
    assert ("Noen er trukket to ganger.", "nb") in rendered


def test_new_hours_hold_for_the_next_call_without_a_restart() -> None:
    world = World()
    world.happens(seen.SettingsChanged(closed_office()))
    world.seconds = 7 * 3600.0
    assert world.hears(world.rings(NORDLYS)) == "Vi har stengt."


def test_a_line_whose_carrier_passes_keys_on_as_tones() -> None:
    """Given such a line, when a call for it comes, then its keys are looked for in the sound."""
    base = office()
    lines = {**base.lines, "strom": replace(base.lines["strom"], digits="in-band")}
    world = World(replace(base, lines=lines))
    world.rings(STROM, leg="c1")
    world.rings(NORDLYS, leg="c2")
    assert [command.tones for command in world.done if isinstance(command, Answer)] == [True, False]


def test_a_box_that_does_not_know_the_time_turns_nobody_away() -> None:
    """Given a power cut and no network, when a call comes, then no wrong clock says "closed"."""
    world = evening()
    known = world.now
    world.now = lambda: replace(known(), clock_set=False)  # type: ignore[method-assign]
    assert world.hears(world.rings(NORDLYS)) == "Velkommen."


def with_answers() -> Directory:
    keys = {
        "1": Choice("åpningstider", say="Vi har åpent fra åtte."),
        "2": Choice("adresse", say="Vi er i Prøveveien."),
        "3": Choice("annet", loop="other"),
        "9": Choice("igjen", repeat=True),
    }
    told = Announcement("double", {"nb": "Noen er trukket to ganger."}, ("nordlys",))
    return replace(with_menu(keys=keys), announcements={"double": told})


def test_another_question_while_an_answer_or_the_incident_is_told() -> None:
    """Given an answer that is being read, when its caller presses another key, it is that key's."""
    world = World(with_answers())
    leg = world.rings(NORDLYS)
    world.presses(leg, "1")
    assert world.hears(leg) == "Vi har åpent fra åtte."
    world.presses(leg, "2")
    assert world.hears(leg) == "Vi er i Prøveveien."
    world.presses(leg, "9")
    assert world.hears(leg) == "Velkommen."
    assert world.view.calls[0].stands == "menu"

"""The clickable way: which keys a caller has where, and whose telephone would ring and why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from support.world import NORDLYS, office, rich_office

from appliance.core.model.ids import LegId, PresenceRecord, Status, Strategy
from appliance.core.protocol.events import CallArrived, Started
from appliance.core.route import RouteStep, imagine
from appliance.core.settings.directory import Directory
from appliance.core.staff.hunting import Reach, Why
from appliance.core.words.trail import in_english

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
CALL = CallArrived(LegId("x"), NORDLYS, "+4710000077")


def steps(directory: Directory, keys: str, *presences: PresenceRecord) -> list[RouteStep]:
    return imagine(Started(directory, presences=presences), CALL, FRIDAY, keys)


def reached(directory: Directory, keys: str, *presences: PresenceRecord) -> list[Reach]:
    told = steps(directory, keys, *presences)
    return list(next(step.reached for step in told if step.reached))


def whys(told: list[Reach]) -> dict[str, Why]:
    return {each.agent: each.why for each in told}


def test_a_menu_offers_its_keys_with_what_they_are_about() -> None:
    (menu,) = (step for step in steps(office(), "1") if step.choices)
    assert menu.choices == (("1", "faktura"), ("2", "lønn"), ("3", "annet"), ("4", "beskjed"))
    assert menu.pressed == ""


def test_after_a_language_the_menu_knows_what_was_pressed_before() -> None:
    settings = rich_office()
    line = settings.lines["nordlys"]
    keys = {"9": replace(line.languages["9"], skip_menu=False)}
    settings = replace(settings, announcements={}, lines={"nordlys": replace(line, languages=keys)})
    language, menu = (step for step in steps(settings, "91") if step.choices)
    assert (language.pressed, language.choices) == ("", (("9", "en"),))
    assert menu.pressed == "9"
    assert menu.choices[0] == ("1", "faktura")


def test_one_member_rings_first_and_the_next_later() -> None:
    assert whys(reached(office(), "1")) == {"anna": Why.FIRST, "bo": Why.LATER}


def test_all_ring_where_the_loop_says_so() -> None:
    base = office()
    loops = {"invoices": replace(base.loops["invoices"], strategy=Strategy.ALL)}
    told = reached(replace(base, loops={**base.loops, **loops}), "1")
    assert whys(told) == {"anna": Why.ALL, "bo": Why.ALL}


def test_who_is_away_or_logged_out_does_not_ring_and_says_why() -> None:
    away = PresenceRecord("anna", Status.AWAY, "lunsj", FRIDAY)
    out = PresenceRecord("bo", Status.LOGGED_OUT, "ferie", FRIDAY)
    assert reached(office(), "1", away, out) == [
        Reach("anna", "Anna", Why.AWAY, "lunsj"),
        Reach("bo", "Bo", Why.LOGGED_OUT, "ferie"),
    ]


def test_a_missing_skill_and_a_foreign_language_are_reasons() -> None:
    base = office()
    agents = {
        **base.agents,
        "anna": replace(base.agents["anna"], skills=("pay",), language="da"),
        "bo": replace(base.agents["bo"], skills=()),
        "cato": replace(base.agents["cato"], skills=("pay",)),
    }
    loop = replace(base.loops["invoices"], members=("anna", "bo", "cato"), skill="pay")
    told = reached(replace(base, agents=agents, loops={**base.loops, "invoices": loop}), "1")
    assert whys(told) == {"cato": Why.FIRST, "anna": Why.LANGUAGE, "bo": Why.SKILL}


def test_who_is_said_to_ring_first_is_rung_first() -> None:
    for keys in ("1", "2", "3"):
        told = steps(office(), keys)
        first = next(each for step in told for each in step.reached if each.rings)
        rung = next(in_english(step) for step in told if in_english(step).startswith("Rings "))
        assert office().agents[first.agent].address in rung or first.agent == "cato"

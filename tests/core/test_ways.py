"""Callers who could get lost: circles, numbers that lead back to us, and what never happens."""

from __future__ import annotations

from dataclasses import replace

import pytest
from core.test_directory import OFFICE, menu, told, with_menus

from appliance.core.prompts import every_prompt
from appliance.core.settings.checks import check
from appliance.core.settings.directory import Client, Directory, Hours
from appliance.core.settings.lines import Choice
from appliance.core.settings.loops import Loop, Overflow
from appliance.core.settings.trunks import Trunk

TRUNK = Trunk("sip.example.org", "+4710000000")
OURS = ["+4710000001", "+4710000000", "sip:+4710000001@sip.example.org"]


def with_loops(*loops: Loop, **changes: object) -> Directory:
    named = {loop.id: loop for loop in loops}
    return replace(OFFICE, loops={**OFFICE.loops, **named}, trunk=TRUNK, **changes)  # type: ignore[arg-type]


def insurance(**overflow: object) -> Loop:
    return replace(OFFICE.loops["insurance"], overflow=Overflow(**overflow))  # type: ignore[arg-type]


def warnings(office: Directory) -> list[str]:
    return [str(problem) for problem in check(office) if problem.warning]


@pytest.mark.parametrize("number", OURS)
def test_no_telephone_that_the_box_rings_leads_back_into_it(number: str) -> None:
    back = "this number points back into the box"
    kari = replace(OFFICE.agents["kari"], address=number)
    assert told(with_loops(agents={"kari": kari})) == [f"agents.kari.address: {back}"]
    if not number.startswith("sip:"):
        firm = Client("nordlys", "Nordlys", number=number)
        assert told(with_loops(clients={"nordlys": firm})) == [f"clients.nordlys.number: {back}"]
        assert told(with_loops(insurance(number=number))) == [
            f"loops.insurance.overflow.number: {back}"
        ]


def test_a_sip_telephone_with_our_number_elsewhere_is_somebody_elses() -> None:
    kari = replace(OFFICE.agents["kari"], address="sip:+4710000001@192.0.2.7")
    assert told(with_loops(agents={"kari": kari})) == []


def test_a_loop_does_not_overflow_to_itself() -> None:
    assert told(with_loops(insurance(loop="insurance"))) == [
        "loops.insurance.overflow.loop: a loop cannot overflow to itself"
    ]


def test_loops_that_pass_callers_round_are_warned_about_once() -> None:
    other = Loop("other", "Other", ("kari",), overflow=Overflow(loop="insurance"))
    office = with_loops(insurance(loop="other"), other)
    assert warnings(office) == [
        "loops.insurance.overflow.loop: callers come round "
        "(insurance -> other -> insurance) and leave a message then"
    ]


def test_nobody_is_their_own_superior() -> None:
    kari = replace(OFFICE.agents["kari"], superior="kari")
    assert warnings(replace(OFFICE, agents={"kari": kari})) == [
        "agents.kari.superior: somebody cannot be called into a call of their own"
    ]


def test_a_skill_that_no_member_has() -> None:
    loop = replace(OFFICE.loops["insurance"], skill="welding")
    assert warnings(with_loops(loop)) == [
        "loops.insurance.skill: no member has the skill 'welding': nobody is ever rung"
    ]
    kari = replace(OFFICE.agents["kari"], skills=("welding",))
    assert warnings(with_loops(loop, agents={"kari": kari})) == []


def test_an_overflow_that_comes_too_late() -> None:
    assert warnings(with_loops(insurance(after_seconds=60.0))) == [
        "loops.insurance.overflow.after_seconds: callers leave a message after 60 s, "
        "so this never happens"
    ]
    assert warnings(with_loops(insurance(after_seconds=59.0))) == []


def test_a_menu_that_only_the_closing_leads_to_is_reached_and_spoken() -> None:
    closed = replace(OFFICE.lines["one"], hours="day", when_closed=Choice("closed", menu="night"))
    night = menu("night", _1=Choice("message", message=True))
    office = replace(
        OFFICE,
        lines={"one": closed},
        menus={**OFFICE.menus, "night": night},
        hours={"day": Hours("day", {"mon": ("08:00-16:00",)})},
    )
    assert told(office) == []
    assert "Prompt of night" in {prompt.text for prompt in every_prompt(office)}


def test_a_closed_menu_that_goes_round_for_ever_is_refused() -> None:
    ring = menu("night", _1=Choice("again", repeat=True))
    closed = replace(OFFICE.lines["one"], when_closed=Choice("closed", menu="night"))
    office = replace(OFFICE, lines={"one": closed}, menus={**OFFICE.menus, "night": ring})
    assert told(office) == [
        "menus.night.default: a caller who presses nothing goes round for ever (night -> night)"
    ]


def test_an_answer_as_the_default_goes_round_for_ever() -> None:
    office = with_menus(menu("main", _1=Choice("hours", say="We open at eight.")))
    assert [str(problem) for problem in check(office) if not problem.warning] == [
        "menus.main.default: a caller who presses nothing goes round for ever (main -> main)"
    ]


def test_clients_without_a_line_and_hours_of_nobody_are_warned_about() -> None:
    spare = Client("spare", "Spare")
    night = Hours("night", {"mon": ("20:00-23:00",)})
    office = replace(OFFICE, clients={**OFFICE.clients, "spare": spare}, hours={"night": night})
    assert warnings(office) == [
        "clients.spare: no line belongs to this client",
        "hours.night: no line, rule, overflow, or person keeps these hours",
    ]


def test_a_call_back_that_no_number_may_get() -> None:
    loop = replace(OFFICE.loops["insurance"], call_back=True)
    office = replace(OFFICE, loops={"insurance": loop})
    said = "loops.insurance.call_back: nobody can be called back"
    assert any(each.startswith(said) for each in warnings(office))
    dials = replace(office, office=replace(OFFICE.office, outgoing=("2",)))
    assert not any(each.startswith(said) for each in warnings(dials))

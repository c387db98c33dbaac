"""Who rings whom, as carriers write it: from the text of an INVITE to what the office sees."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import NORDLYS, World, office

from appliance.core.model.ids import LegId
from appliance.core.settings.lines import Line
from appliance.telephony.legs.headers import invitation

HOME = "+4710000002"


def call(world: World, *lines: str, dialled: str = "4710000000", trusted: bool = False) -> LegId:
    """The call that a carrier brings with an INVITE of these lines."""
    start = f"INVITE sip:{dialled}@box.example SIP/2.0"
    told = invitation("\r\n".join((start, *lines, "", "")), "NO", trusted)
    more = {"diverted": told.diverted, "caller_name": told.caller_name}
    return world.rings(told.dialled, told.caller, **more)


def firm(world: World) -> str:
    return world.view.rows[0].text


def caller(world: World) -> str:
    return world.view.calls[0].caller


@pytest.fixture
def world() -> World:
    return World()


def test_a_danish_line_without_a_plus_gets_its_own_firm_and_not_the_next_one(world: World) -> None:
    call(
        world,
        "From: <sip:4710000077@trunk.example>",
        "Diversion: <tel:4510000002>;reason=unconditional",
        "Diversion: <tel:10000001>;reason=unconditional",
    )
    assert firm(world) == "Café Strøm"


@pytest.mark.parametrize(
    "line",
    [
        "To: <sip:4510000002@box.example>",
        "Diversion: <sip:4510000002@trunk.example>",
        "History-Info: <sip:4510000002@t>;index=1, <sip:4710000000@box>;index=1.1",
        "P-Called-Party-ID: <sip:4510000002@box.example>",
        "To: Strøm, Café <sip:4510000002@box.example>",
        "Diversion: Strøm, Café <sip:4510000002@t>;reason=user-busy",
        "Diversion: <sip:10000002;phone-context=+45@t;user=phone>",
        "Diversion: <tel:+4510000002;npdi;rn=+4710000001>",
    ],
)
def test_the_firm_is_found_wherever_its_number_stands(world: World, line: str) -> None:
    call(world, line)
    assert firm(world) == "Café Strøm"


@pytest.mark.parametrize("dialled", ["4510000002", "%2331%234510000002", "4510000002/2"])
def test_the_firm_is_found_by_what_was_dialled(world: World, dialled: str) -> None:
    call(world, "Diversion: <sip:+4710000001@t>", dialled=dialled)
    assert firm(world) == "Café Strøm"


def test_a_number_at_home_is_not_taken_for_one_abroad(world: World) -> None:
    lines = {**office().lines, "two": Line("two", HOME, "nordlys", "main", "nb")}
    world = World(replace(office(), lines=lines))
    call(world, "Diversion: <tel:10000002>", "Diversion: <tel:4510000002>")
    assert firm(world) == "Nordlys Rør"


def test_a_caller_from_abroad_without_a_plus_is_shown_in_full(world: World) -> None:
    call(world, "From: <sip:4522334455@t>", dialled=NORDLYS)
    assert caller(world) == "22 33 44 55"


def test_a_caller_from_abroad_without_a_plus_is_offered_a_call_back() -> None:
    base = office()
    wages = replace(base.loops["wages"], call_back=True)
    dials = replace(base.office, outgoing=("0045",))
    world = World(replace(base, office=dials, loops={**base.loops, "wages": wages}))
    world.presses(world.rings(leg="busy"), "2")
    leg = call(world, "From: <sip:4522334455@t>", dialled=NORDLYS)
    world.presses(leg, "2")
    assert "ringe deg opp" in world.hears(leg)


def test_a_caller_from_abroad_without_a_plus_is_called_back() -> None:
    base = office()
    wages = replace(base.loops["wages"], call_back=True)
    dials = replace(base.office, outgoing=("0045",))
    world = World(replace(base, office=dials, loops={**base.loops, "wages": wages}))
    busy = world.rings(leg="busy")
    world.presses(busy, "2")
    world.answers(world.rung[0].leg)
    leg = call(world, "From: <sip:4522334455@t>", dialled=NORDLYS)
    world.presses(leg, "2")
    world.presses(leg, "1")
    world.disk_takes_all()
    world.hears_all(leg)
    world.hangs_up(busy)
    world.presses(world.rung[0].leg, "1")
    bo = world.rung[-1].leg
    world.answers(bo)
    world.presses(bo, "1")
    assert world.rung[-1].uri.startswith("sip:+4522334455@")


@pytest.mark.parametrize("word", ["unavailable", "Unknown", "RESTRICTED", "ukjent", "hemmeligt"])
def test_the_client_reads_that_the_number_is_withheld(world: World, word: str) -> None:
    leg = call(world, f"From: <sip:{word}@t>;tag=1", dialled=NORDLYS)
    assert caller(world) == ""
    assert "Skjult nummer" in [row.text for row in world.view.rows], "as the display says it"
    world.presses(leg, "4")
    world.hears_all(leg)
    world.hears_all(leg)
    world.presses(leg, "#")
    world.disk_takes_all()
    (sms,) = world.outbox()
    assert "Skjult nummer" in sms.text
    assert word not in sms.text


def test_who_asks_for_privacy_is_withheld_to_the_office_also_where_the_trunk_tells(
    world: World,
) -> None:
    told = "P-Asserted-Identity: Kari <sip:4710000077@t>"
    call(world, "From: <sip:anonymous@anonymous.invalid>", told, "Privacy: id", trusted=True)
    assert caller(world) == ""
    assert "Skjult nummer" in [row.text for row in world.view.rows], "as the display says it"


def test_what_a_trusted_trunk_tells_is_shown_where_nobody_asks_for_privacy(world: World) -> None:
    told = "P-Asserted-Identity: Kari <sip:4710000077@t>"
    call(world, "From: <sip:anonymous@anonymous.invalid>", told, trusted=True)
    assert caller(world) == "10 00 00 77"

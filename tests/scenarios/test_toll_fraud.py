"""No way out dials an emergency, short, or endless number, however it is written (docs/faults.md).

The settings of these tests let staff dial everything: `outgoing` is each digit.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from scenarios.test_dialling import calling_office, presses_call
from scenarios.test_forwarding import anna_and_bo, anna_forwards
from support.world import CALLER, World, office

from appliance.core.model.ids import LegId
from appliance.core.model.told import Told
from appliance.core.protocol.events import DigitPressed
from appliance.core.settings.directory import Directory
from appliance.core.trunks.limits import is_whole, may_call_back

EVERYTHING = tuple("0123456789")
SHORT_E164 = ("+47112", "+45112", "+31112", "+44999", "+4702800", "+44118118", "+470000112")
NO_NUMBERS = ("", "+", "112", "+4710a00066", "+471٠000066", "+004710000066")
OF_NO_COUNTRY = ("+88216000001", "+8835100000001", "+97910000001", "+87010000001")
FOR_KEYS = ("0047112", "0000112", "0045112", "00000000112", "00" + "4" * 30)
ENDLESS = "+47" + "1" * 14


def allows(base: Directory) -> Directory:
    return replace(base, office=replace(base.office, outgoing=EVERYTHING))


@pytest.mark.parametrize(
    "number", [*SHORT_E164, ENDLESS, "", "+", "112", "+4710a00066", "+471٠000066"]
)
def test_what_is_no_whole_number_with_a_country_code(number: str) -> None:
    assert not is_whole(number)


@pytest.mark.parametrize("number", ["+4710000066", "+4510000066", "+16505550100"])
def test_whole_numbers(number: str) -> None:
    assert is_whole(number)


@pytest.mark.parametrize("number", [*SHORT_E164, ENDLESS])
def test_a_claimed_caller_is_never_promised_such_a_call(number: str) -> None:
    assert not may_call_back(allows(office()), number)
    assert may_call_back(allows(office()), CALLER)


@pytest.mark.parametrize("written", ["0047112", "00 47 112", "+47 0112", "+47 02800", "0044118118"])
def test_pressed_on_the_page_or_typed_on_the_panel(written: str) -> None:
    world = World(calling_office(outgoing=EVERYTHING))
    assert presses_call(world, written).startswith("Numbers this short")
    assert not world.rung


@pytest.mark.parametrize(
    "written",
    [
        "+4710000066;phone-context=x",
        "+4710000066,,9",
        "+4710000066@evil.example",
        "sip:+4710000066",
        "tel:+4710000066",
        "+4710000066?Replaces=x",
        "+47 1000 0066\r\nX: y",
        "01144163296000100000",
        ENDLESS,
    ],
)
def test_no_addresses_and_no_parameters_are_dialled(written: str) -> None:
    world = World(calling_office(outgoing=EVERYTHING))
    assert presses_call(world, written).startswith("This is no number")
    assert not world.rung


@pytest.mark.parametrize("number", OF_NO_COUNTRY)
def test_numbers_of_no_country_are_not_dialled_unless_the_settings_say_so(number: str) -> None:
    world = World(calling_office(outgoing=("1",)))
    assert presses_call(world, number).startswith("The settings do not let")
    assert not world.rung


def talking(directory: Directory) -> tuple[World, LegId]:
    """Anna talks to a caller."""
    world = World(directory)
    world.presses(world.rings(), "1")
    anna = world.rung[-1].leg
    world.answers(anna)
    return world, anna


@pytest.mark.parametrize("key", ["*2", "*3"])
@pytest.mark.parametrize("dialled", FOR_KEYS)
def test_no_key_transfers_to_such_a_number(key: str, dialled: str) -> None:
    world, anna = talking(allows(office()))
    before = len(world.rung)
    for digit in f"{key}{dialled}#":
        world.happens(DigitPressed(anna, digit))
    assert len(world.rung) == before
    assert Told.NOBODY_HAS_NUMBER in [step.kind for step in world.view.calls[0].trail]


def test_the_end_of_the_firms_number_behind_zeros_is_not_the_firm() -> None:
    """Eight zeros, or the last digits behind zeros, once put the caller through to the firm."""
    base = office()
    clients = {**base.clients, "nordlys": replace(base.clients["nordlys"], number="+4710000066")}
    for keys in ("*20000000#", "*20000066#", "*300000066#"):
        world, anna = talking(replace(base, clients=clients))
        before = len(world.rung)
        for digit in keys:
            world.happens(DigitPressed(anna, digit))
        assert len(world.rung) == before, keys


@pytest.mark.parametrize(
    "user", ["0047112", "+470000112", "+4702800", "00000000112", ENDLESS, "+47112;x=10000066"]
)
def test_no_telephone_sends_a_call_there(user: str) -> None:
    """302 from a telephone of ours, which a stranger may have taken over."""
    world = World(anna_and_bo(outgoing=EVERYTHING))
    ring = anna_forwards(world, f"sip:{user}@192.0.2.9")
    assert ring.trunk == ""

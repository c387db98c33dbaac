"""One press of a key counts once, however it is told."""

from __future__ import annotations

import time

import pytest
from support.odd_keys import press

from appliance.telephony.audio.digits import Method, Presses
from appliance.telephony.audio.key_events import KeyPacket

Report = tuple[float, KeyPacket | tuple[str, Method, float]]


def event(at: float, digit: str = "1", held: float = 0.1) -> list[Report]:
    """All packets of a press that begins at a time."""
    return [(sent.at, sent.packet) for sent in press(digit, at, held)]


def info(at: float, digit: str = "1", seconds: float = 0.16) -> list[Report]:
    return [(at, (digit, "info", seconds))]


def sound(at: float, digit: str = "1") -> list[Report]:
    return [(at, (digit, "sound", 0.0))]


def counted(*reports: list[Report]) -> int:
    presses = Presses()
    in_order = sorted((each for some in reports for each in some), key=lambda report: report[0])
    return sum(_is_new(presses, what, at) for at, what in in_order)


def _is_new(presses: Presses, what: KeyPacket | tuple[str, Method, float], at: float) -> bool:
    return presses.event(what, at) if isinstance(what, KeyPacket) else presses.told(*what, at)


def test_sip_info_alone() -> None:
    assert counted(info(1.0), info(1.3)) == 2


def test_both_methods_tell_one_press() -> None:
    assert counted(event(1.0), info(1.2)) == 1
    assert counted(event(1.0), info(1.2), event(1.6), info(1.8)) == 2
    assert counted(info(1.0), event(1.1)) == 1


@pytest.mark.parametrize("late", [1.3, 2.0, 3.7])
def test_the_message_was_lost_and_repeated(late: float) -> None:
    """After 0.5, 1, and 2 s (RFC 3261 section 17.1.2.1)."""
    assert counted(event(1.0), info(1.0 + late)) == 1
    assert counted(info(1.0), event(1.0 + late)) == 1


def test_a_message_much_later_is_another_press() -> None:
    assert counted(event(1.0), info(6.0)) == 2


def test_each_second_press_is_told_by_both() -> None:
    """A lost message is made up for by no other press's message."""
    assert counted(event(1.0), event(1.5), info(1.7), event(2.0), info(2.2)) == 3


def test_a_press_of_which_only_the_message_arrives() -> None:
    assert counted(event(1.0), info(1.2), info(1.5)) == 2


def test_a_long_press_by_both_methods() -> None:
    assert counted(event(1.0, held=4.5), info(5.6, seconds=4.5)) == 1


def test_another_key_by_the_other_method() -> None:
    assert counted(event(1.0), info(1.2, "2")) == 2


def test_the_tone_alone() -> None:
    assert counted(sound(1.0), sound(1.2), sound(1.4, "2")) == 3


def test_the_tone_leaks_through_beside_the_event() -> None:
    """A gateway that cuts the tone off too late: 50 ms of it are heard before or after."""
    assert counted(event(1.0), sound(1.04), event(1.3), sound(1.34)) == 2
    assert counted(sound(1.0), event(1.03), sound(1.2), event(1.23)) == 2


def test_a_tone_two_seconds_after_an_event_is_another_press() -> None:
    assert counted(event(1.0), sound(3.0)) == 2


def test_all_three_methods_tell_one_press() -> None:
    assert counted(event(1.0), sound(1.04), info(1.2)) == 1
    again = (event(1.5), sound(1.54), info(1.7))
    assert counted(event(1.0), sound(1.04), info(1.2), *again) == 2


def test_two_quick_presses_whose_messages_come_late() -> None:
    assert counted(event(1.0), event(1.3), info(1.5), info(1.6)) == 2


def cost(number: int) -> float:
    """CPU seconds of so many presses of one key within a second."""
    presses, begun = Presses(), time.process_time()
    for n in range(number):
        presses.event(KeyPacket("1", 1000 * n, 160, n & 0xFFFF, marked=True), n / number)
        presses.told("2", "info", 0.1, n / number)
    return time.process_time() - begun


def test_a_flood_of_presses_costs_no_more_for_each() -> None:
    assert cost(20_000) < 40 * min(cost(2_000) for _ in range(3))

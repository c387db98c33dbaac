"""A leg that floods keys presses no more than a machine dials, and nobody else notices."""

from __future__ import annotations

import logging

import pytest
from telephony.box import Box, answered_call
from telephony.far_end import FarEnd

from appliance.core.model.ids import LegId
from appliance.core.protocol.events import DigitPressed
from appliance.telephony.audio.digits import KEYS_A_SECOND, KEYS_AT_ONCE, PACKETS_AT_ONCE, Presses

FLOOD = 600
FAST = KEYS_AT_ONCE + 10 * KEYS_A_SECOND
"""More do not come within ten seconds."""


def keys_of(box: Box, leg: LegId) -> str:
    return "".join(each.digit for each in box.all(DigitPressed) if each.leg == leg)


def test_a_flood_of_events_is_cut_and_told_of_once(
    box: Box, far_end: FarEnd, caplog: pytest.LogCaptureFixture
) -> None:
    with FarEnd(box.telephony.sip_uri) as other_end:
        flood, other = answered_call(box, far_end)[0], answered_call(box, other_end)[0]
        with caplog.at_level(logging.WARNING):
            for n in range(FLOOD):
                far_end.event(n % 10, 1000 * n, 400)
            for n, key in enumerate((1, 2, 3)):
                other_end.event(key, 1000 * n, 400, end=True)
            box.poll_until(lambda: keys_of(box, other) == "123")
            box.poll_for(0.2)
        assert KEYS_AT_ONCE / 2 <= len(keys_of(box, flood)) <= FAST
        told = [each for each in caplog.records if "faster than any machine" in each.message]
        assert len(told) == 1


def test_a_flood_of_info_is_cut_too_and_every_one_is_answered(box: Box, far_end: FarEnd) -> None:
    leg = answered_call(box, far_end)[0]
    for n in range(100):
        far_end.request("INFO", str(n % 10), "application/dtmf")
        box.turn(0.0)
        assert far_end.answer_to("INFO")[0] == 200
    assert len(keys_of(box, leg)) < 100


def test_whoever_dials_as_fast_as_the_standard_allows_loses_nothing() -> None:
    """40 ms of tone and 40 ms of pause, for a minute; and forty keys after a gap."""
    presses = Presses()
    assert all(presses.told(str(n % 10), "sound", 0.04, n * 0.08) for n in range(750))
    assert all(presses.told(str(n % 10), "sound", 0.04, 100.0) for n in range(int(KEYS_AT_ONCE)))
    assert presses.passed_over == (0, 0)


def test_packets_of_a_key_that_is_held_are_all_looked_at() -> None:
    presses = Presses()
    assert all(presses.takes_packet(n * 0.01) for n in range(6000))
    assert sum(presses.takes_packet(60.0) for _ in range(5000)) <= PACKETS_AT_ONCE
    assert presses.passed_over[1] >= 4000

"""A far end that holds, in every way in which telephones do it; and one that has fallen silent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from telephony.box import Box
from telephony.far_end import FarEnd, description

from appliance.core.model.ids import LegId, PlayId, Sound
from appliance.core.protocol.commands import Play
from appliance.core.protocol.events_leg import LegHeld, LegResumed, LegSilent
from appliance.probe.telephone import Telephone
from appliance.telephony.config import SipConfig

PULSE_SECONDS = 0.2


@pytest.fixture
def sip_config(sip_config: SipConfig) -> SipConfig:
    return replace(sip_config, pulse_seconds=PULSE_SECONDS)


def answered(box: Box, far_end: FarEnd) -> LegId:
    far_end.invite(description(far_end.rtp_port))
    leg = box.take_call()
    box.poll_for(0.05)
    assert far_end.answer_to("INVITE")[0] == 200
    far_end.ack()
    return leg


def offers(box: Box, far_end: FarEnd, body: str) -> None:
    far_end.invite(body)
    box.poll_for(0.05)
    assert far_end.answer_to("INVITE")[0] == 200
    far_end.ack()


HOLDS = {
    "sendonly": {"mode": "sendonly"},
    "inactive": {"mode": "inactive"},
    "0.0.0.0": {"address": "0.0.0.0"},
    "0.0.0.0 and sendonly": {"address": "0.0.0.0", "mode": "sendonly"},
}


@pytest.mark.parametrize("way", HOLDS)
def test_holding_and_coming_back_are_told(box: Box, far_end: FarEnd, way: str) -> None:
    leg = answered(box, far_end)
    for _ in range(2):
        offers(box, far_end, description(far_end.rtp_port, **HOLDS[way]))
        assert box.wait(LegHeld) == LegHeld(leg)
        offers(box, far_end, description(far_end.rtp_port))
        assert box.wait(LegResumed) == LegResumed(leg)
    box.poll_for(0.1)
    assert len(box.all(LegHeld)) == len(box.all(LegResumed)) == 2


def test_a_far_end_that_only_listens_does_not_hold(box: Box, far_end: FarEnd) -> None:
    answered(box, far_end)
    offers(box, far_end, description(far_end.rtp_port, mode="recvonly"))
    box.poll_for(0.1)
    assert not box.all(LegHeld)


def test_a_telephone_of_which_nothing_comes_is_told_of_again_and_again(
    box: Box, far_end: FarEnd
) -> None:
    leg = answered(box, far_end)
    far_end.say(3)
    box.poll_until(lambda: len(box.all(LegSilent)) >= 3)
    told = box.all(LegSilent)
    assert {each.leg for each in told} == {leg}
    assert [each.seconds for each in told] == sorted(each.seconds for each in told)
    before = len(box.all(LegSilent))
    far_end.say(1)
    box.poll_until(lambda: len(box.all(LegSilent)) > before)
    assert box.all(LegSilent)[before].seconds < told[-1].seconds, "it counts anew"


def test_a_telephone_that_sends_is_not_silent(box: Box, caller: Telephone) -> None:
    caller.dial(box.number, "+4710000099")
    box.take_call()
    box.poll_for(5 * PULSE_SECONDS)
    assert not box.all(LegSilent)


def test_nothing_need_come_from_a_far_end_that_holds(box: Box, far_end: FarEnd) -> None:
    answered(box, far_end)
    offers(box, far_end, description(far_end.rtp_port, mode="inactive"))
    box.poll_for(PULSE_SECONDS)
    count = len(box.all(LegSilent))
    box.poll_for(4 * PULSE_SECONDS)
    assert len(box.all(LegSilent)) == count


def test_what_plays_goes_on_after_a_hold(box: Box, far_end: FarEnd) -> None:
    """The sound that was asked for while the far end held is heard when it comes back."""
    leg = answered(box, far_end)
    offers(box, far_end, description(far_end.rtp_port, mode="inactive"))
    box.wait(LegHeld)
    box.do(Play(leg, PlayId("1"), Sound.WAITING, loop=True))
    offers(box, far_end, description(far_end.rtp_port))
    box.wait(LegResumed)
    box.poll_for(0.2)
    assert far_end.rtp.recv(2000)

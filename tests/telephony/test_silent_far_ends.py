"""Far ends that say nothing more: no ACK after our answer, no answer to our BYE."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from telephony.box import Box
from telephony.far_end import FarEnd, description

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import Answer, HangUp
from appliance.core.protocol.events import CallArrived, LegEnded
from appliance.telephony.config import SipConfig

ACK_SECONDS = 0.6


@pytest.fixture
def sip_config(sip_config: SipConfig) -> SipConfig:
    return replace(sip_config, ack_seconds=ACK_SECONDS)


def answered(box: Box, far_end: FarEnd) -> LegId:
    far_end.invite(description(far_end.rtp_port))
    leg = box.take_call()
    box.poll_for(0.05)
    far_end.answer_to("INVITE")
    return leg


def test_a_caller_who_never_acknowledges_holds_no_line(box: Box, far_end: FarEnd) -> None:
    leg = answered(box, far_end)
    began = time.monotonic()
    ended = box.wait(LegEnded)
    assert (ended.leg, ended.code) == (leg, 408)
    assert time.monotonic() - began < 2 * ACK_SECONDS
    assert box.idle()


def test_who_acknowledges_too_late_is_told_that_it_is_over(box: Box, far_end: FarEnd) -> None:
    """RFC 3261 section 15: no BYE before the ACK, or before 32 s have passed."""
    answered(box, far_end)
    box.wait(LegEnded)
    far_end.ack()
    box.poll_for(0.1)
    assert far_end.next_request("BYE")
    assert box.poll_for(0.2) == []


def test_an_acknowledged_call_goes_on(box: Box, far_end: FarEnd) -> None:
    answered(box, far_end)
    far_end.ack()
    assert box.poll_for(2 * ACK_SECONDS) == []


def test_an_acknowledgement_that_comes_with_a_repetition_is_in_time(
    box: Box, far_end: FarEnd
) -> None:
    """The first ACK was lost: the 200 comes again after 0.5 s, and is acknowledged again."""
    answered(box, far_end)
    box.poll_for(0.52)
    assert far_end.answer_to("INVITE")[0] == 200
    far_end.ack()
    assert box.poll_for(ACK_SECONDS) == []


@pytest.mark.parametrize("acknowledged", [True, False])
def test_a_caller_who_does_not_answer_our_bye_holds_no_line(
    box: Box, far_end: FarEnd, acknowledged: bool
) -> None:
    leg = answered(box, far_end)
    if acknowledged:
        far_end.ack()
        box.poll_for(0.1)
    box.do(HangUp(leg))
    assert box.wait(LegEnded, 0.5).leg == leg
    assert box.idle()


def test_silent_callers_do_not_use_up_the_lines(box: Box) -> None:
    """More than the box has lines, one after another; the next real one is taken."""
    for _ in range(10):
        with FarEnd(box.telephony.sip_uri) as silent:
            silent.invite(description(silent.rtp_port))
            box.do(Answer(box.wait(CallArrived).leg))
        box.wait(LegEnded)
    with FarEnd(box.telephony.sip_uri) as real:
        real.invite(description(real.rtp_port))
        box.take_call()
        box.poll_for(0.05)
        assert real.answer_to("INVITE")[0] == 200

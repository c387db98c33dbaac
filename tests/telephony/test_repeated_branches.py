"""Calls are told apart by more than the branch of their Via, which some write the same for all."""

from __future__ import annotations

from uuid import uuid4

import pytest
from support.odd_invites import OddInvite
from telephony.box import Box
from telephony.far_end import FarEnd
from telephony.test_odd_invites import answered, odd_call

from appliance.core.protocol.events import CallArrived, LegEnded

OWN = "127.0.0.1:{port}"
BEHIND_ROUTERS = "192.168.1.10:5060"
"""Every household's first telephone."""


def always(sender: str) -> OddInvite:
    return OddInvite((f"Via: SIP/2.0/UDP {sender};branch=z9hG4bKalways;rport",))


@pytest.mark.parametrize("sender", [OWN, BEHIND_ROUTERS])
def test_two_senders_with_one_branch_are_two_calls(box: Box, far_end: FarEnd, sender: str):
    """RFC 3261 section 17.2.3."""
    odd_call(far_end, always(sender))
    first, _ = answered(box, far_end)
    with FarEnd(box.telephony.sip_uri) as other:
        odd_call(other, always(sender))
        second, _ = answered(box, other)
    assert first.leg != second.leg


def test_two_calls_of_one_sender_with_one_branch(box: Box, far_end: FarEnd):
    odd_call(far_end, always(OWN))
    first, _ = answered(box, far_end)
    far_end.ack()
    far_end.call_id, far_end.remote_tag = uuid4().hex, ""
    odd_call(far_end, always(OWN))
    second, _ = answered(box, far_end)
    assert first.leg != second.leg


def test_a_repetition_is_the_same_call(box: Box, far_end: FarEnd):
    for _ in range(3):
        odd_call(far_end, always(OWN))
        box.poll_for(0.02)
    assert len(box.all(CallArrived)) == 1


def test_a_cancel_finds_its_call(box: Box, far_end: FarEnd):
    invite = odd_call(far_end, always(OWN))
    box.wait(CallArrived)
    head = invite.partition("Content-Type")[0].replace("INVITE", "CANCEL")
    far_end.send(f"{head}Content-Length: 0\r\n\r\n")
    box.poll_for(0.05)
    assert far_end.answer_to("CANCEL")[0] == 200
    box.wait(LegEnded)

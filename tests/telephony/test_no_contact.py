"""A caller whose INVITE has no Contact is a caller all the same (RFC 3261 section 8.1.1.8)."""

from __future__ import annotations

import pytest
from telephony.box import Box
from telephony.far_end import FarEnd, description

from appliance.core.protocol.commands import HangUp
from appliance.core.protocol.events import DigitPressed, LegEnded


@pytest.mark.parametrize("contact", ["", "*"])
def test_the_call_is_answered_and_what_follows_goes_to_where_it_came_from(
    box: Box, far_end: FarEnd, contact: str
) -> None:
    far_end.own_contact = contact
    far_end.invite(description(far_end.rtp_port))
    leg = box.take_call()
    box.poll_for(0.03)
    assert far_end.answer_to("INVITE")[0] == 200
    far_end.ack()
    box.poll_for(0.02)
    far_end.event(5, 1000, 400)
    far_end.event(5, 1000, 800, end=True)
    assert box.wait(DigitPressed).digit == "5"
    box.do(HangUp(leg))
    box.poll_for(0.03)
    assert far_end.next_request("BYE").startswith("BYE sip:")
    box.wait(LegEnded)

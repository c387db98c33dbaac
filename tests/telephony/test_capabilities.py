"""What the box says it can do is what it does (RFC 3261 sections 20.5 and 20.37)."""

from __future__ import annotations

import re

import pytest
from telephony.box import Box, answered_call
from telephony.far_end import FarEnd

from appliance.core.protocol.commands import HangUp

SERVED = {"INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO", "UPDATE", "PRACK", "NOTIFY"}


def told(text: str, header: str) -> set[str]:
    """The values of a header in an answer."""
    lines = re.findall(rf"(?im)^{header}: *([^\r\n]*)", text)
    return {value.strip() for line in lines for value in line.split(",")}


def answer_to_options(box: Box, far_end: FarEnd) -> str:
    far_end.request("OPTIONS")
    box.poll_for(0.03)
    return far_end.answer_to("OPTIONS")[1]


def test_the_answer_to_a_question_names_what_is_served(box: Box, far_end: FarEnd) -> None:
    text = answer_to_options(box, far_end)
    assert told(text, "Allow") == SERVED
    assert told(text, "Supported") == {"100rel", "timer"}
    assert "application/sdp" in told(text, "Accept")
    assert not [kind for kind in told(text, "Accept") if "pidf" in kind or "sipfrag" in kind]
    assert told(text, "Allow-Events") == set()


def test_the_answer_to_a_call_names_the_same(box: Box, far_end: FarEnd) -> None:
    text = answered_call(box, far_end)[1]
    assert told(text, "Allow") == SERVED
    assert told(text, "Supported") == {"100rel", "timer"}


@pytest.mark.parametrize("method", ["REFER", "SUBSCRIBE", "MESSAGE", "PUBLISH"])
def test_what_is_not_named_is_refused_in_a_call(box: Box, far_end: FarEnd, method: str) -> None:
    answered_call(box, far_end)
    far_end.request(method, headers=("Event: presence", "Refer-To: <sip:+4710000055@127.0.0.1>"))
    box.poll_for(0.03)
    assert far_end.answer_to(method)[0] >= 400


def test_a_key_that_comes_while_we_hang_up_belongs_to_no_call(box: Box, far_end: FarEnd) -> None:
    """RFC 3261 section 12.2.2; 500 would be a fault of ours."""
    leg, _ = answered_call(box, far_end)
    box.do(HangUp(leg))
    far_end.request("INFO", "5", "application/dtmf")
    box.poll_for(0.05)
    assert far_end.answer_to("INFO")[0] == 481

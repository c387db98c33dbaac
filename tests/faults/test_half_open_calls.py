"""Calls that are never acknowledged take the lines for some seconds and no longer."""

from __future__ import annotations

from contextlib import ExitStack

from support.little_office import CALLER, NORDLYS
from support.messages import is_served
from support.running_box import eventually
from support.stranger import stranger

HALF_OPEN = 1000
SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 9 RTP/AVP 8\r\n"
)


ADDRESSES = 100
"""Of as many senders, forged or not."""
LINES = 64
"""As many calls as the box takes at once (`sip.max_calls`)."""


def is_answered(telephone, box) -> bool:
    call = telephone.dial(box.uri(NORDLYS), CALLER)
    answered = call.wait_for("answered", 1.0)
    call.hang_up()
    return answered


def test_after_a_thousand_half_open_calls_callers_are_answered_again(box, telephone) -> None:
    with stranger(box) as somebody:
        for number in range(HALF_OPEN):
            somebody.sends("INVITE", f"half{number}", sdp=SDP)
        assert somebody.final_answer() in ("200", "486", "503")
        eventually(lambda: is_answered(telephone, box))
    is_served(telephone, box)
    assert "Traceback" not in box.log


def test_calls_of_many_senders_that_are_never_acknowledged_leave_lines_to_others(
    make_box, telephone
) -> None:
    box = make_box(tables={"sip": {"port": 0, "allow": ["127.0.0.0/8"], "max_calls": LINES}})
    answers = []
    with ExitStack() as open_sockets:
        crowd = [
            open_sockets.enter_context(stranger(box, f"127.0.7.{number + 1}"))
            for number in range(ADDRESSES)
        ]
        for number, one in enumerate(crowd):
            one.sends("INVITE", f"many{number}", sdp=SDP)
            answers.append(one.final_answer())
        is_served(telephone, box)
    assert {*answers} == {"200", "503"}
    assert answers.count("200") <= LINES / 2

"""Calls that are never acknowledged take the lines for some seconds and no longer."""

from __future__ import annotations

from support.little_office import CALLER, NORDLYS
from support.messages import is_served
from support.running_box import eventually
from support.stranger import stranger

HALF_OPEN = 1000
SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 9 RTP/AVP 8\r\n"
)


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

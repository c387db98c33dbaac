"""Requests that belong to no call: refused at once, and nobody is told of it elsewhere."""

from __future__ import annotations

import re
import select
import socket
from pathlib import Path

import pytest
from telephony.box import Box
from telephony.far_end import FarEnd, description

from appliance.core.protocol.commands import Answer
from appliance.core.protocol.events import CallArrived, DigitPressed

CODES = {
    "SUBSCRIBE": 489,
    "MESSAGE": 405,
    "REGISTER": 405,
    "PUBLISH": 405,
    "INFO": 405,
    "UPDATE": 405,
    "REFER": 405,
    "CHEER": 405,
    "NOTIFY": 481,
    "PRACK": 481,
    "BYE": 481,
    "CANCEL": 481,
    "OPTIONS": 200,
}
EVENT = ("Event: presence", "Expires: 3600")
FLOOD = 2000


def answer(box: Box, far_end: FarEnd, method: str) -> tuple[int, str]:
    box.poll_for(0.03)
    return far_end.answer_to(method)


@pytest.mark.parametrize("method", CODES)
def test_what_belongs_to_no_call_is_refused(box: Box, far_end: FarEnd, method: str) -> None:
    far_end.request(method, headers=EVENT)
    code, text = answer(box, far_end, method)
    assert code == CODES[method]
    assert code != 405 or "\r\nAllow: INVITE, ACK, CANCEL, BYE, OPTIONS\r\n" in text
    assert code != 489 or "\r\nAllow-Events: " in text


@pytest.mark.parametrize("method", ["BYE", "INFO", "UPDATE", "INVITE", "OPTIONS", "NOTIFY"])
def test_a_call_that_is_unknown_here_is_none(box: Box, far_end: FarEnd, method: str) -> None:
    """RFC 3261 section 12.2.2: after a power cut the far end must learn that its call is gone."""
    far_end.remote_tag = "before-the-power-cut"
    far_end.request(method, headers=EVENT)
    assert answer(box, far_end, method)[0] == 481


def test_a_letter_box_with_news_is_thanked(box: Box, far_end: FarEnd) -> None:
    """Providers send it unasked after a registration, and again if nobody answers."""
    news = "Messages-Waiting: no\r\n"
    kind = "application/simple-message-summary"
    headers = ("Event: message-summary", "Subscription-State: active")
    far_end.request("NOTIFY", news, kind, headers)
    assert answer(box, far_end, "NOTIFY")[0] == 200


def resident() -> int:
    """The memory of this process that is in RAM, in kB."""
    return int(re.findall(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[0])


@pytest.mark.parametrize("method", ["SUBSCRIBE", "MESSAGE", "REGISTER"])
def test_a_flood_takes_no_memory_and_reaches_nobody_else(box: Box, method: str) -> None:
    with FarEnd(box.telephony.sip_uri) as flood, FarEnd(box.telephony.sip_uri) as victim:
        there = f"Contact: <sip:victim@127.0.0.1:{victim.sip.getsockname()[1]}>"
        flood.sip.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        answers = send_many(box, flood, method, there, FLOOD // 10)
        before = resident()
        answers += send_many(box, flood, method, there, FLOOD)
        assert resident() - before < 4000
        assert answers == FLOOD + FLOOD // 10
        assert not select.select([victim.sip], [], [], 0)[0]


def send_many(box: Box, flood: FarEnd, method: str, contact: str, number: int) -> int:
    """Requests of as many dialogs; counts the answers."""
    answers = 0
    for n in range(number):
        flood.call_id = f"{method}{number}-{n}"
        flood.request(method, headers=(*EVENT, contact))
        if n % 20 == 19:
            box.telephony.poll(0.0)
            answers += heard(flood, 20)
    return answers


def heard(flood: FarEnd, number: int) -> int:
    """How many final answers are there."""
    got = 0
    while got < number and select.select([flood.sip], [], [], 0)[0]:
        code = flood.sip.recv(65535)[8:11]
        assert code in (b"489", b"405")
        got += 1
    return got


def test_an_offer_that_cannot_be_met_leaves_the_call_as_it_was(box: Box, far_end: FarEnd) -> None:
    """RFC 3261 section 14.2."""
    far_end.invite(description(far_end.rtp_port))
    box.do(Answer(box.wait(CallArrived).leg))
    assert answer(box, far_end, "INVITE")[0] == 200
    far_end.ack()
    box.poll_for(0.02)
    far_end.invite(description(far_end.rtp_port, codecs=(18, 3)))
    assert answer(box, far_end, "INVITE")[0] == 488
    far_end.ack()
    box.poll_for(0.02)
    far_end.event(5, 1000, 400)
    far_end.event(5, 1000, 800, end=True)
    assert box.wait(DigitPressed).digit == "5"
    far_end.invite(description(far_end.rtp_port))
    assert answer(box, far_end, "INVITE")[0] == 200


def long_way(header: str, octets: int) -> tuple[str, ...]:
    """What a call may pick up on its way; the answer repeats it and adds to it."""
    return (header,) * (octets // (len(header) + 2))


ROUTE = "Record-Route: <sip:proxy.example.com:5060;lr;ftag=1234567890abcdef>"
VIA = "Via: SIP/2.0/UDP 127.0.0.2:5060;branch=z9hG4bKa"


@pytest.mark.parametrize("header", [ROUTE, VIA])
def test_an_answer_may_be_longer_than_what_it_answers(
    box: Box, far_end: FarEnd, header: str
) -> None:
    headers = long_way(header, 7300)
    far_end.invite(description(far_end.rtp_port), headers)
    box.do(Answer(box.wait(CallArrived).leg))
    code, text = answer(box, far_end, "INVITE")
    assert code == 200
    assert len(text) > 8000
    assert text.count(header) == len(headers)


def test_a_request_beyond_all_measure_is_told_so(box: Box, far_end: FarEnd) -> None:
    """RFC 3261 section 21.4.11: what is longer than our buffer is cut by the kernel."""
    far_end.invite(description(far_end.rtp_port), long_way(ROUTE, 9000))
    code, text = answer(box, far_end, "INVITE")
    assert (code, text[12:29]) == (513, "Message Too Large")

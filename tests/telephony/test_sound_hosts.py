"""Sound that is to go to a host by name goes to where the call came from: nothing is looked up.

A name server that keeps silent would stop every call. Who looked "localhost" up would find an
address at once, and send the sound there: these far ends are elsewhere.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from support.odd_invites import SDP, OddInvite
from telephony.box import Box
from telephony.far_end import FarEnd, description
from telephony.test_odd_invites import answered, odd_call

from appliance.core.model.ids import LegId, PlayId, Sound
from appliance.core.protocol.commands import Answer, HangUp, Play, Ring
from appliance.core.protocol.events import CallArrived, DigitPressed, LegAnswered, RequestsUnread

NAME = "localhost"
ELSEWHERE = "127.0.0.2"
SESSION = "c=IN IP4 127.0.0.1\r\n"
NAMED = {
    "the session": SDP.replace(SESSION, f"c=IN IP4 {NAME}\r\n"),
    "the sound": f"{SDP}c=IN IP4 {NAME}\r\n",
    "over IPv6": SDP.replace(SESSION, f"c=IN IP6 {NAME}\r\n"),
    "with a time to live": SDP.replace(SESSION, f"c=IN IP4 {NAME}/127\r\n"),
    "in small letters": SDP.replace(SESSION, f"c=in ip4 {NAME}\r\n"),
    "an address that is none": SDP.replace(SESSION, "c=IN IP4 127.0.0.1.1\r\n"),
    "all the world": SDP.replace(SESSION, "c=IN IP4 255.255.255.255\r\n"),
    "a very long name": SDP.replace(SESSION, f"c=IN IP4 {'a' * 300}.example\r\n"),
    "another network": SDP.replace(SESSION, "c=ATM NSAP 47.0091\r\n"),
    "nowhere": SDP.replace(SESSION, ""),
}
REPORTED = {
    "to a name": "a=rtcp:9 IN IP4 media.example.com",
    "to an address": "a=rtcp:9 IN IP4 127.0.0.1",
    "to an address of the other kind": "a=rtcp:9 IN IP6 ::1",
    "to no port": "a=rtcp:x",
    "to a port beyond bounds": "a=rtcp:99999",
    "to nothing": "a=rtcp:",
}


@pytest.fixture
def elsewhere(box: Box) -> Iterator[FarEnd]:
    with FarEnd(box.telephony.sip_uri, ELSEWHERE) as far_end:
        yield far_end


def plays(box: Box, leg: LegId) -> None:
    box.do(Play(leg, PlayId("call.1"), Sound.WAITING, loop=True))


def hears(box: Box, ear: socket.socket) -> bool:
    """Whether the box sends its sound to this socket, now."""
    ear.setblocking(False)
    drained(ear)
    box.poll_for(0.15)
    return drained(ear) > 2


def drained(ear: socket.socket) -> int:
    count = 0
    while True:
        try:
            ear.recv(2048)
        except BlockingIOError:
            return count
        count += 1


@pytest.mark.parametrize("body", NAMED.values(), ids=NAMED)
def test_the_caller_hears_where_the_call_came_from(box: Box, elsewhere: FarEnd, body: str):
    elsewhere.invite(body.replace("{rtp}", str(elsewhere.rtp_port)))
    leg = box.take_call()
    plays(box, leg)
    box.poll_for(0.03)
    assert elsewhere.answer_to("INVITE")[0] == 200
    elsewhere.ack()
    assert hears(box, elsewhere.rtp)
    assert not box.all(RequestsUnread)


def test_the_sound_follows_its_own_source(box: Box, elsewhere: FarEnd, far_end: FarEnd):
    """Symmetric RTP: where sound comes from, there it is heard."""
    elsewhere.invite(description(elsewhere.rtp_port, address=NAME))
    plays(box, box.take_call())
    box.poll_for(0.03)
    elsewhere.answer_to("INVITE")
    elsewhere.ack()
    far_end.rtp_target = elsewhere.rtp_target
    far_end.say(1)
    box.poll_for(0.05)
    assert hears(box, far_end.rtp)


@pytest.mark.parametrize("line", REPORTED.values(), ids=REPORTED)
def test_reports_go_somewhere_or_nowhere(box: Box, far_end: FarEnd, line: str):
    odd_call(far_end, OddInvite(body=f"{SDP}{line}\r\n"))
    answered(box, far_end)


@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
def test_a_call_may_move_its_sound_to_a_name(box: Box, elsewhere: FarEnd, method: str):
    odd_call(elsewhere, OddInvite())
    arrived, _ = answered(box, elsewhere)
    elsewhere.ack()
    plays(box, arrived.leg)
    assert not hears(box, elsewhere.rtp)
    elsewhere.request(method, description(elsewhere.rtp_port, address=NAME))
    box.poll_for(0.1)
    assert elsewhere.answer_to(method)[0] == 200
    if method == "INVITE":
        elsewhere.ack()
    assert hears(box, elsewhere.rtp)
    elsewhere.event(5, 1000, 400)
    elsewhere.event(5, 1000, 800, end=True)
    assert box.wait(DigitPressed).digit == "5"
    box.do(HangUp(arrived.leg))
    box.poll_for(0.05)
    assert elsewhere.next_request("BYE")


def test_an_acknowledgement_may_name_a_host(box: Box, elsewhere: FarEnd):
    """The call came without SDP: ours was the offer."""
    elsewhere.invite()
    leg = box.wait(CallArrived).leg
    box.do(Answer(leg))
    box.poll_for(0.05)
    assert elsewhere.answer_to("INVITE")[0] == 200
    elsewhere.ack(description(elsewhere.rtp_port, address=NAME))
    plays(box, leg)
    assert hears(box, elsewhere.rtp)


def test_an_agents_answer_may_name_a_host(box: Box, elsewhere: FarEnd):
    leg = LegId("call/1")
    port = elsewhere.sip.getsockname()[1]
    box.do(Ring(leg, f"sip:anna@{ELSEWHERE}:{port}", "+4710000099-111", ""))
    box.poll_for(0.05)
    elsewhere.take(description(elsewhere.rtp_port, address=NAME))
    box.wait(LegAnswered)
    plays(box, leg)
    assert hears(box, elsewhere.rtp)

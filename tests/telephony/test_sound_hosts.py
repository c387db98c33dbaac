"""A call whose sound goes to a host by name is refused at once: to look it up stops every call."""

from __future__ import annotations

import pytest
from support import odd_invites
from support.odd_invites import SDP, OddInvite
from telephony.box import Box
from telephony.far_end import FarEnd
from telephony.test_odd_invites import answered, odd_call

from appliance.core.protocol.commands import HangUp
from appliance.core.protocol.events import CallArrived, DigitPressed, RequestsUnread
from appliance.core.protocol.events_leg import LegHeld
from appliance.telephony.audio.sound_hosts import host_by_name, in_no_codec

NAME = "media.example.com"
SESSION = "c=IN IP4 127.0.0.1\r\n"
NAMED = {
    "the session": SDP.replace(SESSION, f"c=IN IP4 {NAME}\r\n"),
    "the sound": f"{SDP}c=IN IP4 {NAME}\r\n",
    "its reports": f"{SDP}a=rtcp:9 IN IP4 {NAME}\r\n",
    "over IPv6": SDP.replace(SESSION, f"c=IN IP6 {NAME}\r\n"),
    "with a time to live": SDP.replace(SESSION, f"c=IN IP4 {NAME}/127\r\n"),
}


@pytest.mark.parametrize("body", NAMED.values(), ids=NAMED)
def test_a_call_whose_sound_goes_to_a_name_is_refused_and_told_of(
    box: Box, far_end: FarEnd, body: str, caplog: pytest.LogCaptureFixture
):
    odd_call(far_end, OddInvite(body=body))
    port = far_end.sip.getsockname()[1]
    why = f"INVITE from 127.0.0.1:{port}: 488 Sound to a name: {NAME}"
    assert box.wait(RequestsUnread) == RequestsUnread(1, why)
    assert far_end.answer_to("INVITE")[0] == 488
    assert not box.all(CallArrived)
    assert box.idle()
    assert why in caplog.text


def test_reports_to_an_address_are_taken(box: Box, far_end: FarEnd):
    odd_call(far_end, OddInvite(body=f"{SDP}a=rtcp:9 IN IP4 127.0.0.1\r\n"))
    answered(box, far_end)


@pytest.mark.parametrize(
    "line",
    [
        *("c=IN IP4 192.0.2.1", "c=IN IP4 224.2.1.1/127/3", "c=IN IP4 0.0.0.0", "c=IN IP4 0"),
        *("c=IN IP6 2001:db8::1", "c=IN IP4 2001:db8::1", "c=IN IP6 fe80::1%eth0", "c=IN IP4 "),
        *("a=rtcp:9", "a=rtcp:9 IN IP4 192.0.2.1", "a=rtcp: 9", "a=rtcp-mux", "c=", "s=c=IN IP4 x"),
        *("a=x:c=IN IP4 a.example", "c: application/sdp"),
    ],
)
def test_addresses(line: str) -> None:
    assert host_by_name(f"v=0\r\n{line}\r\nt=0 0\r\n") == ""


@pytest.mark.parametrize(
    "line",
    [
        *(
            "c=IN IP4 a.example",
            "c=in ip4 a.example",
            "c=IN IP4 a.example/127",
            "c=IN\tIP4 a.example",
        ),
        *("c=IN IP4  a.example", "a=rtcp:9 IN IP4 a.example", "a=rtcp: 9IN  IP4\ta.example"),
        *("v=0\rc=IN IP4 a.example\rt=0 0", "c=IN IP4 192.0.2.1\nc=IN IP4 a.example"),
    ],
)
def test_names(line: str) -> None:
    assert host_by_name(f"v=0\r\n{line}\r\n") == "a.example"


def test_what_stands_in_no_place_of_a_host_counts_as_a_name() -> None:
    assert host_by_name("a=rtcp:9 IN IP4@a.example") == "IP4@a.example"
    assert host_by_name("c=IN IP4 192.0.2.999") == "192.0.2.999"
    assert host_by_name("c=IN IP4 \x00\x01") == "?"


def test_a_description_in_no_codec() -> None:
    media = "m=audio 9 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n"
    nothing = "m=audio 9 RTP/AVP 127\r\na=rtpmap:127 x-nothing/8000\r\na=sendrecv\r\n"
    assert in_no_codec(f"v=0\r\n{media}") == f"v=0\r\n{nothing}"


def test_no_odd_call_that_is_served_names_a_host() -> None:
    assert not [name for name, odd in odd_invites.CALLS.items() if host_by_name(odd.body)]


@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
def test_a_call_that_moves_its_sound_to_a_name_stays_where_it_is(
    box: Box, far_end: FarEnd, method: str, caplog: pytest.LogCaptureFixture
):
    """Of "localhost" an address would be found at once; so whoever looked would answer 200."""
    odd_call(far_end, OddInvite())
    arrived, _ = answered(box, far_end)
    far_end.ack()
    box.poll_for(0.05)
    body = SDP.replace("{rtp}", str(far_end.rtp_port))
    far_end.request(method, body.replace(SESSION, "c=IN IP4 localhost\r\n"))
    box.poll_for(0.1)
    assert far_end.answer_to(method)[0] == 488
    far_end.ack()
    assert "localhost" in caplog.text
    box.poll_for(0.05)
    assert not box.idle()
    assert not box.all(LegHeld)
    far_end.event(5, 1000, 400, payload_type=101)
    far_end.event(5, 1000, 800, end=True, payload_type=101)
    assert box.wait(DigitPressed).digit == "5"
    far_end.request(method, body)
    box.poll_for(0.1)
    assert far_end.answer_to(method)[0] == 200
    far_end.ack()
    box.do(HangUp(arrived.leg))
    box.poll_for(0.05)
    assert far_end.next_request("BYE")

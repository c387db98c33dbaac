"""A far end whose Contact or route cannot be used is spoken to where it was heard."""

from __future__ import annotations

import pytest
from telephony.box import Box
from telephony.far_end import FarEnd, description

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import HangUp, Ring
from appliance.core.protocol.events import LegAnswered, LegEnded
from appliance.telephony.config import SipConfig

NOBODY = f"{'n' * 64}.example"
"""No name server is asked for it: a part of a name has 63 letters at most."""
CONTACTS = {
    "TCP, which we do not speak": "<sip:+4710000099@127.0.0.1:{port};transport=tcp>",
    "TLS, which we do not speak": "<sips:+4710000099@127.0.0.1:{port}>",
    "a transport that nobody knows": "<sip:+4710000099@127.0.0.1:{port};transport=post>",
    "a telephone number": "<tel:+4710000099>",
    "a scheme of its own": "<unknown:+4710000099>",
    "an address of the other kind": "<sip:+4710000099@[2001:db8::1]:{port}>",
    "a host that nobody knows": f"<sip:+4710000099@{NOBODY}:{{port}}>",
}
ROUTES = {
    "over TCP": "<sip:127.0.0.1:{port};transport=tcp;lr>",
    "over TLS": "<sips:127.0.0.1:{port};lr>",
    "by a host that nobody knows": f"<sip:{NOBODY};lr>",
    "by a host behind no user": "<sip:@127.0.0.1:{port};lr>",
    "by several behind no user": "<sip:@127.0.0.1:{port};lr> , <sip:@127.0.0.1:{port};lr>",
}
USUAL = "<sip:+4710000099@127.0.0.1:{port}>"
HEADERS = {
    **{name: (f"Contact: {contact}",) for name, contact in CONTACTS.items()},
    **{name: (f"Contact: {USUAL}", f"Record-Route: {way}") for name, way in ROUTES.items()},
}


def written(far_end: FarEnd, headers: tuple[str, ...]) -> tuple[str, ...]:
    port = str(far_end.sip.getsockname()[1])
    return tuple(header.replace("{port}", port) for header in headers)


def is_served(box: Box, far_end: FarEnd, contact: str, *headers: str) -> None:
    """The call is answered, and our BYE arrives."""
    far_end.own_contact = contact.removeprefix("Contact: ")
    far_end.invite(description(far_end.rtp_port), headers)
    leg = box.take_call()
    box.poll_for(0.03)
    assert far_end.answer_to("INVITE")[0] == 200
    far_end.ack()
    box.poll_for(0.02)
    box.do(HangUp(leg))
    box.poll_for(0.05)
    assert far_end.next_request("BYE")
    box.wait(LegEnded)


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_a_caller_is_answered_and_hung_up(box: Box, far_end: FarEnd, headers: tuple[str, ...]):
    is_served(box, far_end, *written(far_end, headers))


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_an_agents_answer_is_acknowledged(box: Box, far_end: FarEnd, headers: tuple[str, ...]):
    """Without our ACK the telephone would give up after 32 s (RFC 3261 section 13.3.1.4)."""
    leg = LegId("call/1")
    port = far_end.sip.getsockname()[1]
    box.do(Ring(leg, f"sip:anna@127.0.0.1:{port}", "+4710000099-111", ""))
    box.poll_for(0.05)
    body = description(far_end.rtp_port)
    far_end.say_to(far_end.next_invite(), 200, body, written(far_end, headers), far_end.tag)
    box.wait(LegAnswered)
    assert far_end.sip.recv(8192).startswith(b"ACK ")
    box.do(HangUp(leg))
    box.poll_for(0.05)
    assert far_end.next_request("BYE")


class TestWhereTcpIsSpoken:
    """A trunk or a telephone uses it, so PJSIP could; but at that port nobody listens."""

    @pytest.fixture
    def sip_config(self) -> SipConfig:
        return SipConfig(port=0, rtp_first=28000, max_calls=8, tcp=True)

    @pytest.mark.parametrize("name", ["TCP, which we do not speak", "over TCP"])
    def test_who_does_not_listen_there_is_hung_up(self, box: Box, far_end: FarEnd, name: str):
        is_served(box, far_end, *written(far_end, HEADERS[name]))


def test_a_caller_moves_within_the_call(box: Box, far_end: FarEnd):
    """Its re-INVITE names a Contact that cannot be used."""
    far_end.invite(description(far_end.rtp_port))
    leg = box.take_call()
    box.poll_for(0.03)
    far_end.answer_to("INVITE")
    far_end.ack()
    far_end.own_contact = written(far_end, (CONTACTS["a host that nobody knows"],))[0]
    far_end.invite(description(far_end.rtp_port))
    box.poll_for(0.05)
    assert far_end.answer_to("INVITE")[0] == 200
    far_end.ack()
    box.do(HangUp(leg))
    box.poll_for(0.05)
    assert far_end.next_request("BYE")

"""Callers whose names, numbers and SDP no grammar allows are answered like everybody else."""

from __future__ import annotations

import re

import pytest
from support import odd_invites
from support.odd_invites import OddInvite
from support.patience import PATIENCE
from telephony.box import DIALLED, Box
from telephony.far_end import FarEnd

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import Answer, HangUp, Ring
from appliance.core.protocol.events import CallArrived, DigitPressed, LegEnded, RequestsUnread

SPELT_ANEW = {
    *("a comma in a bare name", "octets of Latin-1", "a comma in the name called"),
    "parameters of no value",
}
"""These can be read: the name is put into the quotes that it should have had."""
SAID_BACK = {
    name: odd
    for name, odd in {**odd_invites.FROM, **odd_invites.TO}.items()
    if name not in SPELT_ANEW
}
CALLERS = {
    "no user": None,
    "no user, no name": None,
    "no address": None,
    "blanks in the number": "+4710000099",
    "quotes within quotes": "+4710000099",
    "a colon in a bare name": "+4710000099",
    "a line that goes on": None,
}
"""What is read of who calls; None: withheld."""


def odd_call(far_end: FarEnd, odd: OddInvite) -> str:
    """The INVITE goes out; gives its text."""
    port = int(far_end.sip.getsockname()[1])
    datagram = odd.written(far_end.call_id, port, far_end.rtp_port)
    far_end.cseq, far_end.tag = 1, "odd1"
    far_end.send(datagram)
    return datagram.decode("utf-8", "surrogateescape")


def answered(box: Box, far_end: FarEnd) -> tuple[CallArrived, str]:
    """The call is taken; gives our 200."""
    arrived = box.wait(CallArrived)
    box.do(Answer(arrived.leg))
    box.poll_for(0.02)
    code, text = far_end.answer_to("INVITE")
    assert code == 200
    return arrived, text


def header(text: str, name: str) -> str:
    """The value of a header by its name or its first letter, in one line, its tag left out."""
    head = re.sub(r"\r\n[ \t]", " ", text.split("\r\n\r\n")[0])
    found = re.search(rf"(?im)^(?:{name}|{name[0]})[ \t]*:[ \t]*([^\r]*)", head)
    assert found, (name, text)
    value = re.sub(r"\s*;\s*tag\s*=\s*[^;\s]+", "", found[1])
    return " ".join(value.split())


@pytest.mark.parametrize("odd", odd_invites.CALLS.values(), ids=odd_invites.CALLS)
def test_an_odd_call_is_answered_and_can_be_ended(box: Box, far_end: FarEnd, odd: OddInvite):
    odd_call(far_end, odd)
    arrived, _ = answered(box, far_end)
    assert DIALLED in (arrived.dialled, *arrived.diverted)
    far_end.ack()
    box.poll_for(0.02)
    box.do(HangUp(arrived.leg))
    box.poll_for(0.02)
    assert far_end.next_request("BYE")


@pytest.mark.parametrize("name", SAID_BACK)
def test_caller_and_called_are_said_back_as_they_came(box: Box, far_end: FarEnd, name: str):
    """RFC 3261 section 8.2.6.2; who compares no more than the tag would not notice."""
    sent = odd_call(far_end, SAID_BACK[name])
    _, text = answered(box, far_end)
    assert header(text, "From") == header(sent, "From")
    assert header(text, "To") == header(sent, "To")
    assert "odd1" in text or "odd1" not in sent


@pytest.mark.parametrize("name", CALLERS)
def test_who_calls_is_read_all_the_same(box: Box, far_end: FarEnd, name: str):
    odd_call(far_end, odd_invites.FROM[name])
    assert box.wait(CallArrived).caller == CALLERS[name]


def test_an_odd_caller_hangs_up(box: Box, far_end: FarEnd):
    """Its BYE names it as its INVITE did."""
    odd_call(far_end, odd_invites.FROM["quotes within quotes"])
    answered(box, far_end)
    far_end.ack()
    far_end.request("BYE")
    box.poll_until(box.idle)
    assert far_end.answer_to("BYE")[0] == 200


KEYS = [name for name in odd_invites.OFFERS if name.startswith("keys")]


@pytest.mark.parametrize("name", KEYS)
def test_keys_that_the_offer_does_not_explain_are_heard(box: Box, far_end: FarEnd, name: str):
    odd = odd_invites.OFFERS[name]
    odd_call(far_end, odd)
    _, text = answered(box, far_end)
    payload = re.search(r"a=rtpmap:(\d+) telephone-event/8000", text)
    assert payload, text
    far_end.ack()
    box.poll_for(0.02)
    far_end.event(5, 1000, 400, payload_type=int(payload[1]))
    far_end.event(5, 1000, 800, end=True, payload_type=int(payload[1]))
    assert box.wait(DigitPressed, PATIENCE).digit == "5"


@pytest.mark.parametrize("odd", odd_invites.REFUSED.values(), ids=odd_invites.REFUSED)
def test_what_cannot_be_served_is_refused_in_its_own_words(
    box: Box, far_end: FarEnd, odd: OddInvite
):
    sent = odd_call(far_end, odd)
    box.poll_for(0.05)
    text = far_end.sip.recv(65535).decode()
    assert text.startswith("SIP/2.0 400 Unreadable ")
    for name in ("Via", "From", "Call-ID", "CSeq"):
        assert header(text, name).partition(";")[0] == header(sent, name).partition(";")[0]
    assert not box.all(CallArrived)


def test_requests_within_a_call(box: Box, far_end: FarEnd):
    """RFC 3261 section 11.2, RFC 6665 section 4.1.3; the call goes on."""
    odd_call(far_end, OddInvite())
    answered(box, far_end)
    far_end.ack()
    codes = {}
    for method, headers in WITHIN.items():
        far_end.request(method.split()[0], headers=headers)
        box.poll_for(0.03)
        codes[method] = far_end.answer_to(method.split()[0])[0]
    assert codes == {
        "OPTIONS": 200,
        "NOTIFY refer": 481,
        "NOTIFY talk": 489,
        "SUBSCRIBE": 489,
        "PUBLISH": 405,
        "CHEER": 405,
        "MESSAGE": 405,
    }
    assert not box.idle()


WITHIN = {
    "OPTIONS": (),
    "NOTIFY refer": ("Event: refer", "Subscription-State: active"),
    "NOTIFY talk": ("Event: talk", "Subscription-State: active"),
    "SUBSCRIBE": ("Event: presence",),
    "PUBLISH": ("Event: presence",),
    "CHEER": (),
    "MESSAGE": (),
}


def test_calls_that_cannot_be_read_are_told_of_now_and_then(
    box: Box, far_end: FarEnd, caplog: pytest.LogCaptureFixture
):
    odd = odd_invites.REFUSED["no number in the sequence"]
    port = far_end.sip.getsockname()[1]
    odd_call(far_end, odd)
    told = box.wait(RequestsUnread)
    assert told == RequestsUnread(1, f"INVITE from 127.0.0.1:{port}: 400 Unreadable CSeq")
    for _ in range(50):
        odd_call(far_end, odd)
    box.poll_for(0.1)
    assert box.wait(RequestsUnread).requests == 50
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]


def test_an_answer_to_us_of_which_a_header_cannot_be_read_is_told_of(box: Box, far_end: FarEnd):
    port = far_end.sip.getsockname()[1]
    box.do(Ring(LegId("call/1"), f"sip:anna@127.0.0.1:{port}", "+4710000099-111", ""))
    box.poll_for(0.05)
    far_end.say_to(far_end.next_invite(), 200, headers=("Content-Type: ???",))
    assert box.wait(RequestsUnread).last == f"200 from 127.0.0.1:{port}: Unreadable Content-Type"


def test_an_answer_without_a_status_is_told_of_in_plain_letters(box: Box, far_end: FarEnd):
    port = far_end.sip.getsockname()[1]
    far_end.send(b"SIP/2.0 \xff\x01\x02 OK\r\nCSeq: 1 INVITE\r\n\r\n")
    assert box.wait(RequestsUnread).last == f"answer from 127.0.0.1:{port}: Unreadable Status Line"


def test_what_nobody_could_be_answered_is_told_of_too(box: Box, far_end: FarEnd):
    port = far_end.sip.getsockname()[1]
    far_end.send(OddInvite().written("x", port).replace(b"Call-ID", b"Cold-ID"))
    assert "cannot be answered" in box.wait(RequestsUnread).last


@pytest.mark.parametrize(
    "odd", odd_invites.UNREAD_DESCRIPTIONS.values(), ids=odd_invites.UNREAD_DESCRIPTIONS
)
def test_a_description_of_which_no_sound_can_be_made_is_refused_and_told_of(
    box: Box, far_end: FarEnd, odd: OddInvite, caplog: pytest.LogCaptureFixture
):
    port = far_end.sip.getsockname()[1]
    odd_call(far_end, odd)
    told = box.wait(RequestsUnread)
    assert told.requests == 1
    assert told.last.startswith(f"INVITE from 127.0.0.1:{port}: Bad SDP: ")
    assert far_end.answer_to("INVITE")[0] == 400
    assert not box.all(CallArrived)
    assert box.idle()
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.parametrize("kind", ["text", "a picture"])
def test_what_is_no_sound_is_declined(box: Box, far_end: FarEnd, kind: str):
    """RFC 3264 section 6: a stream of the offer has one in the answer."""
    odd_call(far_end, odd_invites.DESCRIPTIONS[f"{kind} that is not explained"])
    _, text = answered(box, far_end)
    assert re.search(r"(?m)^m=audio [1-9]", text)
    assert re.search(r"(?m)^m=(text|video) 0 ", text)


def test_octets_behind_the_body_do_not_belong_to_it(box: Box, far_end: FarEnd):
    """RFC 3261 section 18.3: they would have been a second stream."""
    odd_call(far_end, odd_invites.DESCRIPTIONS["octets behind the body"])
    _, text = answered(box, far_end)
    assert text.count("m=") == 1


def test_an_offer_in_the_call_that_cannot_be_read_leaves_it_as_it_was(box: Box, far_end: FarEnd):
    odd_call(far_end, OddInvite())
    answered(box, far_end)
    far_end.ack()
    box.poll_for(0.02)
    far_end.invite("v=0\r\nm=audio RTP/AVP 8\r\n")
    box.poll_for(0.05)
    assert far_end.answer_to("INVITE")[0] == 415
    assert "INVITE from 127.0.0.1" in box.wait(RequestsUnread).last
    far_end.ack()
    far_end.event(5, 1000, 400)
    far_end.event(5, 1000, 800, end=True)
    assert box.wait(DigitPressed).digit == "5"


def test_an_answer_to_us_that_cannot_be_read_is_told_of(box: Box, far_end: FarEnd):
    port = far_end.sip.getsockname()[1]
    box.do(Ring(LegId("call/1"), f"sip:anna@127.0.0.1:{port}", "+4710000099-111", ""))
    box.poll_for(0.05)
    far_end.take("v=0\r\nm=audio RTP/AVP 8\r\n")
    told = box.wait(RequestsUnread)
    assert told.last.startswith(f"200 to INVITE from 127.0.0.1:{port}: Bad SDP: ")
    assert far_end.next_request("BYE")
    box.wait(LegEnded)

"""SIP messages: what is built can be read again, and what others write is understood."""

from __future__ import annotations

import pytest

from appliance.probe import sip

RINGING = (
    b"SIP/2.0 180 Ringing\r\n"
    b"v: SIP/2.0/UDP 127.0.0.1:5060;rport=5060;branch=z9hG4bKabc;received=127.0.0.1\r\n"
    b'f: "Kari \\"K\\" N" <sip:+4710000001@127.0.0.1:5070;user=phone>;tag=one\r\n'
    b"t: sip:10@example.invalid;tag=two\r\n"
    b"i: a-call\r\n"
    b"CSeq: 7 INVITE\r\n"
    b"Subject: a long\r\n\t folded line\r\n"
    b"l: 0\r\n\r\n"
)


def test_compact_and_folded_headers_are_read() -> None:
    ringing = sip.parse(RINGING)
    assert isinstance(ringing, sip.Response)
    assert (ringing.code, ringing.reason, ringing.call_id) == (180, "Ringing", "a-call")
    assert ringing.branch == "z9hG4bKabc"
    assert ringing.cseq == (7, "INVITE")
    assert ringing.first("subject") == "a long folded line"


def test_addresses_with_and_without_brackets() -> None:
    ringing = sip.parse(RINGING)
    caller, called = ringing.address("From"), ringing.address("To")
    assert (caller.name, caller.tag) == ('Kari "K" N', "one")
    assert caller.uri == sip.Uri("+4710000001", "127.0.0.1", 5070)
    assert (called.uri, called.tag) == (sip.Uri("10", "example.invalid"), "two")
    assert sip.parse_address(str(caller)) == caller


def test_a_request_survives_being_written_and_read() -> None:
    headers = (("Via", "SIP/2.0/UDP 127.0.0.1:1;branch=z9hG4bK1"), ("To", "<sip:a@127.0.0.1>"))
    request = sip.Request(headers, b"v=0\r\n", method="INVITE", uri="sip:a@127.0.0.1")
    again = sip.parse(bytes(request))
    assert isinstance(again, sip.Request)
    assert (again.method, again.uri, again.body) == ("INVITE", "sip:a@127.0.0.1", b"v=0\r\n")
    assert again.first("Content-Length") == "5"


def test_a_reply_adds_our_tag_once_and_keeps_every_via() -> None:
    via = (("Via", "SIP/2.0/UDP a;branch=z9hG4bK1"), ("Via", "SIP/2.0/UDP b;branch=z9hG4bK2"))
    rest = (("From", "<sip:a@h>;tag=x"), ("To", "<sip:b@h>"), ("Call-ID", "c"), ("CSeq", "1 BYE"))
    request = sip.Request(via + rest, method="BYE", uri="sip:b@h")
    answer = sip.reply(request, 200, "mine")
    assert answer.every("Via") == via
    assert answer.address("To").tag == "mine"
    tagged = sip.Request(answer.headers, method="BYE", uri="sip:b@h")
    assert sip.reply(tagged, 200, "other").address("To").tag == "mine"


@pytest.mark.parametrize(
    "noise",
    [
        b"",
        b"\xff\xfe\x00",
        b"HELO there",
        b"INVITE sip:a SIP/3.0\r\n\r\n",
        b"SIP/2.0 200\r\nx\r\n\r\n",
    ],
)
def test_noise_is_told_from_sip(noise: bytes) -> None:
    with pytest.raises(sip.SipError):
        sip.parse(noise)


def test_missing_and_broken_headers_are_named() -> None:
    message = sip.parse(b"BYE sip:a@h SIP/2.0\r\nCSeq: x BYE\r\nVia: SIP/2.0/UDP h\r\n\r\n")
    with pytest.raises(sip.SipError, match="Call-ID"):
        _ = message.call_id
    with pytest.raises(sip.SipError, match="CSeq"):
        _ = message.cseq
    with pytest.raises(sip.SipError, match="branch"):
        _ = message.branch

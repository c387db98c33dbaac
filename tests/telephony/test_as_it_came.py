"""What an INVITE brings with it is shown as it came, and junk shows nothing worse than junk."""

from __future__ import annotations

from appliance.telephony.legs.as_it_came import offered_codecs, telling_headers

INVITE = "\r\n".join(
    [
        "INVITE sip:+4710000000@box SIP/2.0",
        "f: <sip:+4710000077@provider>;tag=1",
        "To: <sip:+4710000001@provider>",
        "Diversion: <sip:+4710000001@provider>",
        "  ;reason=unconditional",
        "History-Info: <sip:+4710000001@x>;index=1",
        "Call-ID: secret",
        "",
        "v=0",
        "m=audio 4000 RTP/AVP 8 0 101",
        "a=rtpmap:8 PCMA/8000",
        "a=rtpmap:101 telephone-event/8000",
        "",
    ]
)


def test_the_headers_that_tell_who_rings_whom_stand_as_they_came() -> None:
    assert telling_headers(INVITE) == (
        ("From", "<sip:+4710000077@provider>;tag=1"),
        ("To", "<sip:+4710000001@provider>"),
        ("Diversion", "<sip:+4710000001@provider> ;reason=unconditional"),
        ("History-Info", "<sip:+4710000001@x>;index=1"),
    )


def test_the_codecs_on_offer_are_named_also_those_without_a_map() -> None:
    assert offered_codecs(INVITE) == ("PCMA/8000", "telephone-event/8000", "PCMU/8000")
    assert offered_codecs("INVITE sip:x SIP/2.0\r\n\r\n") == ()


def test_a_long_or_broken_header_is_cut_and_cleaned() -> None:
    message = f"INVITE sip:x SIP/2.0\r\nDiversion: \x07{'a' * 900}\r\n\r\n"
    ((_, value),) = telling_headers(message)
    assert len(value) == 300
    assert value[0] == "?"
    many = "INVITE sip:x SIP/2.0\r\n" + "Diversion: <sip:1@x>\r\n" * 50 + "\r\n"
    assert len(telling_headers(many)) == 12

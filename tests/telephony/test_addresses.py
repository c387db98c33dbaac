"""The SIP addresses that we write."""

from __future__ import annotations

import pytest

from appliance.telephony.network.addresses import from_header, host_of, target_uri


def test_the_from_header_is_quoted_and_escaped() -> None:
    assert from_header("Kari", "+4710000099-111", "h") == '"Kari" <sip:+4710000099-111@h>'
    assert from_header('A "B" \\', "1", "h") == '"A \\"B\\" \\\\" <sip:1@h>'
    assert from_header("Æ", "1", "h") == '"Æ" <sip:1@h>'
    assert from_header("", "", "h") == "<sip:anonymous@h>"


def test_nothing_can_be_smuggled_into_the_message() -> None:
    written = from_header("a\r\nEvil: 1", "1>\r\nEvil: <2", "h")
    assert "\r" not in written
    assert "\n" not in written
    assert written.count("<") == 1


@pytest.mark.parametrize(
    ("uri", "host"),
    [
        ("sip:10@127.0.0.1:5070", "127.0.0.1"),
        ("<sip:10@desk.example;transport=udp>", "desk.example"),
        ("SIP:desk.example", "desk.example"),
        ("tel:+4710000001", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address(uri: str, host: str) -> None:
    assert host_of(uri) == host


def test_localhost_is_rung_by_its_number() -> None:
    assert target_uri(" sip:10@localhost:5070 ") == "sip:10@127.0.0.1:5070"
    assert target_uri("sip:localhost") == "sip:127.0.0.1"
    assert target_uri("sip:localhost@h") == "sip:localhost@h"
    assert target_uri("sip:10@h\r\nEvil: 1") == "sip:10@hEvil: 1"

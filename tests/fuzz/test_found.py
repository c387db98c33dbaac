"""What the fuzzing has found, each by the least text that shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from fuzz.targets import Said
from settings.documents import said

from appliance.common import numbers
from appliance.control.client import ControlUnavailable, understood
from appliance.device import DeviceError, read_device
from appliance.probe import sdp
from appliance.support import contents
from hardware.modem import facts, notifications, storage

DESCRIPTION = "v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio {port} RTP/AVP {formats}\r\n"


def described(port: str = "9", formats: str = "8") -> sdp.Description:
    return sdp.parse(DESCRIPTION.format(port=port, formats=formats).encode())


def test_a_format_or_port_of_thousands_of_digits_is_none() -> None:
    endless = "1" * 5000
    assert described(formats=f"{endless} 0 8").codecs == (0, 8)
    with pytest.raises(sdp.SdpError):
        described(port=endless)
    text = DESCRIPTION.format(port="9", formats="8") + f"a=rtpmap:{endless} telephone-event/8000"
    assert sdp.parse(text.encode()).digit_type is None


@pytest.mark.parametrize("zone", ["+96", "-96", "+99"])
def test_a_modem_whose_clock_is_a_day_off_its_zone_tells_no_time(zone: str) -> None:
    session = cast(Any, Said([f'+CCLK: "26/11/30,10:00:00{zone}"']))
    assert facts.network_time(session) is None


def test_an_answer_of_the_socket_that_nests_without_end_is_of_no_switchboard() -> None:
    with pytest.raises(ControlUnavailable, match="no switchboard"):
        understood(b'{"view": ' + b"[" * 100_000)


def test_half_of_a_surrogate_pair_is_no_part_of_a_document() -> None:
    assert said('[office]\nname = "\ud800"') == [
        "document: this is not TOML: character 18 is half of a surrogate pair"
    ]


def test_a_digit_that_is_no_number_is_no_offer_of_the_modem() -> None:
    usual = "(0-2),(0-3),(0,2),(0-2),(0,1)"
    assert notifications.chosen(usual) is not None
    assert notifications.chosen(usual.replace("(0,1)", "(²,1)")) is None
    assert notifications.chosen(usual.replace("(0,1)", "(0-²)")) is None


def test_a_description_of_the_box_that_nests_without_end_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "device.toml"
    file.write_text("[sip]\nport = " + "[" * 5000)
    with pytest.raises(DeviceError, match="nests too deep"):
        read_device(file)
    assert contents._box_tables(file) == {}, "the support bundle is made all the same"


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("+46 (0)33 66 97 53", "+4633669753"),
        ("+46 (0)033 66 97 53", "+4633669753"),
        ("+97 100 57 03 82", "+971570382"),
        ("+375 88 366 53 83 37", "+375366538337"),
        ("+39 06 1234 5678", "+390612345678"),
        ("80 00 00 01", "+4780000001"),
    ],
)
def test_a_number_that_was_read_is_read_the_same_again(written: str, known: str) -> None:
    assert numbers.e164(written, "NO") == known
    assert numbers.e164(known, "NO") == known
    assert numbers.as_known(written, "NO") == known


def test_a_modem_that_counts_in_thousands_of_digits_does_not_say() -> None:
    endless = "9" * 5000
    session = cast(Any, Said([f'+CPMS: "SM",{endless},20', f'+CPMS: "SM",3,{endless}']))
    assert storage.filling(session) is None
    for place, kind, length in ((endless, 1, 23), (1, endless, 23), (1, 1, endless)):
        assert [*storage._entries([f"+CMGL: {place},{kind},,{length}", "00"], "SM")] == []

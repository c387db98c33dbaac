"""National alphabets of SMS: what a telephone in Turkey, Spain, or Portugal has written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.modem.fields import join_text, pack_septets
from hardware.modem.pdu import read_deliver
from hardware.modem.shift_tables import decode

TURKISH, SPANISH, PORTUGUESE = 1, 2, 3
HEAD = "00440A917401000010000062111271950340"


def deliver(elements: bytes, septets: bytes) -> str:
    """An SMS-DELIVER with these elements in its header, read as it would come in."""
    header = bytes([len(elements)]) + elements
    used = (len(header) * 8 + 6) // 7
    packed = pack_septets(septets, used * 7 - len(header) * 8)
    pdu = HEAD + (bytes([used + len(septets)]) + header + packed).hex()
    return join_text([read_deliver(pdu).user_data])


@pytest.mark.parametrize(
    ("locking", "single", "septets", "text"),
    [
        (
            0,
            TURKISH,
            b"Ye\x1b\x73il \x1b\x53i\x1b\x73e, \x1b\x67\x1b\x69\x1b\x63 5\x1be",
            "Yeşil Şişe, ğıç 5€",
        ),
        (TURKISH, 0, b"Ye\x1dil \x1ci\x1de, \x0c\x07\x60 5\x04 \x40", "Yeşil Şişe, ğıç 5€ İ"),
        (0, SPANISH, b"Adi\x1bos, ma\x7d\x1ba\x7da \x1bA\x1b\x09", "Adiós, mañáña Áç"),
        (
            0,
            PORTUGUESE,
            b"S\x1b\x7bo Jo\x1b\x7bo, tr\x1b\x05s \x1b\x5b\x1b\x7f",
            "São João, três Ãâ",
        ),
        (PORTUGUESE, 0, b"S\x7bo Jo\x7bo, tr\x04s \x18 \x60 \x24", "São João, três € ~ º"),
        (PORTUGUESE, PORTUGUESE, b"\x7b \x1b\x7b \x1b\x65", "ã ã €"),
        (0, 0, b"\x00\x1b\x65 \x1b\x28", "@€ {"),
        (9, 9, b"hei \x1b\x65", "hei €"),
    ],
)
def test_the_letters_of_a_language(locking: int, single: int, septets: bytes, text: str) -> None:
    assert decode(septets, locking, single) == text
    elements = b"".join(
        bytes([kind, 1, language])
        for kind, language in ((0x25, locking), (0x24, single))
        if language
    )
    assert deliver(elements, septets) == text


def test_the_parts_of_a_long_sms_name_their_alphabet_each() -> None:
    one = deliver(b"\x00\x03\x07\x02\x01\x24\x01\x01", b"\x1b\x73")
    assert one == "ş"
    head = "0044" + HEAD[4:]
    pieces = []
    for part, shift in ((1, b"\x24\x01\x01"), (2, b"")):
        elements = bytes([0, 3, 7, 2, part]) + shift
        header = bytes([len(elements)]) + elements
        used = (len(header) * 8 + 6) // 7
        septets = b"\x1b\x73" if part == 1 else b"\x1c"
        packed = pack_septets(septets, used * 7 - len(header) * 8)
        pdu = head + (bytes([used + len(septets)]) + header + packed).hex()
        pieces.append(read_deliver(pdu).user_data)
    assert join_text(pieces) == "şÆ"


def test_a_header_that_is_cut_short_costs_no_text() -> None:
    assert deliver(b"\x24\x09", b"hei") == "hei"


@given(st.binary(max_size=160), st.integers(0, 255), st.integers(0, 255))
def test_any_septets_are_read(octets: bytes, locking: int, single: int) -> None:
    septets = bytes(octet & 0x7F for octet in octets)
    assert isinstance(decode(septets, locking, single), str)

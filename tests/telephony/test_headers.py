"""Who rings whom, from INVITEs as carriers write them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from appliance.telephony.headers import Invitation, invitation

HOST = "box.example"


def read(*headers: str, to: str = "+4710000001", sender: str | None = None) -> Invitation:
    sender = sender if sender is not None else "From: <sip:+4710000099@trunk.example>;tag=1"
    lines = [
        f"INVITE sip:{to}@{HOST} SIP/2.0",
        "Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK1",
        sender,
        f"To: <sip:{to}@{HOST}>",
        *headers,
        "Content-Type: application/sdp",
        "",
        "Diversion: <sip:+4710000077@in.the.body>",
    ]
    return invitation("\r\n".join(lines), "NO")


def test_a_plain_call() -> None:
    assert read() == Invitation("+4710000001", "+4710000099", (), "")


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("+4710000001", "+4710000001"),
        ("%2B4710000001", "+4710000001"),
        ("10000001", "+4710000001"),
        ("004710000001", "+4710000001"),
        ("+4710000001;phone-context=x", "+4710000001"),
        ("+4710000001:secret", "+4710000001"),
        ("reception", "reception"),
        ("desk10000001", "desk10000001"),
        ("+4510000001", "+4510000001"),
        ("+441632960001", "+441632960001"),
    ],
)
def test_the_dialled_number_is_normalised(written: str, known: str) -> None:
    assert read(to=written).dialled == known


def test_a_request_uri_without_user_and_a_tel_uri() -> None:
    assert invitation("INVITE sip:box.example SIP/2.0\r\n\r\n", "NO").dialled == ""
    tel = "INVITE tel:+47-100-00-001;phone-context=x SIP/2.0\r\n\r\n"
    assert invitation(tel, "NO").dialled == "+4710000001"


def test_diversions_most_recent_first() -> None:
    told = read(
        "Diversion: <sip:+4710000002@h>;reason=unconditional",
        "diversion: <tel:+47-100-00-003>;reason=no-answer",
    )
    assert told.diverted == ("+4710000002", "+4710000003")


def test_several_diversions_in_one_header_with_commas_inside() -> None:
    told = read('Diversion: "Firm, A/S" <sip:10000002@h;a=b,c>;x="1,2",<sip:10000003@h>')
    assert told.diverted == ("+4710000002", "+4710000003")


def test_a_folded_header() -> None:
    told = read("Diversion: <sip:+4710000002@h>\r\n ;reason=busy,\r\n\t<sip:+4710000003@h>")
    assert told.diverted == ("+4710000002", "+4710000003")


def test_history_info_by_index_without_the_target() -> None:
    told = read(
        "History-Info: <sip:+4710000005@h?Reason=SIP%3Bcause%3D302>;index=1,"
        "<sip:+4710000004@h>;index=1.1",
        "History-Info: <sip:+4710000001@h>;index=1.1.1, <sip:+4710000004@h>;index=1.1",
    )
    assert told.diverted == ("+4710000004", "+4710000005")


def test_the_tenth_entry_of_history_info_is_after_the_ninth() -> None:
    told = read("History-Info: <sip:10000009@h>;index=1.9, <sip:10000010@h>;index=1.10")
    assert told.diverted == ("+4710000010", "+4710000009")


def test_the_order_of_the_sources() -> None:
    told = invitation(
        "INVITE sip:+4710000001@h SIP/2.0\n"
        "P-Called-Party-ID: <sip:+4710000007@h>\n"
        "t: <sip:+4710000008@h>\n"
        "History-Info: <sip:+4710000006@h>;index=1\n"
        "Diversion: <sip:+4710000005@h>\n\n",
        "NO",
    )
    assert told.diverted == ("+4710000005", "+4710000006", "+4710000007", "+4710000008")


def test_the_office_mark_stays_behind_the_number() -> None:
    assert read(sender="f: <sip:10000099-111@h>").caller == "+4710000099-111"


def test_a_name_with_escapes() -> None:
    told = read(sender=r'From: "Kari \"K\" Nordmann, \\" <sip:10000099@h>;tag=2')
    assert (told.caller, told.caller_name) == ("+4710000099", 'Kari "K" Nordmann, \\')


def test_names_in_utf8_and_in_latin1() -> None:
    assert read(sender='From: "Åse" <sip:10000099@h>').caller_name == "Åse"
    # SWIG hands an octet that is no UTF-8 on as a surrogate.
    assert read(sender='From: "\udcc5se" <sip:10000099@h>').caller_name == "Åse"


@pytest.mark.parametrize(
    "headers",
    [
        ('From: "Anonymous" <sip:anonymous@anonymous.invalid>;tag=1',),
        ("From: <sip:+4710000099@anonymous.invalid>",),
        ("From: <sip:Anonymous@h>",),
        ("From: <sip:h>",),
        ("From: Kari <sip:+4710000099@h>", "Privacy: critical; id"),
        ("From: Kari <sip:+4710000099@h>", "Privacy: user"),
    ],
)
def test_a_withheld_number(headers: tuple[str, ...]) -> None:
    told = read(*headers[1:], sender=headers[0])
    assert (told.caller, told.caller_name) == (None, "")


def test_privacy_none_withholds_nothing() -> None:
    assert read("Privacy: none").caller == "+4710000099"


def test_p_asserted_identity_is_not_believed() -> None:
    assert read("P-Asserted-Identity: <sip:+4710000055@h>").caller == "+4710000099"


def test_control_characters_and_endless_names_are_cut() -> None:
    told = read(sender=f'From: "a\x00\x1b{"x" * 500}" <sip:10000099@h>')
    assert told.caller_name == "a" + "x" * 79


_LINES = st.sampled_from(
    [
        "INVITE sip:+4710000001@h SIP/2.0",
        "From: ",
        "f:<sip:",
        '"',
        "\\",
        "<",
        ">",
        ",",
        ";index=1.",
        "1.2",
        "History-Info:",
        "Diversion:",
        "tel:",
        "sip:a@b",
        "\r\n",
        "\r\n ",
        "%",
        "%2B",
        "Privacy: id",
        "\udcff",
        "\x00",
        "٣",
        "@",
        ":",
    ]
)


@given(st.lists(_LINES | st.text(max_size=8), max_size=40).map("".join))
@example('Diversion: "<sip:1@h>')
@example("History-Info: <sip:1@h>;index=99999999999999999999.1")
def test_junk_never_raises(message: str) -> None:
    told = invitation(message, "NO")
    parts = [told.dialled, told.caller or "", told.caller_name, *told.diverted]
    assert all(len(part) <= 80 and part.isprintable() for part in parts)
    "".join(parts).encode()

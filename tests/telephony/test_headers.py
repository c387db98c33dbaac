"""Who rings whom, from INVITEs as carriers write them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.odd_callers import CALLERS, DIALLED, REQUEST_LINES, WITHHELD, WITHOUT_SCHEME

from appliance.telephony.legs.headers import Invitation, invitation

HOST = "box.example"


def read(
    *headers: str, to: str = "+4710000001", sender: str | None = None, trusted: bool = False
) -> Invitation:
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
    return invitation("\r\n".join(lines), "NO", trusted)


def test_a_plain_call() -> None:
    assert read() == Invitation("+4710000001", "+4710000099", (), "")


@pytest.mark.parametrize(
    ("written", "known"),
    DIALLED,
)
def test_the_dialled_number_is_normalised(written: str, known: str) -> None:
    assert read(to=written).dialled == known


def test_a_request_uri_without_user_and_a_tel_uri() -> None:
    assert invitation("INVITE sip:box.example SIP/2.0\r\n\r\n", "NO").dialled == ""
    tel = "INVITE tel:+47-100-00-001;phone-context=x SIP/2.0\r\n\r\n"
    assert invitation(tel, "NO").dialled == "+4710000001"


def test_a_tel_uri_of_another_country() -> None:
    tel = "INVITE tel:0701-000-001;phone-context=+46;npdi SIP/2.0\r\n\r\n"
    assert invitation(tel, "NO").dialled == "+46701000001"
    assert invitation("INVITE tel:%2331%2310000001 SIP/2.0\r\n\r\n", "NO").dialled == "+4710000001"


def test_digits_without_plus_where_numbers_at_home_begin_with_a_0() -> None:
    def dialled(number: str, country: str) -> str:
        return invitation(f"INVITE sip:{number}@h SIP/2.0\r\n\r\n", country).dialled

    assert dialled("0201234567", "NL") == dialled("31201234567", "NL") == "+31201234567"
    assert dialled("201234567", "NL") == "+31201234567"
    assert dialled("4710000001", "NL") == dialled("4710000001", "GB") == "+4710000001"
    assert dialled("4522334455", "NL") == "+4522334455"
    assert dialled("491701234567", "DE") == "+491701234567"


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
    WITHHELD,
)
def test_a_withheld_number(headers: tuple[str, ...]) -> None:
    told = read(*headers[1:], sender=headers[0])
    assert (told.caller, told.caller_name) == (None, "")


@pytest.mark.parametrize(
    "user",
    [
        *("reception", "desk2", "kari.nordmann", "norma", "privateer", "100", "unknown2", "nonna"),
        *("0", "area", "out", "data"),
    ],
)
def test_a_name_that_is_somebodys_is_not_withheld(user: str) -> None:
    assert read(sender=f"From: <sip:{user}@h>").caller == user


def test_an_address_in_the_place_of_the_user_is_not_withheld() -> None:
    told = read(sender="From: <sip:kari%40nordlys.example@h>")
    assert told.caller == "kari@nordlys.example"


def test_who_hides_the_number_by_a_code_before_what_was_dialled_is_withheld() -> None:
    told = read(to="%2331%2310000001")
    assert (told.dialled, told.caller, told.caller_name) == ("+4710000001", None, "")
    assert read(to="*31#10000001").caller == "+4710000099"


@pytest.mark.parametrize(
    ("written", "caller", "name"),
    CALLERS,
)
def test_the_caller_as_trunks_write_it(written: str, caller: str | None, name: str) -> None:
    told = read(sender=f"From: {written}")
    assert (told.caller, told.caller_name) == (caller, name)


def test_a_bare_comma_in_a_name_hides_no_line() -> None:
    told = invitation(
        "INVITE sip:box@h SIP/2.0\r\nTo: Hansen, Kari <sip:4710000001@h>\r\n"
        "Diversion: Nordlys, AS <sip:4510000002@h>;reason=x, Berg, Ola <tel:4510000003>\r\n\r\n",
        "NO",
    )
    assert told.diverted == ("+4510000002", "+4510000003", "+4710000001")


def test_what_a_trusted_trunk_asserts_goes_before_a_from_that_hides() -> None:
    anonymous = 'From: "Anonymous" <sip:anonymous@anonymous.invalid>;tag=1'
    pai = 'P-Asserted-Identity: "Kari" <sip:4710000099@h>'
    told = read(pai, sender=anonymous, trusted=True)
    assert (told.caller, told.caller_name) == ("+4710000099", "Kari")
    assert read(pai, sender=anonymous).caller is None
    assert read(pai, "Privacy: id", sender=anonymous, trusted=True).caller is None
    assert read(pai, "Privacy: critical;id", trusted=True).caller is None


def test_of_several_asserted_identities_the_number_counts() -> None:
    several = "P-Asserted-Identity: Hansen, Kari <sip:kari@h>, <tel:+4710000088>"
    assert read(several, trusted=True).caller == "+4710000088"
    nothing = "P-Asserted-Identity: <sip:unknown@h>"
    assert read(nothing, trusted=True).caller == "+4710000099"


def test_remote_party_id_is_read_from_a_trusted_trunk_only() -> None:
    anonymous = "From: <sip:anonymous@anonymous.invalid>"
    calling = 'Remote-Party-ID: "Kari" <sip:4710000088@h>;party=calling;privacy=off;screen=yes'
    told = read(calling, sender=anonymous, trusted=True)
    assert (told.caller, told.caller_name) == ("+4710000088", "Kari")
    assert read(calling, sender=anonymous).caller is None
    assert read(calling.replace("party=calling;", ""), trusted=True).caller == "+4710000088"
    assert read(calling.replace("=off", "=full"), trusted=True).caller is None
    asserted = "P-Asserted-Identity: <sip:+4710000077@h>"
    assert read(calling, asserted, trusted=True).caller == "+4710000077"


@pytest.mark.parametrize(
    ("privacy", "withheld"),
    [
        *(("uri-network", True), ("full-network", True), ("full-network,name", True)),
        *(('"name,uri"', True), ("name,uri", True), ("URI", True), ('"off, full"', True)),
        *(("name", False), ("name-network", False), ("off", False), ('"name,ipaddr"', False)),
    ],
)
def test_remote_party_id_withholds_in_every_way_it_is_written(privacy: str, withheld: bool) -> None:
    calling = f'Remote-Party-ID: "Kari" <sip:4710000088@h>;privacy={privacy};party=calling'
    for line in (calling, f"{calling}, <sip:4510000002@h>;party=redirecting"):
        told = read(line, trusted=True)
        assert told.caller == (None if withheld else "+4710000088")
        assert told.caller_name == ("" if withheld or "name" in privacy else "Kari")
    assert told.diverted == ("+4510000002",)


@pytest.mark.parametrize(
    "start",
    REQUEST_LINES,
)
def test_the_request_line_with_blanks_and_brackets(start: str) -> None:
    assert invitation(f"{start}\r\n\r\n", "NO").dialled == "+4710000001"


@pytest.mark.parametrize(
    "written",
    WITHOUT_SCHEME,
)
def test_a_diversion_without_a_scheme(written: str) -> None:
    assert read(f"Diversion: {written}").diverted == ("+4510000002",)
    both = read(f"Diversion: {written}, <sip:4510000003@h>").diverted
    assert both == ("+4510000002", "+4510000003")


def test_remote_party_id_of_those_that_the_call_went_by() -> None:
    lines = (
        "Remote-Party-ID: <sip:4510000002@h>;party=redirecting;privacy=full",
        "Remote-Party-ID: <sip:4510000003@h>;screen=yes;party=called",
        "CC-Diversion: <sip:4510000004@h>;reason=no-answer",
    )
    told = read(*lines, trusted=True)
    assert told.diverted == ("+4510000004", "+4510000002", "+4510000003")
    assert told.caller == "+4710000099"
    assert read(*lines).diverted == ()


def test_a_header_of_many_values_costs_no_more_than_the_first_ones() -> None:
    many = ",".join(f"<sip:{10000100 + n}@h>" for n in range(500))
    assert len(read(f"Diversion: {many}").diverted) == 20


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

"""SMS PDUs against octets worked out by hand from TS 23.038 and 23.040, and there and back."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hardware.modem.fields import Coding, PduError, UserData, join_text, semi_octets
from hardware.modem.pdu import (
    read_deliver,
    read_status_report,
    read_submit,
    submit_parts,
)

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = "\f^{}\\[~]|€"
gsm_texts = st.text(st.sampled_from(BASIC + EXTENDED * 4), max_size=400)
any_texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("😀ë"), max_size=200)

CLIENT = "+4710000001"
TO_CLIENT = "01000A917401000010"
"""First octet SUBMIT, reference 0, ten digits, international, 47 10 00 00 01 swapped."""


def pdus(text, **options):
    return [part.pdu for part in submit_parts(CLIENT, text, reference=0x42, **options)]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("hellohello", "00000AE8329BFD4697D9EC37"),
        ("æøå", "0000031DC603"),
        ("€", "0000029B32"),
        ("ë", "00080200EB"),
        ("😀", "000804D83DDE00"),
        ("", "000000"),
    ],
)
def test_short_texts_give_the_octets_of_the_standard(text, rest):
    assert pdus(text) == ["00" + TO_CLIENT + rest]


def test_the_announced_length_leaves_the_service_centre_out():
    (part,) = submit_parts(CLIENT, "hellohello", reference=0)
    assert part.length == len(part.pdu) // 2 - 1 == 21


def test_an_odd_number_of_digits_is_filled_up():
    (part,) = submit_parts("+31970000001", "", reference=0)
    assert part.pdu == "0001000B91137900000" + "0F1" + "000000"


def test_long_text_starts_each_part_on_a_septet_behind_its_header():
    first, second = pdus("a" * 161)
    assert first.startswith("0041000A917401000010" + "0000A0" + "050003420201" + "C2E170")
    assert second.startswith("0041000A917401000010" + "00000F" + "050003420202" + "C2E170")


def test_a_status_report_is_asked_for_in_the_first_octet():
    assert pdus("a", status_report=True)[0].startswith("0021")
    assert pdus("a" * 161, status_report=True)[1].startswith("0061")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" * 10, 2),
        ("ë" * 70, 1),
        ("ë" * 71, 2),
        ("ë" * 134, 2),
        ("ë" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 67, 3),  # 33 pairs to a part, for 67 units hold no half of one
    ],
)
def test_number_of_parts(text, parts):
    assert len(pdus(text)) == parts


@given(gsm_texts)
@example("a" * 152 + "€" + "b" * 20)
@example("{" * 400)
def test_gsm_text_comes_back_and_no_escape_pair_is_cut(text):
    read = [read_submit(pdu).user_data for pdu in pdus(text)]
    assert join_text(reversed(read)) == text
    assert all(piece.coding is Coding.GSM7 for piece in read)
    assert all(len(piece.octets) <= (160 if len(read) == 1 else 153) for piece in read)
    assert not any(piece.octets.endswith(b"\x1b") for piece in read)


@given(any_texts)
@example("ë" * 66 + "😀" * 40)
def test_any_text_comes_back_and_no_surrogate_pair_is_cut(text):
    read = [read_submit(pdu).user_data for pdu in pdus(text)]
    assert join_text(reversed(read)) == text
    if read[0].coding is Coding.UCS2:
        assert all(len(piece.octets) <= (140 if len(read) == 1 else 134) for piece in read)
        assert "".join(piece.octets.decode("utf-16-be") for piece in read) == text


def test_a_bare_escape_does_not_turn_the_next_letter_into_another():
    (pdu,) = pdus("\x1be")
    assert join_text([read_submit(pdu).user_data]) == "\x1be"


def test_parts_count_themselves_under_the_callers_reference():
    read = [read_submit(pdu).user_data for pdu in pdus("a" * 400)]
    assert [(piece.reference, piece.part, piece.parts) for piece in read] == [
        (0x42, 1, 3),
        (0x42, 2, 3),
        (0x42, 3, 3),
    ]


@pytest.mark.parametrize("number", ["10000001", "+0123456", "+47 10000001", "+47", "", "+4710x"])
def test_a_number_that_is_not_e164_is_refused_with_a_sentence(number):
    with pytest.raises(ValueError, match="country code"):
        submit_parts(number, "a", reference=0)


def test_what_cannot_be_sent_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match=r"Character 2 .* surrogate"):
        submit_parts(CLIENT, "a\ud83d", reference=0)
    with pytest.raises(ValueError, match="at most 255"):
        submit_parts(CLIENT, "a" * (153 * 255 + 1), reference=0)
    with pytest.raises(ValueError, match="between 0 and 255"):
        submit_parts(CLIENT, "a", reference=256)


def test_a_received_sms_is_read_with_its_time():
    # first octet, sender, PID, DCS, 2026-11-21 17:59:30 at UTC+1, ten septets
    deliver = read_deliver("00040A9174010000100000621112719503400AE8329BFD4697D9EC37")
    assert deliver.number == CLIENT
    assert deliver.sent_at == datetime(2026, 11, 21, 16, 59, 30, tzinfo=UTC)
    assert join_text([deliver.user_data]) == "hellohello"


def test_a_received_sms_from_a_name_west_of_greenwich():
    deliver = read_deliver("000412D0E8329BFD4697D9EC3700086211127195030A0200EB")
    assert deliver.number == "hellohello"
    assert deliver.sent_at == datetime(2026, 11, 21, 22, 59, 30, tzinfo=UTC)
    assert join_text([deliver.user_data]) == "ë"


def test_a_service_centre_address_is_skipped():
    deliver = read_deliver("06917401000099040A91740100001000006211127195034000")
    assert (deliver.number, join_text([deliver.user_data])) == (CLIENT, "")


def test_sixteen_bit_references_and_surrogates_cut_by_the_sender():
    head = "00440A917401000010000862111271950340"
    pieces = [
        read_deliver(head + "0906080400070202DE00").user_data,
        read_deliver(head + "0906080400070201D83D").user_data,
    ]
    assert [piece.reference for piece in pieces] == [7, 7]
    assert join_text(pieces) == "😀"


AT_DISCHARGE = datetime(2026, 11, 21, 16, 59, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "delivered", "still_trying"),
    [("00", True, False), ("20", False, True), ("30", False, True), ("46", False, False)],
)
def test_a_status_report_tells_of_which_part_and_what(status, delivered, still_trying):
    report = read_status_report("0006070A9174010000106211127195034062111271951340" + status)
    assert (report.number, report.reference) == (CLIENT, 7)
    assert (report.delivered, report.still_trying) == (delivered, still_trying)
    assert report.discharged_at == AT_DISCHARGE


NO_TIMES = ["00" * 7, "FF" * 7, "62132271957340", "62112171957A40"]
"""Zeros, ones, a thirty-second day, and a digit that is none."""


@pytest.mark.parametrize("stamp", NO_TIMES)
def test_a_report_with_an_odd_time_tells_the_same(stamp):
    head, good = "0006070A917401000010", "62111271951340"
    for taken, discharged, at in ((stamp, good, AT_DISCHARGE), (good, stamp, None)):
        report = read_status_report(head + taken + discharged + "00")
        assert (report.number, report.reference, report.delivered) == (CLIENT, 7, True)
        assert report.discharged_at == at


@pytest.mark.parametrize("stamp", NO_TIMES)
def test_an_sms_with_an_odd_time_keeps_its_text(stamp):
    deliver = read_deliver("00040A91740100001000" + "00" + stamp + "0AE8329BFD4697D9EC37")
    assert (deliver.number, deliver.sent_at) == (CLIENT, None)
    assert join_text([deliver.user_data]) == "hellohello"


@pytest.mark.parametrize("octets", range(14))
def test_a_report_that_is_cut_short_within_its_times_is_refused(octets):
    with pytest.raises(PduError, match="cut short"):
        read_status_report("0006070A917401000010" + "00" * octets)


HEADS = ["", "00" + TO_CLIENT + "00", "00440A91740100001000", "0044", "000607"]


@given(st.sampled_from(HEADS), st.binary(max_size=180))
def test_random_octets_are_read_or_refused_and_never_crash(head, octets):
    for read in (read_submit, read_deliver, read_status_report):
        try:
            message = read(head + octets.hex())
        except PduError:
            continue
        if hasattr(message, "user_data"):
            assert isinstance(join_text([message.user_data]), str)


def test_what_is_not_a_pdu_is_refused():
    for pdu in ("", "0", "xyz", "0001", "0004"):
        with pytest.raises(PduError):
            read_submit(pdu)
    with pytest.raises(PduError, match="compressed"):
        read_submit("00" + TO_CLIENT + "002000")


@pytest.mark.parametrize(
    ("scheme", "coding"),
    [
        (0x00, Coding.GSM7),
        (0x04, Coding.OCTETS),
        (0x08, Coding.UCS2),
        (0x18, Coding.UCS2),
        (0xC8, Coding.GSM7),
        (0xE0, Coding.UCS2),
        (0xF0, Coding.GSM7),
        (0xF5, Coding.OCTETS),
    ],
)
def test_data_coding_schemes(scheme, coding):
    assert Coding.of(scheme) is coding


def test_eight_bit_text_is_shown_as_latin_1():
    assert join_text([UserData(Coding.OCTETS, b"caf\xe9")]) == "café"


def test_semi_octets_are_swapped_and_filled():
    assert semi_octets("12345") == bytes([0x21, 0x43, 0xF5])


def test_an_sms_has_255_parts_at_most():
    assert len(pdus("a" * 153 * 255)) == 255
    with pytest.raises(ValueError, match="256 parts, at most 255"):
        pdus("a" * (153 * 255 + 1))

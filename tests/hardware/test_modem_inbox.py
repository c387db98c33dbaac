"""SMS that come in: told once, kept in the modem until somebody has them, then deleted."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from support.modem_office import CLIENT, Office
from support.patience import PATIENCE

from hardware.emulated.modem import EmulatedModem
from hardware.modem.events import (
    ModemLost,
    ModemReady,
    ModemSignal,
    SmsAccepted,
    SmsReceived,
    SmsReported,
)

AT = datetime(2026, 11, 21, 16, 59, 30, tzinfo=UTC)
LONG = "æøå{€}" * 60  # four parts


@pytest.fixture
def emulated():
    with EmulatedModem() as modem:
        yield modem


@pytest.fixture
def office(emulated):
    with Office(emulated.port, check_seconds=0.05) as office:
        yield office.ready()


def quick(emulated):
    return Office(emulated.port, check_seconds=0.02)


def gone(emulated, office, left=0):
    """Wait until so many SMS are left in the SIM card: each check of the network looks there."""
    until = time.monotonic() + 5
    while emulated.stored != left and time.monotonic() < until:
        office.modem.send("probe", CLIENT, "probe")
        office.next_of(SmsAccepted)
    return emulated.stored == left


@pytest.mark.parametrize("text", ["Takk, vi kommer", "5 € {æøå}", "ë 😀", LONG])
def test_it_is_told_at_once_and_deleted_when_it_is_kept(office, emulated, text):
    emulated.receive(CLIENT, text, sent_at=AT)
    received = office.next()
    assert (received.number, received.text, received.sent_at) == (CLIENT, text, AT)
    assert received.problem == ""
    assert emulated.stored > 0
    office.modem.delete(received.sms_id)
    assert gone(emulated, office)


def test_a_name_and_a_short_code_are_told_as_they_are(office, emulated):
    for number in ("Fjordby", "1999"):
        emulated.receive(number, "Hei", sent_at=AT)
        assert office.next().number == number


def test_parts_in_any_order_are_one_sms(office, emulated):
    emulated.receive(CLIENT, LONG, order=(3, 1, 4))
    office.modem.send("s", CLIENT, "Hei")
    assert isinstance(office.next(), SmsAccepted)
    emulated.receive(CLIENT, LONG, order=(2, 2))
    received = office.next()
    assert (received.text, received.problem) == (LONG, "")
    office.modem.delete(received.sms_id)
    assert gone(emulated, office)


def test_what_lay_there_before_is_told_at_the_start(emulated):
    emulated.receive(CLIENT, "while nobody listened")
    with Office(emulated.port) as office:
        assert office.ready().next().text == "while nobody listened"


def test_what_was_not_kept_is_told_again_by_the_next_session_under_the_same_name(emulated):
    emulated.receive(CLIENT, "Hei")
    names = []
    for _ in range(2):
        with Office(emulated.port) as office:
            names.append(office.ready().next().sms_id)
    assert names[0] == names[1]
    assert emulated.stored == 1


def test_it_is_told_once_in_a_session(office, emulated):
    emulated.receive(CLIENT, "Hei")
    assert isinstance(office.next(), SmsReceived)
    emulated.say('+CMTI: "SM",1')
    for n in range(20):
        assert isinstance(office.sends("x", f"s{n}"), SmsAccepted)


def test_a_missing_part_is_told_after_a_while(emulated):
    with Office(emulated.port, check_seconds=0.02, join_seconds=0.2) as office:
        office.ready()
        emulated.receive(CLIENT, LONG, order=(1, 3, 4))
        received = office.next()
        assert received.problem == "part 2 of 4 is missing"
        office.modem.delete(received.sms_id)
        assert gone(emulated, office)


def test_a_full_sim_card_of_parts_makes_room_for_the_rest():
    with EmulatedModem(storage_size=3) as emulated, quick(emulated) as office:
        office.ready()
        emulated.receive(CLIENT, LONG)
        first = office.next()
        assert first.problem == "part 4 of 4 is missing"
        office.modem.delete(first.sms_id)
        assert gone(emulated, office, left=1)


def test_a_full_sim_card_is_a_warning_until_there_is_room():
    with EmulatedModem(storage_size=2) as emulated, quick(emulated) as office:
        office.ready()
        for text in ("one", "two", "three"):
            emulated.receive(CLIENT, text)
        received = [office.next(), office.next()]
        warning = office.warning()
        assert warning.subject == "storage"
        assert "full (2 of 2)" in warning.sentence
        for sms in received:
            office.modem.delete(sms.sms_id)
        assert office.next().text == "three"
        assert office.warning().sentence == ""


def test_a_modem_that_does_not_delete_is_tried_again(office, emulated):
    emulated.faults.keeps_deleted = True
    emulated.receive(CLIENT, "Hei")
    received = office.next()
    office.modem.delete(received.sms_id)
    assert isinstance(office.sends("x"), SmsAccepted)
    assert emulated.stored == 1
    emulated.faults.keeps_deleted = False
    assert gone(emulated, office)


def test_another_sms_in_the_same_place_is_never_deleted(emulated):
    """The SIM card was changed, or somebody else has deleted: what lies there now is not ours."""
    with Office(emulated.port, check_seconds=60) as office:
        office.ready()
        emulated.receive(CLIENT, "old")
        old = office.next()
        emulated._do(lambda: emulated._firmware.memories.read.places.clear())
        emulated.receive(CLIENT, "new")
        new = office.next()
        assert new.text == "new"
        office.modem.delete(old.sms_id)
        assert isinstance(office.sends("x"), SmsAccepted)
        assert emulated.stored == 1


def test_an_sms_comes_in_while_another_goes_out():
    with EmulatedModem(delay=0.1) as emulated, Office(emulated.port) as office:
        office.ready()
        office.modem.send("s", CLIENT, "x" * 400)
        emulated.wait_for_sms(PATIENCE)
        emulated.receive(CLIENT, "Hei")
        kinds = {type(office.next()), type(office.next())}
        assert kinds == {SmsAccepted, SmsReceived}


def test_a_flash_sms_that_is_not_stored_is_told_and_acknowledged(office, emulated):
    pdu = "00040A9174010000100010621112719503400AE8329BFD4697D9EC37"
    emulated.say(f"+CMT: ,{len(pdu) // 2 - 1}\r\n{pdu}")
    assert office.next().text == "hellohello"


def test_a_report_that_the_modem_stored_is_told_and_deleted(office, emulated):
    emulated.receive_pdu("0006070A917401000010621112719503406211127195134000")
    assert office.next() == SmsReported(CLIENT, 7, delivered=True, status=0)
    assert gone(emulated, office)


def test_nonsense_in_the_storage_reaches_a_person_and_blocks_nothing(office, emulated):
    emulated.receive_pdu("00040A917401000010002062111271950340" + "0161")
    assert "compressed" in office.next().problem
    emulated.receive(CLIENT, "Hei")
    assert office.next().text == "Hei"


@pytest.mark.parametrize("text", ["Hei", LONG])
def test_noise_before_every_answer_does_not_matter(office, emulated, text):
    emulated.faults.garbage = True
    emulated.receive(CLIENT, text)
    received = office.next()
    assert (received.text, received.problem) == (text, "")
    office.modem.delete(received.sms_id)
    assert gone(emulated, office)


def test_a_report_never_comes_before_the_outcome_it_belongs_to():
    with EmulatedModem() as emulated, Office(emulated.port, delivery_reports=True) as office:
        office.ready()
        office.modem.send("s", CLIENT, "x" * 400)
        assert office.next() == SmsAccepted("s", (1, 2, 3))
        assert [office.next().reference for _ in range(3)] == [1, 2, 3]


def test_reports_come_when_the_telephone_has_it():
    with (
        EmulatedModem(report_delay=0.05) as emulated,
        Office(emulated.port, delivery_reports=True) as office,
    ):
        office.ready()
        emulated.faults.report_status = 0x46
        assert isinstance(office.sends("Hei"), SmsAccepted)
        assert office.next() == SmsReported(CLIENT, 1, delivered=False, status=0x46)


def test_a_changed_signal_is_told(office, emulated):
    emulated._firmware.signal = 3
    assert office.next() == ModemSignal("Emulated", -107)


def test_the_network_tells_the_time(office, emulated):
    clock = office.clock.get(timeout=PATIENCE)
    assert abs((clock.at - datetime.now(UTC)).total_seconds()) < 10


def test_a_sim_card_without_a_service_centre_is_a_warning(emulated):
    emulated.faults.service_centre = False
    with Office(emulated.port) as office:
        office.ready()
        assert "AT+CSCA" in office.warning().sentence


def test_an_sms_survives_unplugging(office, emulated):
    emulated.receive(CLIENT, "Hei")
    first = office.next()
    emulated.unplug()
    assert isinstance(office.next(), ModemLost)
    emulated.plug()
    office.next_of(ModemReady)
    assert office.next().sms_id == first.sms_id
    office.modem.delete(first.sms_id)
    assert gone(emulated, office)


def parts_of(text, reference=0, sent_at=AT):
    """The PDUs of a long SMS, as they lie in the modem."""
    with EmulatedModem() as modem:
        modem.receive(CLIENT, text, reference=reference, sent_at=sent_at)
        return modem.lying


def told_of(*pdus):
    """What a session tells of these, and the pieces by which it can be known again."""
    with EmulatedModem() as emulated:
        for pdu in pdus:
            emulated.receive_pdu(pdu)
        with Office(emulated.port, join_seconds=0) as office:
            return office.ready().next_of(SmsReceived)


@pytest.mark.parametrize("text", [LONG, "ë 😀 " * 40])
@pytest.mark.parametrize("left", [0, 1, -1])
def test_a_part_of_an_sms_that_is_kept_goes_without_a_word(emulated, text, left):
    parts = parts_of(text)
    kept = told_of(*parts)
    assert (kept.text, len(kept.pieces)) == (text, len(parts))
    emulated.receive_pdu(parts[left])
    with Office(emulated.port, check_seconds=0.02, join_seconds=0, has_memory=False) as office:
        office.ready().modem.remember(kept.pieces)
        assert gone(emulated, office)
        emulated.receive(CLIENT, "the next one", sent_at=AT)
        assert office.next_of(SmsReceived).text == "the next one"


@pytest.mark.parametrize(
    "again", [{"reference": 1}, {"sent_at": AT + timedelta(seconds=1)}], ids=["reference", "time"]
)
def test_the_same_text_sent_twice_is_two_sms_and_a_part_of_the_second_stays(emulated, again):
    """References wrap after 256: then the time tells the parts of two SMS apart."""
    first = told_of(*parts_of(LONG))
    second = parts_of(LONG, **again)
    emulated.receive_pdu(second[1])
    with Office(emulated.port, check_seconds=0.02, has_memory=False) as office:
        office.ready().modem.remember(first.pieces)
        office.sends("probe")
        for pdu in (second[0], *second[2:]):
            emulated.receive_pdu(pdu)
        assert office.next_of(SmsReceived).text == LONG


def test_two_sms_of_one_second_that_end_alike_are_both_whole(office, emulated):
    """Alarms may count no references: the last part of the second is that of the first, byte for
    byte."""
    for text in ("1" + "y" * 200, "2" + "y" * 200):
        emulated.receive(CLIENT, text, reference=0, sent_at=AT)
        told = office.next_of(SmsReceived)
        assert (told.text, told.problem) == (text, "")
        office.modem.delete(told.sms_id)
        assert gone(emulated, office)


def test_nothing_is_read_before_it_is_said_what_is_kept(emulated):
    """A part that was left is not taken for one of an SMS that came with the same reference."""
    old, new = parts_of("old " * 60), parts_of("new " * 60)
    emulated.receive_pdu(old[1])
    for pdu in new:
        emulated.receive_pdu(pdu)
    with Office(emulated.port, check_seconds=0.02, has_memory=False) as office:
        office.ready()
        for number in range(5):
            assert isinstance(office.sends("probe", f"s{number}"), SmsAccepted)
        assert emulated.stored == 3
        office.modem.remember(told_of(*old).pieces)
        assert office.next_of(SmsReceived).text == "new " * 60


@pytest.mark.parametrize("told", ["delete", "arrival"])
def test_what_is_said_while_another_sms_is_deleted_waits_for_no_check(emulated, told):
    """Mail and arrivals come in the middle of a command; the next check is a minute off."""
    said: list[str] = []

    def trace(way: str, data: bytes) -> None:
        if b"AT+CMGD=" in data and not said:
            said.append(told)
            if told == "delete":
                office.modem.delete(second.sms_id)
            else:
                emulated.receive(CLIENT, "third", sent_at=AT)

    with Office(emulated.port, trace=trace) as office:
        office.ready()
        for text in ("first", "second"):
            emulated.receive(CLIENT, text, sent_at=AT)
        first, second = (office.next_of(SmsReceived) for _ in range(2))
        office.modem.delete(first.sms_id)
        if told == "arrival":
            assert office.next_of(SmsReceived).text == "third"
        until = time.monotonic() + PATIENCE
        while told == "delete" and emulated.stored and time.monotonic() < until:
            time.sleep(0.01)
        assert emulated.stored == (0 if told == "delete" else 2)

"""The modem's thread against an emulated modem on a real tty, with short time-outs."""

import logging
import os
import threading

import pytest
import serial
from support.modem_office import CLIENT, READY, Office
from support.patience import PATIENCE

from hardware.emulated.modem import EmulatedModem
from hardware.modem.at import Timings
from hardware.modem.driver import Modem
from hardware.modem.events import (
    ModemLost,
    SmsAccepted,
    SmsRefused,
    SmsReported,
    SmsUncertain,
)


@pytest.fixture
def emulated():
    with EmulatedModem() as modem:
        yield modem


@pytest.fixture
def office(emulated):
    with Office(emulated.port) as office:
        yield office.ready()


@pytest.mark.parametrize("text", ["Hei på deg, 5 € og {æøå}", "ë 😀", "", "Takk!\nHilsen Kari"])
def test_a_message_goes_out_as_it_was_written(office, emulated, text):
    assert office.sends(text) == SmsAccepted("sms-1", (1,))
    sms = emulated.wait_for_sms(PATIENCE)
    assert (sms.number, sms.text, sms.parts) == (CLIENT, text, 1)


@pytest.mark.parametrize("text", ["x€" * 200, "😀" * 80])
def test_a_long_message_goes_out_in_parts(office, emulated, text):
    assert office.sends(text) == SmsAccepted("sms-1", (1, 2, 3) if "😀" in text else (1, 2, 3, 4))
    assert emulated.wait_for_sms(PATIENCE).text == text


def test_messages_go_out_in_the_order_in_which_they_came(office, emulated):
    for n in range(20):
        office.modem.send(f"sms-{n}", CLIENT, f"nr. {n}")
    assert [office.next().sms_id for _ in range(20)] == [f"sms-{n}" for n in range(20)]
    assert [sms.text for sms in emulated.sent] == [f"nr. {n}" for n in range(20)]


@pytest.mark.parametrize("echo", [True, False])
def test_noise_and_echo_do_not_matter(echo):
    with EmulatedModem(echo=echo) as emulated:
        emulated.faults.garbage = True
        with Office(emulated.port) as office:
            office.ready()
            assert office.sends("Hei") == SmsAccepted("sms-1", (1,))


@pytest.mark.parametrize(
    ("code", "retryable"), [(38, True), (500, True), (1, False), (28, False), (304, False)]
)
def test_a_refusal_says_whether_it_is_worth_another_try(office, emulated, code, retryable):
    emulated.faults.cms_error = code
    refused = office.sends("Hei")
    assert isinstance(refused, SmsRefused)
    assert (refused.code, refused.retryable) == (code, retryable)
    emulated.faults.cms_error = None
    assert office.sends("Hei", "sms-2") == SmsAccepted("sms-2", (1,))


def test_a_network_timeout_may_have_been_sent(office, emulated):
    emulated.faults.cms_error = 332
    assert isinstance(office.sends("Hei"), SmsUncertain)


def test_a_sim_alarm_loses_the_modem_with_a_sentence(office, emulated):
    emulated.faults.cms_error = 310
    refused = office.sends("Hei")
    assert (refused.code, refused.retryable) == (310, True)
    assert "put it in" in office.next().reason


def test_silence_after_the_text_is_uncertain_and_nothing_goes_out_twice(office, emulated):
    emulated.faults.silent_after_ctrl_z = True
    assert isinstance(office.sends("Hei"), SmsUncertain)
    emulated.faults.silent_after_ctrl_z = False
    assert isinstance(office.sends("Hopp", "sms-2"), SmsAccepted)
    assert [sms.text for sms in emulated.sent] == ["Hei", "Hopp"]


def test_a_modem_that_does_not_prompt_can_be_tried_again(office, emulated):
    emulated.faults.no_prompt = True
    refused = office.sends("Hei")
    assert isinstance(refused, SmsRefused)
    assert refused.retryable
    emulated.faults.no_prompt = False
    assert isinstance(office.sends("Hei"), SmsAccepted)
    assert [sms.text for sms in emulated.sent] == ["Hei"]


@pytest.mark.parametrize(("when", "outcome"), [("before", SmsRefused), ("after", SmsUncertain)])
def test_a_brown_out_in_mid_send(office, emulated, when, outcome):
    emulated.faults.reset_in_send = when
    assert isinstance(office.sends("Hei"), outcome)
    emulated.faults.reset_in_send = None
    assert isinstance(office.next(), ModemLost)
    assert office.next() == READY
    assert isinstance(office.sends("Hopp", "sms-2"), SmsAccepted)
    assert [sms.text for sms in emulated.sent] == (["Hei"] if when == "after" else []) + ["Hopp"]


def test_a_restart_while_idle_is_noticed_and_the_modem_set_up_anew(office, emulated):
    emulated.restart()
    assert "restarted" in office.next().reason
    assert office.next() == READY
    assert isinstance(office.sends("Hei"), SmsAccepted)


def test_part_of_a_long_message_accepted_is_uncertain(office, emulated):
    emulated.faults.credit = 1
    uncertain = office.sends("x" * 400)
    assert isinstance(uncertain, SmsUncertain)
    assert "1 of 3 parts" in uncertain.reason


def test_what_cannot_be_sent_is_refused_for_good(office, emulated):
    for number, text in (("10000001", "Hei"), (CLIENT, "\ud83d")):
        refused = office.sends(text, number=number)
        assert isinstance(refused, SmsRefused)
        assert not refused.retryable
    assert emulated.sent == []


def test_the_modem_unplugged_and_plugged_in_again(office, emulated):
    emulated.unplug()
    lost = office.next()
    assert isinstance(lost, ModemLost)
    assert "cable" in lost.reason
    refused = SmsRefused("sms-1", None, "modem not ready", True, unready=True)
    answer = office.sends("Hei")
    if isinstance(answer, ModemLost):  # opening it again finds nothing: another sentence
        answer = office.next()
    assert answer == refused
    emulated.plug()
    while (event := office.next()) != READY:
        assert isinstance(event, ModemLost)
    assert isinstance(office.sends("Hei"), SmsAccepted)


def test_unplugged_in_mid_send_is_uncertain():
    with EmulatedModem(delay=60) as emulated, Office(emulated.port) as office:
        office.ready()
        office.modem.send("sms-1", CLIENT, "Hei")
        emulated.wait_for_sms(PATIENCE)
        emulated.unplug()
        assert isinstance(office.next(), SmsUncertain)
        assert isinstance(office.next(), ModemLost)


def test_a_missing_modem_is_told_once_and_found_when_it_comes(tmp_path):
    path = tmp_path / "modem"
    with Office(str(path), retry_seconds=0) as office:
        assert str(path) in office.next().reason
        for _ in range(3):  # mail is read once per try to open
            assert isinstance(office.sends("Hei"), SmsRefused)
        with EmulatedModem(path):
            office.ready()


def test_a_prompt_left_open_by_a_killed_program_is_escaped(emulated):
    with serial.Serial(emulated.port, timeout=PATIENCE) as port:
        port.write(b"AT+CMGS=21\r")
        assert port.read_until(b"> ").endswith(b"> ")
        port.write(b"0001000A9174")
    with Office(emulated.port) as office:
        office.ready()
        assert isinstance(office.sends("Hei"), SmsAccepted)
    assert [sms.text for sms in emulated.sent] == ["Hei"]


def test_before_the_modem_is_ready_a_message_is_refused_to_be_tried_again(tmp_path):
    with Office(str(tmp_path / "modem"), retry_seconds=60) as office:
        office.next()
        assert office.sends("Hei") == SmsRefused(
            "sms-1", None, "modem not ready", True, unready=True
        )


def test_without_a_network_the_modem_is_lost_until_there_is_one(emulated):
    emulated.faults.registered = False
    with Office(emulated.port) as office:
        assert "antenna" in office.next().reason
        emulated.faults.registered = True
        office.ready()


def test_a_network_that_goes_away_is_noticed_without_sending(emulated):
    with Office(emulated.port, check_seconds=0.02) as office:
        office.ready()
        emulated.faults.registered = False
        assert "antenna" in office.next().reason


def test_a_port_that_another_program_uses(emulated):
    with serial.Serial(emulated.port, exclusive=True), Office(emulated.port) as office:
        assert "Another program" in office.next().reason


def test_something_else_than_a_modem(tmp_path):
    (tmp_path / "file").write_text("")
    with Office(str(tmp_path / "file")) as office:
        assert "does not open as a serial port" in office.next().reason
    master, slave = os.openpty()
    with Office(os.ttyname(slave), timings=Timings(resync=0.02)) as office:
        assert "does not answer" in office.next().reason
    os.close(master)
    os.close(slave)


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", '1"34'])
def test_a_pin_that_cannot_be_one(pin):
    with pytest.raises(ValueError, match="4 to 8 digits"):
        Modem("/dev/null", print, pin=pin)


def test_a_delivery_report_is_told_when_it_was_asked_for(emulated):
    with Office(emulated.port, delivery_reports=True) as office:
        office.ready()
        assert office.sends("Hei") == SmsAccepted("sms-1", (1,))
        assert office.next() == SmsReported(CLIENT, 1, delivered=True, status=0)
        assert office.sends("Hopp", "sms-2") == SmsAccepted("sms-2", (2,))
        assert office.next().reference == 2  # the network sends none after one unacknowledged


def test_stopping_leaves_no_thread_and_no_descriptor_behind(emulated):
    def held():
        return len(os.listdir("/proc/self/fd")), threading.active_count()

    before = held()
    with Office(emulated.port) as office:
        office.ready()
        office.sends("Hei")
    assert held() == before
    assert office.sends("for sent") == SmsRefused(
        "sms-1", None, "modem not ready", True, unready=True
    )


def test_stopping_a_modem_that_was_never_started_answers_its_mail():
    office = Office("/nowhere")
    office.modem.send("sms-1", CLIENT, "Hei")
    office.modem.stop()
    assert isinstance(office.next(), SmsRefused)


def test_stopping_in_mid_send_says_that_it_may_have_been_sent():
    with EmulatedModem(delay=60) as emulated:
        with Office(emulated.port, timings=Timings()) as office:
            office.ready()
            office.modem.send("sms-1", CLIENT, "Hei")
            office.modem.send("sms-2", CLIENT, "Hopp")
            emulated.wait_for_sms(PATIENCE)
        assert isinstance(office.next(), SmsUncertain)
        assert isinstance(office.next(), SmsRefused)
        assert [sms.text for sms in emulated.sent] == ["Hei"]


def test_the_log_shows_neither_numbers_nor_texts(office, emulated, caplog):
    caplog.set_level(logging.DEBUG)
    office.sends("Hemmelig beskjed")
    emulated.unplug()
    office.next()
    assert "*********01" in caplog.text
    assert "0000001" not in caplog.text
    assert "Hemmelig" not in caplog.text

"""Where the modem is and how fast it talks, its reset line, two modems, and what the log shows."""

from __future__ import annotations

import queue
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from support.modem_office import CLIENT, SHORT, Office
from support.patience import PATIENCE

from hardware.emulated.modem import EmulatedModem
from hardware.modem import line
from hardware.modem.driver import Modem
from hardware.modem.events import (
    ModemLost,
    ModemReady,
    ModemWarning,
    SmsAccepted,
    SmsReceived,
    SmsRefused,
)
from hardware.modem.failover import Failover
from hardware.modem.questions import STATUS, Question
from hardware.modem.wire_log import WireLog, masked


@pytest.fixture
def devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(line, "PROBE_SECONDS", 0.1)
    (tmp_path / "serial" / "by-id").mkdir(parents=True)
    return tmp_path


# Port and speed


def test_a_modem_is_found_whatever_its_port_is_called(devices: Path) -> None:
    (devices / "ttyUSB0").symlink_to("/dev/null")
    with EmulatedModem(devices / "ttyUSB1"), Office("auto", devices=devices) as office:
        office.ready()


def test_a_modem_that_comes_back_under_another_name_is_found_again(devices: Path) -> None:
    with Office("auto", devices=devices, retry_seconds=0) as office:
        assert "no serial port" in office.next().reason
        with EmulatedModem(devices / "ttyUSB0"):
            office.next_of(ModemReady)
        assert isinstance(office.next(), ModemLost)
        with EmulatedModem(devices / "ttyACM3"):
            office.next_of(ModemReady)
            office.modem.send("s", CLIENT, "Hei")
            assert isinstance(office.next_of(SmsAccepted), SmsAccepted)


def test_names_that_stay_the_same_are_asked_first(devices: Path) -> None:
    (devices / "ttyUSB0").touch()
    (devices / "serial" / "by-id" / "usb-modem").symlink_to(devices / "ttyUSB0")
    (devices / "ttyUSB1").touch()
    assert list(line.ttys(devices)) == [
        str(devices / "serial" / "by-id" / "usb-modem"),
        str(devices / "ttyUSB1"),
    ]


@pytest.mark.parametrize("baud", [9600, 57600])
def test_the_speed_is_found(devices: Path, baud: int) -> None:
    with EmulatedModem(baud=baud) as emulated, Office(emulated.port) as office:
        assert "does not answer" in office.next().reason
        office.ready()
        assert isinstance(office.sends("Hei"), SmsAccepted)


def test_the_speed_is_found_with_auto_at_once(devices: Path) -> None:
    with EmulatedModem(devices / "ttyUSB0", baud=9600), Office("auto", devices=devices) as office:
        office.ready()


def test_stopping_does_not_wait_for_every_speed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "PROBE_SECONDS", 1)
    (tmp_path / "serial").mkdir()
    with EmulatedModem(tmp_path / "ttyUSB0") as emulated:
        emulated.faults.dead = True
        began = time.monotonic()
        with Office("auto", devices=tmp_path):
            emulated.say("RING")
        assert time.monotonic() - began < 4


# Reset


def test_a_modem_that_stays_silent_is_reset(devices: Path) -> None:
    resets = threading.Semaphore(0)
    with EmulatedModem() as emulated:
        emulated.faults.dead = True

        def reset() -> None:
            emulated.restart()
            resets.release()

        with Office(emulated.port, reset=reset, timings=SHORT) as office:
            assert "does not answer" in office.next().reason
            assert resets.acquire(timeout=PATIENCE)
            office.next_of(ModemReady)


# Questions


def answer(office: Office, command: str) -> tuple[bool, str]:
    answers: queue.Queue[tuple[bool, str]] = queue.Queue()
    office.modem.ask(Question(command, lambda ok, words: answers.put((ok, words))))
    return answers.get(timeout=PATIENCE)


def test_an_installer_reads_how_the_modem_stands() -> None:
    with EmulatedModem() as emulated, Office(emulated.port) as office:
        office.ready()
        ok, words = answer(office, STATUS)
    assert ok
    for fact in ("Emulated, registered", "-71 dBm", "0 of 20", "ends in 0001", "3 of 250"):
        assert fact in words


def test_an_at_command_is_answered_as_the_modem_answers() -> None:
    with EmulatedModem() as emulated, Office(emulated.port) as office:
        office.ready()
        assert answer(office, "AT+CSQ") == (True, "+CSQ: 21,0\nOK")
        assert answer(office, "AT+CGMM") == (True, "Emulated modem\nOK")
        assert answer(office, "AT+NONSENSE?") == (False, "+CME ERROR: 4")
        assert isinstance(office.sends("Hei"), SmsAccepted)


@pytest.mark.parametrize(
    "command",
    [
        "AT+CMGS=10",
        "at+cmgw=10",
        "AT+CMSS=1",
        'AT+CPIN="1234"',
        'AT+CLCK="SC",0,"1234"',
        "ATD+4710000001;",
        "ATE0D112",
        "AT;+CMGS=20",
        "AT+CSQ\rATD112",
        "AT+CSQ\x1a",
        "hello",
        "",
        "ÅT",
    ],
)
def test_what_costs_money_or_the_card_is_not_passed_on(command: str) -> None:
    with EmulatedModem() as emulated, Office(emulated.port) as office:
        office.ready()
        ok, words = answer(office, command)
        assert (ok, "passed on" in words) == (False, True)
        assert isinstance(office.sends("Hei"), SmsAccepted)


def test_after_a_command_that_changes_something_the_modem_is_set_up_anew() -> None:
    with EmulatedModem() as emulated, Office(emulated.port) as office:
        office.ready()
        assert answer(office, "AT+CNMI=0,0,0,0,0")[0]
        assert isinstance(office.next(), ModemLost)
        office.ready()
        emulated.receive(CLIENT, "Hei")
        assert office.next().text == "Hei"


def test_a_question_to_a_lost_modem_says_why(tmp_path: Path) -> None:
    with Office(str(tmp_path / "modem"), retry_seconds=60) as office:
        reason = office.next().reason
        assert answer(office, STATUS) == (False, reason)
    assert answer(office, STATUS) == (False, "The modem is stopped.")


# Two modems


class TwoModems:
    def __init__(self, first: str, spare: str) -> None:
        self.events: queue.Queue[object] = queue.Queue()
        make = [partial(Modem, port, retry_seconds=0.02, timings=SHORT) for port in (first, spare)]
        self.modem = Failover(self.events.put, make)

    def __enter__(self) -> TwoModems:
        self.modem.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.modem.stop()

    def next_of(self, *kinds: type) -> object:
        while not isinstance(event := self.events.get(timeout=PATIENCE), kinds):
            pass
        return event


def test_the_spare_sends_while_the_first_is_lost(tmp_path: Path) -> None:
    with (
        EmulatedModem() as first,
        EmulatedModem() as spare,
        TwoModems(first.port, spare.port) as both,
    ):
        both.next_of(ModemReady)
        both.modem.send("a", CLIENT, "by one of them")
        assert both.next_of(SmsAccepted).sms_id == "a"  # by the spare, if that was ready first
        first.unplug()
        warning = both.next_of(ModemWarning)
        while "first modem is lost" not in warning.sentence:
            warning = both.next_of(ModemWarning)
        both.modem.send("b", CLIENT, "by the spare")
        assert both.next_of(SmsAccepted).sms_id == "b"
        assert spare.sent[-1].text == "by the spare"
        first.plug()
        while (warning := both.next_of(ModemWarning)).sentence:
            pass
        both.modem.send("c", CLIENT, "by the first again")
        assert both.next_of(SmsAccepted).sms_id == "c"
        assert first.sent[-1].text == "by the first again"


def test_two_lost_modems_are_one_lost_modem(tmp_path: Path) -> None:
    with (
        EmulatedModem() as first,
        EmulatedModem() as spare,
        TwoModems(first.port, spare.port) as both,
    ):
        both.next_of(ModemReady)
        first.unplug()
        both.next_of(ModemWarning)
        spare.unplug()
        assert "check its cable" in both.next_of(ModemLost).reason
        both.modem.send("a", CLIENT, "Hei")
        assert both.next_of(SmsRefused).unready
        spare.plug()
        both.next_of(ModemReady)


def test_both_receive_and_both_delete() -> None:
    with (
        EmulatedModem() as first,
        EmulatedModem() as spare,
        TwoModems(first.port, spare.port) as both,
    ):
        both.next_of(ModemReady)
        for modem in (first, spare):
            modem.receive(CLIENT, f"to {modem.port}")
            sms = both.next_of(SmsReceived)
            both.modem.delete(sms.sms_id)
        for n in range(50):
            if first.stored + spare.stored == 0:
                break
            both.modem.send(f"s{n}", CLIENT, "x")
            both.next_of(SmsAccepted)


# The log


def test_the_wire_log_shows_the_dialogue_without_what_is_nobodys_business(tmp_path: Path) -> None:
    log = WireLog(tmp_path / "modem.log")
    card = "89470000000000077777"
    with (
        EmulatedModem(pin="1234", card=card) as emulated,
        Office(emulated.port, pin="1234", pin_folder=tmp_path, trace=log.trace) as office,
    ):
        office.ready()
        office.sends("Hemmelig beskjed til +4710000001")
    text = (tmp_path / "modem.log").read_text()
    assert "> AT+CSQ" in text
    assert "< +CSQ: 21,0" in text
    assert "AT+CPIN=****" in text
    assert "octets>" in text
    for secret in ("1234", card, "0000001", "C8B23C"):
        assert secret not in text


def test_the_wire_log_does_not_grow_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hardware.modem.wire_log.LARGEST", 1000)
    log = WireLog(tmp_path / "modem.log")
    for _ in range(200):
        log.trace("<", b"\r\n+CSQ: 21,0\r\n")
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 3000


@pytest.mark.parametrize(
    ("line_", "shown"),
    [
        ('+CLIP: "+4710000001",145', '+CLIP: "*********01",145'),
        ('AT+CPIN="1234"', "AT+CPIN=****"),
        ("0001000A917401000010", "<10 octets>"),
        ("+CMGS: 255", "+CMGS: 255"),
    ],
)
def test_masking(line_: str, shown: str) -> None:
    assert masked(line_) == shown

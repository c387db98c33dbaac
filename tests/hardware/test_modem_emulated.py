"""The emulated modem itself: what it shows of the far end, and the program that outlives us."""

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
import serial
from support.patience import PATIENCE

from hardware.emulated.modem import EmulatedModem
from hardware.modem.pdu import submit_parts

CLIENT = "+4710000001"


class Terminal:
    """Types at a modem and reads what it says."""

    def __init__(self, path):
        self.port = serial.Serial(path, timeout=PATIENCE)

    def types(self, text, until="OK\r\n"):
        self.port.write(text.encode())
        said = self.port.read_until(until.encode()).decode("latin-1")
        assert said.endswith(until), said
        return said

    def sends(self, part, until="OK\r\n"):
        self.types(f"AT+CMGS={part.length}\r", "> ")
        return self.types(f"{part.pdu}\x1a", until)


@contextmanager
def terminal(modem):
    terminal = Terminal(modem.port)
    with terminal.port:
        terminal.types("ATE0\r")
        yield terminal


@pytest.fixture
def emulated(tmp_path):
    with EmulatedModem(tmp_path / "modem", journal=tmp_path / "journal") as modem:
        yield modem


def journal(tmp_path):
    return [json.loads(line) for line in (tmp_path / "journal").read_text().splitlines()]


def test_the_journal_has_the_sms_before_the_modem_answers(tmp_path):
    path = tmp_path / "journal"
    with EmulatedModem(journal=path, delay=60) as modem, terminal(modem) as user:
        (part,) = submit_parts(CLIENT, "Hei på deg 😀", reference=0)
        user.types(f"AT+CMGS={part.length}\r", "> ")
        user.port.write(part.pdu.encode() + b"\x1a")
        sent = modem.wait_for_sms(PATIENCE)
        assert user.port.in_waiting == 0
        assert journal(tmp_path) == [
            {"number": CLIENT, "text": sent.text, "parts": 1, "at": sent.at.isoformat()}
        ]
        assert sent.text == "Hei på deg 😀"


def test_parts_make_one_sms_in_any_order_and_again_after_a_repeated_part(emulated, tmp_path):
    first, second = submit_parts(CLIENT, "x" * 200, reference=9)
    with terminal(emulated) as user:
        for part in (second, second, first):
            user.sends(part)
    assert [(sms.text, sms.parts) for sms in emulated.sent] == [("x" * 200, 2)]
    assert [entry["parts"] for entry in journal(tmp_path)] == [2]


def test_errors_have_numbers_only_when_they_were_asked_for(emulated):
    (part,) = submit_parts(CLIENT, "Hei", reference=0)
    emulated.faults.cms_error = 38
    with terminal(emulated) as user:
        assert user.sends(part, "ERROR\r\n") == "\r\nERROR\r\n"
        user.types("AT+CMEE=1\r")
        assert user.sends(part, " 38\r\n") == "\r\n+CMS ERROR: 38\r\n"
    assert emulated.sent == []


def test_a_pdu_of_another_length_than_announced_is_refused(emulated):
    with terminal(emulated) as user:
        user.types("AT+CMEE=1\r")
        user.types("AT+CMGS=99\r", "> ")
        assert "304" in user.types("00010000\x1a", "\r\n+CMS ERROR: 304\r\n")
        user.types("AT+CMGS=99\r", "> ")
        user.types("0001\x1b")
    assert emulated.sent == []


def test_unplugging_hangs_up_and_plugging_in_brings_another_tty_at_the_old_link(emulated):
    with terminal(emulated) as user:
        old_tty = os.path.realpath(emulated.port)
        emulated.unplug()
        assert not os.path.lexists(emulated.port)
        with pytest.raises(serial.SerialException):
            user.port.read(1)
        emulated.plug()
        assert os.path.realpath(emulated.port) != old_tty
    with terminal(emulated) as user:
        assert "+CPIN: READY" in user.types("AT+CPIN?\r")


@pytest.mark.parametrize("unplug", [True, False])
def test_after_power_up_it_has_forgotten_what_it_was_doing(unplug):
    with EmulatedModem(delay=60) as modem, terminal(modem) as user:
        (part,) = submit_parts(CLIENT, "Hei", reference=0)
        user.types(f"AT+CMGS={part.length}\r", "> ")
        user.port.write(part.pdu.encode() + b"\x1a")
        modem.wait_for_sms(PATIENCE)
        if unplug:
            modem.unplug()
            modem.plug()
            user = Terminal(modem.port)
        else:
            modem.restart()
        with user.port:
            assert "CMGS" not in user.types("AT\r")


def test_waiting_in_vain_ends(emulated):
    with pytest.raises(TimeoutError, match=r"within 0\.01 s"):
        emulated.wait_for_sms(0.01)


def test_stopping_leaves_nothing_behind(tmp_path):
    before = len(os.listdir("/proc/self/fd")), threading.active_count()
    with EmulatedModem(tmp_path / "modem") as modem:
        modem.say("RING")
    assert (len(os.listdir("/proc/self/fd")), threading.active_count()) == before
    assert list(tmp_path.iterdir()) == []


def test_the_program_runs_until_sigterm_and_takes_its_link_away(tmp_path):
    link, kept = tmp_path / "modem", tmp_path / "journal"
    with subprocess.Popen(
        [sys.executable, "-m", "hardware.emulated.modem", "--link", link, "--journal", kept],
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == f"modem on {link}\n"
        user = Terminal(str(link))
        with user.port:
            user.sends(*submit_parts(CLIENT, "Hei", reference=0))
        program.send_signal(signal.SIGTERM)
        assert program.wait(PATIENCE) == 0
    assert [entry["text"] for entry in journal(tmp_path)] == ["Hei"]
    assert not os.path.lexists(link)

"""A real call, an SMS at a modem that takes its time, the delivery report, and what comes back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.little_office import NORDLYS_SMS, STROM_SMS, office
from support.messages import hears, speaks_message
from support.patience import PATIENCE
from support.ports import nobody
from support.running_box import RunningBox, eventually

from appliance.probe.telephone import Telephone
from hardware.emulated.modem import EmulatedModem

PART_SECONDS, REPORT_SECONDS = 3.0, 2.0
"""What a network takes as a rule for a part, and until the telephone has it."""
ANNA = "+4710000071"


@pytest.fixture
def modem(memory: Path) -> Iterator[EmulatedModem]:
    with EmulatedModem(memory / "modem", delay=PART_SECONDS, report_delay=REPORT_SECONDS) as modem:
        yield modem


@pytest.fixture
def box(modem: EmulatedModem, memory: Path, prompts: Path) -> Iterator[RunningBox]:
    base = office({name: nobody(name) for name in ("anna", "bo", "cato")})
    anna = replace(base.agents["anna"], mobile=ANNA)
    directory = replace(base, agents={**base.agents, "anna": anna})
    with RunningBox(memory / "box", prompts, directory, modem_port=modem.port) as box:
        box.shows(lambda view: any("signal" in row["text"] for row in view["rows"]))
        yield box


def sentralbord(box: RunningBox, *words: str) -> str:
    """What the command says, asked of the running box."""
    ended = subprocess.run(
        [sys.executable, "-m", "appliance", *words, "--device", str(box.process.file)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_a_message_of_a_call_is_delivered_and_the_answer_is_tied_to_it(
    box: RunningBox, modem: EmulatedModem, telephone: Telephone
) -> None:
    hears(speaks_message(telephone, box), "message_taken")
    assert modem.wait_for_sms(PATIENCE).number == NORDLYS_SMS
    box.shows(lambda view: view["delivered"] == 1, PATIENCE)
    box.shows(lambda view: not view["calls"])
    (row,) = eventually(lambda: [r for r in box.outbox() if r["state"] == "delivered"])
    assert "delivered" in sentralbord(box, "sms", "list", "--all")

    modem.receive(NORDLYS_SMS, "Takk, vi ringer tilbake ë😀")
    box.shows(lambda view: view["inbox"] == 1)
    said = sentralbord(box, "sms", "inbox")
    assert f"nordlys (answers message {row['message']}): Takk, vi ringer tilbake ë😀" in said
    eventually(lambda: modem.stored == 0)
    assert "marked as read" in sentralbord(box, "sms", "read", said.split()[0])
    box.shows(lambda view: view["inbox"] == 0)


def test_staff_set_their_status_by_sms_and_an_installer_asks_the_modem(
    box: RunningBox, modem: EmulatedModem
) -> None:
    modem.receive(ANNA, "MØTE 30 MIN")
    box.shows(lambda view: any(lamp["pattern"] == "away" for lamp in view["lamps"]))
    assert modem.wait_for_sms(PATIENCE).text.startswith("Anna: borte (møte) til ")
    status = sentralbord(box, "modem", "status")
    assert "Emulated, registered" in status
    assert sentralbord(box, "modem", "at", "AT+CSQ") == "+CSQ: 21,0\nOK\n"
    assert "AT+CSQ" in sentralbord(box, "modem", "log")
    assert ANNA[3:] not in sentralbord(box, "modem", "log")
    said = sentralbord(box, "modem", "send", STROM_SMS, "Hei på deg", "--yes")
    assert said == "The SMS is taken: 1 SMS (GSM alphabet).\n"
    assert modem.wait_for_sms(PATIENCE).text == "Hei på deg"


def test_without_the_switchboard_the_modem_is_asked_directly(
    box: RunningBox, modem: EmulatedModem
) -> None:
    box.stop()
    assert "Emulated, registered" in sentralbord(box, "modem", "status")
    said = sentralbord(box, "modem", "send", STROM_SMS, "x" * 161, "--yes")
    assert said == "The network took it, in 2 SMS.\n"
    assert [sms.text for sms in modem.sent] == ["x" * 161]

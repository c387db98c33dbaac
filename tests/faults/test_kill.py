"""kill -9 at any moment after "your message is taken": nothing promised vanishes or comes twice.

SENTRALBORD_KILLS says how many kills there are (12), four to a test; -s shows the count of fates.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest
from support.little_office import CALLER_SAYS, NORDLYS_SMS, office, tone_seconds
from support.messages import hears, speaks_message
from support.ports import nobody
from support.running_box import RunningBox, eventually

from appliance.core.words.numbers import readable

KILLS = int(os.environ.get("SENTRALBORD_KILLS", "12"))
KILLS_IN_A_TEST = 4
PART_SECONDS = 0.15
"""What the network takes for an SMS, so that many kills fall into the sending."""
LATEST_KILL_SECONDS = 0.6
FATES = {"sent, went out", "delivered, went out", "maybe, went out", "maybe, did not go out"}
UNSETTLED = ("queued", "sending")


@pytest.fixture
def modem(memory: Path):
    """A modem that outlives the switchboard; it has a process, a tty, and a journal of its own."""
    link, journal = memory / "modem", memory / "journal"
    command = [sys.executable, "-m", "hardware.emulated.modem", "--link", str(link)]
    command += ["--journal", str(journal), "--delay", str(PART_SECONDS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("modem on")
        yield link, journal
        process.terminate()


def went_out(journal: Path) -> list[dict[str, str]]:
    """Every SMS that left the modem."""
    return (
        [json.loads(line) for line in journal.read_text().splitlines()] if journal.exists() else []
    )


def fate(row: dict[str, str], times_sent: int) -> str:
    """What became of one promise."""
    return f"{row['state']}, {'went out' if times_sent else 'did not go out'}"


@pytest.mark.parametrize("seed", range(-(-KILLS // KILLS_IN_A_TEST)))
def test_every_promise_is_kept_once_or_shown_as_doubtful(seed, modem, memory, prompts, telephone):
    link, journal = modem
    chance = random.Random(seed)
    staff = {name: nobody(name) for name in ("anna", "bo", "cato")}
    directory = office(staff)
    promised = [f"+4710{seed:03}{n:03}" for n in range(KILLS_IN_A_TEST)]
    with RunningBox(memory / "box", prompts, directory, modem_port=str(link)) as box:
        for caller in promised:
            hears(speaks_message(telephone, box, caller, seconds=0.6), "message_taken", 0.02)
            threading.Event().wait(chance.uniform(0, LATEST_KILL_SECONDS))
            box.kill()
            box.start()
        eventually(lambda: not any(row["state"] in UNSETTLED for row in box.outbox()))
        fates = Counter(kept(box, caller, went_out(journal)) for caller in promised)
        doubtful = sum(row["state"] == "maybe" for row in box.outbox())
        if doubtful:
            box.fault(f"{doubtful} SMS may have been sent")
    assert set(fates) <= FATES, fates
    print(f"seed {seed}: {dict(fates)}")


def kept(box: RunningBox, caller: str, sent: list[dict[str, str]]) -> str:
    """Look up one promise: its message, its recording, its SMS; tell its fate."""
    (message,) = [row for row in box.messages() if row["caller"] == caller]
    assert tone_seconds(box.recording(message), CALLER_SAYS) > 0.1
    (row,) = [row for row in box.outbox() if row["message"] == message["id"]]
    assert row["number"] == NORDLYS_SMS
    times_sent = sum(sms["text"].startswith(readable(caller, "nb")) for sms in sent)
    assert times_sent <= 1, f"the SMS for {caller} went out {times_sent} times"
    return fate(row, times_sent)

"""A running box that tells all it can (log, views, answers, bundle, processes) tells no secret."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.box_fixtures import memory, prompts
from support.little_office import office
from support.planted import HASH, ID, MARK
from support.ports import nobody
from support.running_box import RunningBox, eventually

from appliance.core.model.calendar import CalendarAccess
from appliance.core.settings.trunks import Trunk
from hardware.emulated.modem import EmulatedModem

__all__ = ["memory", "prompts"]

SIM_PIN = "73914286"
TRUNK = Trunk(
    "127.0.0.1:9", "+4710000000", user="10000001", password=f"{MARK}-trunk", registrar="127.0.0.1:9"
)
AT_DEBUG = (
    "import logging; logging.basicConfig(level=10); from appliance.commands import main; main()"
)
ASKED = (
    ("view", {}),
    ("info", {}),
    ("why", {"agent": "anna"}),
    ("why", {"agent": "nobody"}),
    ("modem", {"command": "status"}),
    ("settings", {}),
    ("keep_settings", {}),
)


@pytest.fixture
def secretive(prompts: Path, memory: Path) -> Iterator[RunningBox]:
    """A box at debug level: a trunk that is not there, a calendar, a PIN, a SIM card with one."""
    made = office({name: nobody(name) for name in ("anna", "bo", "cato")}, trunk=TRUNK)
    calendar = CalendarAccess(f"https://127.0.0.1:9/{MARK}", "kari", f"{MARK}-calendar")
    anna = replace(made.agents["anna"], pin=HASH, calendar=calendar)
    bo = replace(made.agents["bo"], calendar=CalendarAccess(mailbox="bo@example.com"))
    settled = replace(made.office, graph_tenant=ID, graph_client=ID, graph_secret=f"{MARK}-graph")
    made = replace(made, office=settled, agents={**made.agents, "anna": anna, "bo": bo})
    port = memory / "modem-of-the-card"
    modem = EmulatedModem(port, pin=SIM_PIN)
    modem.start()
    tables = {"modem": {"kind": "serial", "port": str(port), "pin": SIM_PIN}}
    box = RunningBox(memory, prompts, made, modem_port=str(port), tables=tables)
    box.process.program = ("-c", AT_DEBUG, "run")
    try:
        with box:
            yield box
    finally:
        modem.stop()


def innocent(text: str, what: str) -> None:
    """Fail where a secret stands in the text."""
    for secret in (MARK, SIM_PIN, HASH):
        assert secret not in text, f"{what}: {text[max(0, text.find(secret) - 200) :][:400]}"


def test_a_running_box_tells_no_secret(secretive: RunningBox, memory: Path) -> None:
    box = secretive
    eventually(lambda: box.client.ask("modem", command="status").ok)
    for what, more in ASKED:
        answer = box.client.ask(what, **more)
        innocent(f"{answer.words}{json.dumps(answer.data)}", what)
    bundle = memory / "help.zip"
    for arguments in (
        ["support", str(bundle), "--log", str(box.process.log)],
        ["settings", "diff", "1", "1"],
        ["settings", "history"],
        ["usage", "--csv"],
        ["route", "+4710000001"],
        ["why", "anna"],
        ["settings", "check", str(box.process.file)],
        ["no-such-command"],
    ):
        innocent(said_by(box, *arguments), " ".join(arguments))
    with zipfile.ZipFile(bundle) as archive:
        for name in archive.namelist():
            innocent(archive.read(name).decode(), name)
    innocent(processes(), "ps")
    box.stop()
    assert "INFO" in box.log, "it tells all that it can"
    innocent(box.log, "the log")


def test_a_revision_that_cannot_be_used_is_told_without_its_secrets(secretive: RunningBox) -> None:
    """Written past the page, by hand: the log and the answer name the place, not the password."""
    broken = f'[office]\nname = "Fjordkontoret"\n[trunk]\npassword = ["{MARK}"]\n'
    broken += f'[agents.anna]\nname = "Anna"\naddress = "x"\ncalendar = "https://{MARK}.example"\n'
    with secretive.store() as store:
        store.publish(broken, "hand")
    answer = secretive.client.ask("settings")
    assert not answer.ok
    innocent(answer.words, "settings")
    secretive.stop()
    innocent(secretive.log, "the log")


def said_by(box: RunningBox, *arguments: str) -> str:
    """All that a command says."""
    command = [sys.executable, "-m", "appliance", "--device", str(box.process.file), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return done.stdout + done.stderr


def processes() -> str:
    """What anybody on the box sees of its processes, as `ps` shows it."""
    found = [one / "cmdline" for one in Path("/proc").iterdir() if one.name.isdecimal()]
    lines = []
    for each in found:
        try:
            if each.parent.stat().st_uid == os.getuid():
                lines.append(each.read_bytes().decode(errors="replace"))
        except OSError:
            continue  # it has ended meanwhile
    return "\n".join(lines)

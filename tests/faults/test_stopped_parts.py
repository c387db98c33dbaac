"""A process beside the switchboard, or its modem, stands still: callers are served all the same."""

from __future__ import annotations

import os
import pty
import signal
import tty
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from support.little_office import office
from support.messages import hears, is_served, speaks_message
from support.office_process import OfficeProcess
from support.patience import PATIENCE
from support.ports import nobody
from support.running_box import RunningBox, eventually
from support.systemd_ear import SystemdEar
from support.web_process import WebProcess

CALLERS = 5


def events(url: str) -> HTTPConnection:
    """A browser that watches the page."""
    browser = HTTPConnection(url.removeprefix("http://"), timeout=PATIENCE)
    browser.request("GET", "/events")
    return browser


def test_the_page_stands_while_callers_come_and_goes_on_with_the_newest(box, telephone) -> None:
    with WebProcess(box.process, "--demo-without-password") as page:
        browser = events(page.url)
        stream = browser.getresponse()
        while b"data: " not in stream.readline():
            pass
        page.is_told(signal.SIGSTOP)
        for _ in range(CALLERS):
            is_served(telephone, box)
        box.client.ask("presence", agent="anna", status="away", reason="lunsj")
        page.is_told(signal.SIGCONT)
        while b"lunsj" not in stream.readline():
            pass
        browser.close()
    assert "Traceback" not in box.log


def test_the_reader_of_calendars_stands_while_callers_come(
    box, telephone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SystemdEar(tmp_path, watchdog_seconds=60) as systemd:
        for name, value in systemd.environment.items():
            monkeypatch.setenv(name, value)
        with OfficeProcess(box.process.file) as reader:
            systemd.hears("READY=1")
            assert reader.process
            os.kill(reader.process.pid, signal.SIGSTOP)
            for _ in range(CALLERS):
                is_served(telephone, box)
            os.kill(reader.process.pid, signal.SIGCONT)
            assert reader.stop() == 0


@pytest.fixture
def dead_tty() -> Iterator[str]:
    """A serial device that says nothing, and whose far end reads nothing."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    yield os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


def test_a_modem_that_stands_is_told_and_what_is_owed_waits(
    dead_tty: str, memory: Path, prompts: Path, telephone
) -> None:
    directory = office({name: nobody(name) for name in ("anna", "bo", "cato")})
    with RunningBox(memory / "box", prompts, directory, modem_port=dead_tty) as box:
        box.fault("does not answer")
        hears(speaks_message(telephone, box), "message_taken")
        is_served(telephone, box)
        (row,) = eventually(box.outbox)
        assert row["state"] == "queued"
        assert box.stop() == 0

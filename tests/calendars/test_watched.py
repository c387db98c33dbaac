"""The office process tells systemd that it goes on; one that stands is silent."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from support.office_process import OfficeProcess
from support.systemd_ear import SystemdEar


def test_it_is_heard_while_it_goes_on_and_silent_while_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody answers at the switchboard's socket: that is no reason to be ended."""
    device = tmp_path / "device.toml"
    device.write_text(f'[folders]\ndata = "{tmp_path}"\nruntime = "{tmp_path}"\n')
    with SystemdEar(tmp_path, watchdog_seconds=0.4) as systemd:
        for name, value in systemd.environment.items():
            monkeypatch.setenv(name, value)
        with OfficeProcess(device) as office:
            assert systemd.next() == "READY=1"
            systemd.hears("WATCHDOG=1")
            assert office.process
            os.kill(office.process.pid, signal.SIGSTOP)
            assert systemd.hears_nothing(1.0)
            os.kill(office.process.pid, signal.SIGCONT)
            systemd.hears("WATCHDOG=1")
            office.process.terminate()
            systemd.hears("STOPPING=1")

"""The office process beside a box of a test, and calendars that hold something now."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from support.calendars import event, ics
from support.patience import PATIENCE

NOW_AND_THEN = ("--every", "0.3", "--look", "0.1")
"""So that a test need not wait for minutes."""

ONCE = ("--every", "3600", "--look", "0.1")


class OfficeProcess:
    """`sentralbord office` for the box that `device` describes; a context manager."""

    def __init__(self, device: Path, *options: str) -> None:
        self._log = device.with_name("office.log")
        self._command = [sys.executable, "-m", "appliance", "office", "--device", str(device)]
        self._options = options or NOW_AND_THEN
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self._command, *self._options], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> int:
        """End it, and give its status; it must not take long."""
        assert self.process
        self.process.terminate()
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.process.kill()

    @property
    def log(self) -> str:
        """What it wrote so far."""
        return self._log.read_text(errors="replace")


def meeting_now(shown: str = "BUSY") -> bytes:
    """A calendar with a meeting that has just begun and lasts two hours."""
    begins = datetime.now(UTC) - timedelta(minutes=10)
    return ics(
        event(
            f"DTSTART:{begins:%Y%m%dT%H%M%SZ}",
            "DURATION:PT2H",
            f"X-MICROSOFT-CDO-BUSYSTATUS:{shown}",
        )
    )

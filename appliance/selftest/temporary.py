"""A whole switchboard in a folder of its own: for the self-test, the demo, the bench, and tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import tomli_w

from appliance.box import render_prompts
from appliance.control import ControlClient, ControlUnavailable
from appliance.device import Device, read_device
from appliance.store.store import Store

STOP_SECONDS = 10.0
AUTHOR = "sentralbord"
"""Who has published a document that nobody has touched."""


class DidNotStart(RuntimeError):
    """The switchboard ended or did not come up; the message holds what it said."""


class TemporaryBox:
    """A box in `folder`, described by device.toml there, run as a process of its own."""

    program: Sequence[str] = ("-m", "appliance", "run")
    """What Python runs; it gets the file of the box as --device."""

    def __init__(self, folder: Path, tables: Mapping[str, Any]) -> None:
        """`tables` are those of device.toml; the folders are the box's own unless they say so."""
        folder.mkdir(parents=True, exist_ok=True)
        folders = {"data": str(folder / "data"), "runtime": str(folder / "run")}
        own = {"folders": folders, "clock": {"trusted": True}}
        self.file = folder / "device.toml"
        self.file.write_text(tomli_w.dumps({**own, **tables}), encoding="utf-8")
        self.log = folder / "log"
        self.device: Device = read_device(self.file)
        self.process: subprocess.Popen[bytes] | None = None

    def publish(self, document: str) -> None:
        """Settle the office so, unless a person has settled it otherwise; speak its prompts."""
        self.device.folders.data.mkdir(parents=True, exist_ok=True)
        with Store(self.device.database, self.device.media) as store:
            store.migrate()
            now = store.current()
            if now is None or (now.author == AUTHOR and now.document != document):
                store.publish(document, author=AUTHOR)
        render_prompts(self.device)

    def start(self, seconds: float = 20.0) -> Self:
        """Start the switchboard and wait until it can be asked; raises DidNotStart."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.program, "--device", str(self.file)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is ours to pass on
            )
        try:
            self._wait_until_up(self.process, time.monotonic() + seconds)
        except BaseException:
            self.stop()  # nobody else knows yet that it runs
            raise
        return self

    def comes_back(self, seconds: float = 120.0) -> bool:
        """Wait until it has started anew by itself, as after a restore; False where it has ended.

        Raises DidNotStart if it runs and cannot be asked in time.
        """
        if self.process is None:
            return False
        try:
            self._wait_until_up(self.process, time.monotonic() + seconds)
        except DidNotStart:
            if self.process.poll() is None:
                raise
            return False
        return True

    def stop(self) -> int:
        """End it cleanly; returns its exit status."""
        if self.process is None:
            return 0
        self.process.terminate()
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL)."""
        assert self.process
        self.process.kill()
        self.process.wait()

    @property
    def client(self) -> ControlClient:
        """The way to ask it."""
        return ControlClient(self.device.control)

    def info(self) -> Mapping[str, Any]:
        """What it says of itself: sip, web, version, pid."""
        info = self.client.ask("info").data["info"]
        assert isinstance(info, Mapping)
        return info

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _wait_until_up(self, process: subprocess.Popen[bytes], deadline: float) -> None:
        while time.monotonic() < deadline:
            try:
                if self.info()["pid"] == process.pid:
                    return
            except ControlUnavailable:
                pass
            if process.poll() is not None:
                raise DidNotStart(self._last_words())
            time.sleep(0.02)
        raise DidNotStart(f"it did not come up in time. {self._last_words()}")

    def _last_words(self) -> str:
        said = self.log.read_text(errors="replace").strip().splitlines()
        return said[-1] if said else "it said nothing"


def memory_folder() -> Path | None:
    """A place in memory for short-lived files, where the system has one."""
    shm = Path("/dev/shm")
    return shm if shm.is_dir() and os.access(shm, os.W_OK) else None

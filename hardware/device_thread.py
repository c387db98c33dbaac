"""A thread that keeps one device going: open, serve, report its loss, open again."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from hardware.mailbox import Mailbox

Device = TypeVar("Device")

JOIN_SECONDS = 2.0
"""How long `close` waits for a thread that a wedged bus may hold in the kernel."""


@dataclass(frozen=True)
class Stall:
    """What is reported, and after how many seconds, of a device that neither obeys nor fails."""

    reason: str
    seconds: float = 2.0


class DeviceThread(Generic[Device]):
    """Serve a device that may be missing, for as long as its mailbox is open.

    `open_device` gives a context manager; `serve(device, working)` runs until the mailbox is
    closed and calls `working()` whenever the device has just obeyed. An exception from either is
    a lost device: `lost(reason)` is called once per reason, and the device is opened again every
    `retry_seconds`. `found()` follows the first `working()` after a loss. With `stall`, a second
    thread reports a device that holds the first one up; that one goes on when it is let go.
    """

    def __init__(
        self,
        name: str,
        mailbox: Mailbox[Any],
        *,
        open_device: Callable[[], AbstractContextManager[Device]],
        serve: Callable[[Device, Callable[[], None]], None],
        lost: Callable[[str], None],
        found: Callable[[], None],
        retry_seconds: float,
        stall: Stall | None = None,
    ) -> None:
        self._mailbox = mailbox
        self._open_device = open_device
        self._serve = serve
        self._lost = lost
        self._found = found
        self._retry_seconds = retry_seconds
        self._stall = stall
        self._reason: str | None = None
        self._telling = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._watcher = threading.Thread(target=self._watch, name=f"{name} watch", daemon=True)

    def start(self) -> None:
        """Start the thread; a device that is missing is reported from there, not from here."""
        self._thread.start()
        if self._stall:
            self._watcher.start()

    def close(self) -> None:
        """Close the mailbox and wait (at most 2 s) until the device is let go."""
        self._mailbox.close()
        self._ended.set()
        self._thread.join(JOIN_SECONDS)

    def _run(self) -> None:
        while not self._mailbox.closed:
            # Drivers raise their own classes besides OSError (lgpio.error is a bare Exception):
            # whatever it was, the device is not served any more, and that is reported.
            try:
                with self._open_device() as device:
                    self._serve(device, self._working)
            except Exception as error:
                self._report(sentence(error))
                self._mailbox.wait_closed(self._retry_seconds)

    def _watch(self) -> None:
        assert self._stall
        before = -1
        while not self._ended.wait(self._stall.seconds):
            visits, waits = self._mailbox.reader()
            if visits == before and not waits:
                self._report(self._stall.reason)
            elif self._reason == self._stall.reason:
                self._working()
            before = visits

    def _report(self, reason: str) -> None:
        with self._telling:
            if reason != self._reason and not self._mailbox.closed:
                self._reason = reason
                self._lost(reason)

    def _working(self) -> None:
        if self._reason is None:
            return
        with self._telling:
            if self._reason is not None:
                self._reason = None
                self._found()


def sentence(error: Exception) -> str:
    """Return what an exception says, or its name when it says nothing."""
    return str(error) or type(error).__name__

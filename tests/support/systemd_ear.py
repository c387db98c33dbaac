"""What systemd would hear of a process: sd_notify(3) by a socket of the test's own."""

from __future__ import annotations

import socket
from pathlib import Path
from types import TracebackType
from typing import Self

from support.patience import PATIENCE


class SystemdEar:
    """Listens at `folder`/notify; a process that is to be heard gets `environment`."""

    def __init__(self, folder: Path, watchdog_seconds: float) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(folder / "notify"))
        self.environment = {
            "NOTIFY_SOCKET": str(folder / "notify"),
            "WATCHDOG_USEC": str(round(watchdog_seconds * 1e6)),
        }

    def next(self, seconds: float = PATIENCE) -> str:
        """The next word; raises TimeoutError."""
        self._socket.settimeout(seconds)
        return self._socket.recv(100).decode()

    def hears(self, word: str) -> None:
        """Wait for a word; others are passed over."""
        while self.next() != word:
            pass

    def forgets(self) -> None:
        """What was said so far does not count."""
        try:
            while True:
                self.next(0.01)
        except (TimeoutError, BlockingIOError):
            pass

    def hears_nothing(self, seconds: float) -> bool:
        """Whether nothing more is said for so long."""
        self.forgets()
        try:
            self.next(seconds)
        except TimeoutError:
            return True
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

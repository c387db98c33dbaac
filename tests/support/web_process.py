"""The web process beside a box, as a process of its own that may be killed and started again."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from functools import cache
from typing import Self

from support.patience import PATIENCE
from support.ports import free_port

from appliance.core.desk.accounts import Account, Role
from appliance.selftest.temporary import TemporaryBox
from appliance.store.store import Store
from appliance.store.web.accounts import Accounts
from web_config.ground.passwords import hashed

PASSWORD = "fire tørre hester"

known = cache(hashed)
"""A password's hash costs a tenth of a second on purpose; one of each will do here."""


class WebProcess:
    """Serves the page of `box` on a port that stays the same; a context manager."""

    def __init__(self, box: TemporaryBox, *more: str) -> None:
        self._box, self._more = box, more
        # Not port 0: only a named port is taken again at once after a kill (SO_REUSEADDR).
        self._port = free_port(socket.SOCK_STREAM)
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where the page is, without a slash at the end."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> Self:
        """Start it, and wait until it says where it is."""
        command = [sys.executable, "-m", "web_config", "--device", str(self._box.file)]
        command += ["--port", str(self._port), *self._more]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        greeting = self._process.stdout.readline()
        assert self.url in greeting, greeting
        return self

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(subprocess.Popen.kill)

    def stop(self) -> None:
        """End it cleanly."""
        self._end(subprocess.Popen.terminate)

    def is_told(self, number: signal.Signals) -> None:
        """Send it a signal: SIGSTOP, and SIGCONT."""
        assert self._process
        self._process.send_signal(number)

    def _end(self, how) -> None:
        if self._process:
            how(self._process)
            self._process.wait(PATIENCE)
            assert self._process.stdout
            self._process.stdout.close()
        self._process = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def add_account(box: TemporaryBox, name: str, role: Role, full_name: str = "") -> Account:
    """Somebody who logs in with PASSWORD."""
    account = Account(name, full_name or name.title(), role)
    with Store(box.device.database, box.device.media) as store:
        store.migrate()
        Accounts(store).add(account, known(PASSWORD))
    return account

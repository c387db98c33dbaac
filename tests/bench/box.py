"""The switchboard as its own process: started, called for the first time, watched in /proc."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from bench import office

from appliance.probe import sdp, sip
from appliance.probe.dialog import Dialog, dialog_to
from appliance.probe.reactor import receive, udp_socket

RETRY_SECONDS = 0.02
START_SECONDS = 30.0
STOP_SECONDS = 10.0
TICK = os.sysconf("SC_CLK_TCK")
UNIT = Path(__file__).parents[2] / "systemd" / "sentralbord.service"


def priority() -> int:
    """The niceness that the box's unit gives it; 0 where this user may not give it."""
    found = re.search(r"^Nice=(-?\d+)$", UNIT.read_text(encoding="utf-8"), re.M)
    return int(found[1]) if found and os.geteuid() == 0 else 0


class BenchError(RuntimeError):
    """Why nothing can be measured, in a sentence."""


@dataclass(frozen=True, slots=True)
class Started:
    """How a start went: both in ns, from the start of the process to the first 200 OK."""

    began_ns: int
    answered_ns: int

    @property
    def seconds(self) -> float:
        """From the start of the process to the first answered call."""
        return (self.answered_ns - self.began_ns) / 1e9


class Box:
    """A switchboard with the bench's office in folders that vanish with it.

    `document` is another office's settings, and `line` a number of it; `calls` have room.
    """

    def __init__(
        self,
        telephones: Sequence[str],
        front: str = office.FRONT,
        document: str = "",
        line: str = office.LINE,
        calls: int = 128,
    ) -> None:
        self._line = line
        self.folder = self._folder = Path(tempfile.mkdtemp(prefix="bench-"))
        memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
        self._runtime = Path(tempfile.mkdtemp(prefix="bench-", dir=memory))
        self.port = _free_port()
        self._device = self._folder / "device.toml"
        self._device.write_text(
            office.device(self.port, self._runtime, front, calls), encoding="utf-8"
        )
        self._settings = self._folder / "office.toml"
        self._settings.write_text(document or office.settings(telephones), encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        office.put_prompts(self._folder / "data" / "prompts")
        imported = subprocess.run(
            (*self._command("settings", "import"), str(self._settings)),
            capture_output=True,
            text=True,
            check=False,
        )
        if imported.returncode:
            self._remove()
            raise BenchError(f"The bench's office was refused:\n{imported.stderr}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.stop()
        self._remove()

    def uri(self, number: str) -> str:
        """The SIP URI of one of the office's lines."""
        return f"sip:{number}@127.0.0.1:{self.port}"

    def start(self) -> Started:
        """Start the process and call it every 20 ms until it answers."""
        began_ns = time.time_ns()
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                ("nice", "-n", str(priority()), *self._command("run")),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_as_installed(),
            )
        return Started(began_ns, self._first_answer())

    def stop(self) -> None:
        """End the process, as systemd would."""
        if not self._process:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def cpu_seconds(self) -> float:
        """User and system time of all threads so far (proc(5), fields 14 and 15 of stat)."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def rss_megabytes(self) -> float:
        """VmRSS in units of 10^6 bytes."""
        found = re.search(r"^VmRSS:\s+(\d+) kB", self._proc("status"), re.M)
        return int(found[1]) * 1024 / 1e6 if found else 0.0

    def log(self) -> str:
        """What the process wrote."""
        path = self._folder / "log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def _command(self, *words: str) -> tuple[str, ...]:
        return (sys.executable, "-m", "appliance", *words, "--device", str(self._device))

    def _remove(self) -> None:
        shutil.rmtree(self._folder)
        shutil.rmtree(self._runtime)

    def _proc(self, name: str) -> str:
        if not self._process or self._process.poll() is not None:
            raise BenchError(f"The switchboard is not running:\n{self.log()}")
        return Path(f"/proc/{self._process.pid}/{name}").read_text(encoding="ascii")

    def _first_answer(self) -> int:
        with udp_socket("127.0.0.1") as sock:
            here = sip.Uri("bench", *sock.getsockname())
            dialog = dialog_to(self.uri(self._line), sip.Address(here))
            offer = sdp.written(sdp.Description("127.0.0.1", 9))
            invite = dialog.request("INVITE", here, body=offer)
            answer, at_ns = self._insist(sock, bytes(invite), dialog)
            _bid_farewell(sock, dialog, here, answer)
        return at_ns

    def _insist(
        self, sock: socket.socket, invite: bytes, dialog: Dialog
    ) -> tuple[sip.Response, int]:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            sock.sendto(invite, dialog.peer)
            if answered := _answer_within(sock, RETRY_SECONDS):
                return answered
            self._proc("stat")
        raise BenchError(f"No call was answered within {START_SECONDS:g} s:\n{self.log()}")


def _as_installed() -> dict[str, str]:
    """The environment of a box, whose Python keeps the bytecode of what it has read once."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def _answer_within(sock: socket.socket, seconds: float) -> tuple[sip.Response, int] | None:
    """The 200 OK and its kernel stamp; what comes before it is passed over."""
    until = time.monotonic() + seconds
    while select.select([sock], [], [], max(0.0, until - time.monotonic()))[0]:
        if came := receive(sock):
            answer = sip.parse(came[0])
            if isinstance(answer, sip.Response) and answer.code == 200:
                return answer, came[2]
    return None


def _bid_farewell(sock: socket.socket, dialog: Dialog, here: sip.Uri, answer: sip.Response) -> None:
    """ACK, then BYE until it is answered."""
    dialog.meet(answer)
    sock.sendto(bytes(dialog.request("ACK", here)), dialog.peer)
    dialog.cseq += 1
    bye = bytes(dialog.request("BYE", here))
    for _ in range(10):
        sock.sendto(bye, dialog.peer)
        while select.select([sock], [], [], 0.2)[0] and (came := receive(sock)):
            if b"BYE" in came[0]:
                return


def _free_port() -> int:
    with udp_socket("127.0.0.1") as sock:
        return int(sock.getsockname()[1])

"""SIPp (3.6) as a caller who does what the test says, when it says it.

The scenario `peers/caller.xml` waits for INFO requests, which the test sends to SIPp's own port:
each one names the next act in its header X-Do.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
from itertools import count
from pathlib import Path
from typing import Self

import pytest
from support.ear import Ear
from support.little_office import CALLER, CALLER_SAYS
from support.patience import PATIENCE
from support.ports import free_media_port, free_port
from support.running_box import eventually

from appliance.probe.audio import tone_frames
from appliance.probe.sdp import PCMA

SCENARIOS = Path(__file__).parent.parent / "peers"
SAYS_SECONDS = 20
LONGEST_SECONDS = 120

ACT = (
    "INFO sip:sipp@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK{number}\r\n"
    "From: <sip:test@127.0.0.1>;tag=1\r\nTo: <sip:sipp@127.0.0.1>;tag=2\r\nCall-ID: {call}\r\n"
    "CSeq: {number} INFO\r\n{headers}Content-Length: 0\r\n\r\n"
)


class Sipp:
    """One call by SIPp from the moment of entering; `extra` is one more header of its INVITE."""

    def __init__(
        self,
        folder: Path,
        host: str,
        dialled: str,
        scenario: str = "caller",
        *,
        caller: str = CALLER,
        extra: str = "Subject: none",
    ) -> None:
        self.folder = folder / f"sipp-{free_port()}"
        self._port = free_port()
        self._call_id = f"call-{self._port}"
        self._numbers = count(1)
        self._acts = 1
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.ear = Ear()
        own = {"caller": caller, "extra": extra, "ear": str(self.ear.port)}
        options = [part for pair in own.items() for part in ("-key", *pair)]
        self._command = (
            *(program(), "-sf", str(SCENARIOS / f"{scenario}.xml"), "-s", dialled, *options),
            *("-i", "127.0.0.1", "-p", str(self._port), "-cid_str", self._call_id),
            *("-mi", "127.0.0.1", "-mp", str(free_media_port())),
            *("-m", "1", "-nostdin", "-trace_err", "-timeout", str(LONGEST_SECONDS), host),
        )
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Place the call."""
        self.folder.mkdir(parents=True)
        tone = b"".join(tone_frames(CALLER_SAYS, PCMA)) * SAYS_SECONDS
        (self.folder / "tone.al").write_bytes(tone)
        with (self.folder / "screen").open("wb") as screen:
            self._process = subprocess.Popen(
                self._command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=screen,
                stderr=subprocess.STDOUT,
            )
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self._socket.close()
        self.ear.close()
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if error:
            error.add_note(f"SIPp said: {self.complaints[-1000:]}")

    def presses(self, digit: str) -> None:
        """Press a key (RFC 4733); from a raw socket, so that only root can."""
        self._does("press", f"X-Digit: {digit}\r\n")

    def speaks(self) -> None:
        """Say a tone of `CALLER_SAYS` from now on."""
        self._does("speak")

    def leaves_message(self) -> None:
        """Say the tone for 1.5 s, then press the hash key."""
        self._does("say")

    def holds_for_a_moment(self) -> None:
        """Re-INVITE with sendonly, 0.3 s later with sendrecv (RFC 3264 section 8.4)."""
        self._does("hold")

    def hangs_up(self) -> None:
        """BYE."""
        self._does("bye")

    def does_next(self) -> None:
        """In a scenario without a choice: what comes next."""
        self._does("next")

    def ends_well(self, seconds: float = PATIENCE) -> None:
        """Wait until SIPp's scenario is over; what it did not expect is an error."""
        assert self._process
        status = self._process.wait(seconds)
        assert status == 0, f"SIPp ended with {status}: {self.complaints}"

    @property
    def complaints(self) -> str:
        """What SIPp found wrong."""
        return "\n".join(file.read_text(errors="replace") for file in self._errors())

    def _errors(self) -> list[Path]:
        return sorted(self.folder.glob("*_errors.log")) or [self.folder / "screen"]

    def _does(self, act: str, more: str = "") -> None:
        headers = f"X-Do: {act}\r\n{more}"
        text = ACT.format(number=next(self._numbers), call=self._call_id, headers=headers)
        self._is_ready()
        self._socket.sendto(text.encode(), ("127.0.0.1", self._port))
        self._acts += 1

    def _is_ready(self) -> None:
        """SIPp takes an INFO amiss that comes before the last act is done, so it tells of each."""
        eventually(lambda: self._acts_done() >= self._acts or self._is_over())

    def _acts_done(self) -> int:
        acts = self.folder / "acts"
        return acts.read_text().count("done") if acts.exists() else 0

    def _is_over(self) -> bool:
        return bool(self._process and self._process.poll() is not None)


def program() -> str:
    """The path of SIPp."""
    found = shutil.which("sipp")
    if not found:
        pytest.fail("SIPp is missing: apt-get install sip-tester, or leave it out (-m 'not peers')")
    return found


def may_open_raw_sockets() -> bool:
    """Whether SIPp could send the packets of keys, which it does past the kernel's UDP."""
    try:
        socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP).close()
    except PermissionError:
        return False
    return True


needs_keys = pytest.mark.skipif(
    not may_open_raw_sockets(), reason="SIPp sends keys by raw sockets: run as root"
)

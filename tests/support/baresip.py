"""baresip (1.0.0) as a member of staff's telephone: its own folder, no sound card, remote control.

Commands and events go over its control socket (ctrl_tcp): JSON in netstrings.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

from support.little_office import AGENT_SAYS, tone_file, tone_seconds
from support.patience import PATIENCE
from support.ports import free_port

LOOK_SECONDS = 0.02
MODULES = Path("/usr/lib/baresip/modules")
SAYS_SECONDS = 30

CONFIG = """\
poll_method epoll
sip_listen 127.0.0.1:{sip}
net_interface 127.0.0.1
call_local_timeout 120
call_max_calls 4
audio_source aufile,{folder}/says.wav
audio_player none
audio_alert none
ausrc_srate 8000
ausrc_channels 1
auplay_srate 8000
auplay_channels 1
snd_path {folder}
module_path {modules}
module g711.so
module sndfile.so
module aufile.so
module_tmp uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
"""

Event = Mapping[str, Any]


class Baresip:
    """A telephone that hums `AGENT_SAYS` while it talks, and records what it hears."""

    def __init__(self, folder: Path, name: str, *, auto_answer: bool = False) -> None:
        self.folder, self.name = folder / f"baresip-{name}", name
        self.sip_port, self._control_port = free_port(), free_port(socket.SOCK_STREAM)
        self._mode = "auto" if auto_answer else "manual"
        self.events: list[Event] = []
        self._changed = threading.Condition()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._thread = threading.Thread(target=self._listen, name=f"baresip {name}", daemon=True)

    @property
    def address(self) -> str:
        """Where it is rung."""
        return f"sip:{self.name}@127.0.0.1:{self.sip_port}"

    def __enter__(self) -> Self:
        self._furnish()
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                (program(), "-f", str(self.folder)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._socket = self._connect(self._process)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process
        if self._socket:
            self._socket.shutdown(socket.SHUT_RDWR)
            self._thread.join()
            self._socket.close()
        self._process.terminate()
        self._process.wait(PATIENCE)

    # What its user does

    def answers(self) -> None:
        """Lift the receiver."""
        self._command("accept")

    def refuses(self) -> None:
        """Press the red key: of a call that rings, that refuses it."""
        self._command("hangup")

    hangs_up = refuses

    def holds(self) -> None:
        """Press the telephone's own hold key."""
        self._command("hold")

    def resumes(self) -> None:
        """Press it again."""
        self._command("resume")

    def presses(self, digit: str) -> None:
        """Press a key in the call (RFC 4733)."""
        self._command("sndcode", digit)

    # What it sees and hears

    def waits_for(self, kind: str, count: int = 1, seconds: float = PATIENCE) -> Event:
        """Wait for the nth event of a kind: CALL_INCOMING, CALL_ESTABLISHED, CALL_CLOSED ..."""
        return self._wait(lambda: self._of(kind)[count - 1 : count], kind, seconds)[0]

    def is_rung(self, count: int = 1, seconds: float = PATIENCE) -> Event:
        """Wait for the nth call that comes in; `peeruri` and `peerdisplayname` say from whom."""
        return self.waits_for("CALL_INCOMING", count, seconds)

    @property
    def times_rung(self) -> int:
        """How many calls have come in."""
        return len(self._of("CALL_INCOMING"))

    def heard_seconds(self, hertz: float) -> float:
        """How long it heard a tone in its last call; what it records it writes by and by."""
        heard = max(self.folder.glob("dump-*-dec.wav"), default=None)
        return tone_seconds(heard.read_bytes(), hertz) if heard else 0.0

    # Its inside

    def _furnish(self) -> None:
        self.folder.mkdir(parents=True)
        config = CONFIG.format(
            sip=self.sip_port, control=self._control_port, folder=self.folder, modules=MODULES
        )
        (self.folder / "config").write_text(config)
        account = f"<sip:{self.name}@127.0.0.1:{self.sip_port}>;regint=0;answermode={self._mode}"
        (self.folder / "accounts").write_text(f"{account}\n")
        (self.folder / "contacts").write_text("")
        (self.folder / "says.wav").write_bytes(tone_file(AGENT_SAYS, SAYS_SECONDS))

    def _connect(self, process: subprocess.Popen[bytes]) -> socket.socket:
        deadline, pause = time.monotonic() + PATIENCE, threading.Event()
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self._control_port))
            except ConnectionRefusedError:
                said = (self.folder / "log").read_text(errors="replace")
                assert process.poll() is None, said
                assert time.monotonic() < deadline, said
                pause.wait(LOOK_SECONDS)

    def _command(self, command: str, params: str = "") -> None:
        """Have a command obeyed; its answer comes among the events."""
        assert self._socket
        answered = len(self._answers())
        text = json.dumps({"command": command, "params": params, "token": command}).encode()
        self._socket.sendall(b"%d:%s," % (len(text), text))
        (answer,) = self._wait(lambda: self._answers()[answered:][:1], command, PATIENCE)
        assert answer["ok"], answer

    def _answers(self) -> list[Event]:
        return [event for event in self.events if event.get("response")]

    def _of(self, kind: str) -> list[Event]:
        return [event for event in self.events if event.get("type") == kind]

    def _wait(self, found: Callable[[], list[Event]], what: str, seconds: float) -> list[Event]:
        with self._changed:
            there = self._changed.wait_for(found, seconds)
            assert there, f"{self.name}: no {what} within {seconds} s, but {self.events}"
            return there

    def _listen(self) -> None:
        assert self._socket
        received = b""
        while piece := self._received():
            received += piece
            while netstring := _first(received):
                event, received = netstring
                with self._changed:
                    self.events.append(event)
                    self._changed.notify_all()

    def _received(self) -> bytes:
        """What comes next; nothing when one of us is gone."""
        assert self._socket
        try:
            return self._socket.recv(65536)
        except ConnectionResetError:
            return b""


def _first(received: bytes) -> tuple[Event, bytes] | None:
    length, colon, rest = received.partition(b":")
    if not colon or len(rest) <= int(length):
        return None
    return json.loads(rest[: int(length)]), rest[int(length) + 1 :]


def program() -> str:
    """The path of baresip."""
    found = shutil.which("baresip")
    assert found, "baresip is missing: apt-get install baresip, or leave these out (-m 'not peers')"
    return found

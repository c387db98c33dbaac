"""What the control tests share: a running server, and a raw client that speaks as it likes."""

import json
import queue
import socket
from pathlib import Path

import pytest
from support.patience import PATIENCE

from appliance.control import ControlClient, ControlServer
from appliance.core.protocol.events import Event


class Office:
    """A control server, and in `asked` every event that came out of it."""

    def __init__(self, path: Path, **options) -> None:
        self.path = path
        self.asked: queue.Queue[Event] = queue.Queue()
        self.server = ControlServer(path, self.asked.put, {"version": "1", "pid": 7}, **options)
        self.client = ControlClient(path)
        self._raw: list[Raw] = []

    def next_event(self) -> Event:
        return self.asked.get(timeout=PATIENCE)

    def raw(self) -> "Raw":
        self._raw.append(Raw(self.path))
        return self._raw[-1]

    def close(self) -> None:
        for raw in self._raw:
            raw.close()
        self.server.stop()


class Raw:
    """A client without manners."""

    def __init__(self, path: Path) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.connect(str(path))
        self.socket.settimeout(PATIENCE)
        self._file = self.socket.makefile("rb")

    def send(self, line: bytes | dict) -> "Raw":
        text = line if isinstance(line, bytes) else json.dumps(line).encode()
        self.socket.sendall(text + b"\n")
        return self

    def read(self):
        line = self._file.readline()
        return json.loads(line) if line else None

    def close(self) -> None:
        self._file.close()
        self.socket.close()


@pytest.fixture
def make_office(tmp_path):
    offices: list[Office] = []

    def make(**options) -> Office:
        offices.append(Office(tmp_path / "control", **options))
        offices[-1].server.start()
        return offices[-1]

    yield make
    for office in offices:
        office.close()


@pytest.fixture
def office(make_office) -> Office:
    return make_office()

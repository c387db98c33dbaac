"""From where the internet sees us: asked of real STUN servers, told to the trunk's far end."""

from __future__ import annotations

import shutil
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.patience import PATIENCE
from support.ports import free_port
from telephony.box import Box

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import Ring, UseTrunks
from appliance.core.settings.trunks import Trunk
from appliance.probe.telephone import Telephone
from appliance.telephony.network.reflections import Reflections
from appliance.telephony.network.stun import COOKIE, HEAD, StunError, mapped_address, seen_from

ELSEWHERE = "192.0.2.77"
TRANSACTION = b"twelve bytes"
ASKED = HEAD.pack(1, 0, COOKIE, TRANSACTION)


def answer(kind: int, address: str, mask: int, before: bytes = b"", family: int = 1) -> bytes:
    packed = int.from_bytes(socket.inet_aton(address)) ^ mask
    value = struct.pack("!BBHI", 0, family, 4711, packed)
    body = before + struct.pack("!HH", kind, len(value)) + value
    return HEAD.pack(0x0101, len(body), COOKIE, TRANSACTION) + body


def test_answers_of_new_and_old_servers() -> None:
    software = struct.pack("!HH5s3x", 0x8022, 5, b"hello")
    assert mapped_address(answer(0x0020, ELSEWHERE, COOKIE), ASKED) == ELSEWHERE
    assert mapped_address(answer(0x0020, ELSEWHERE, COOKIE, software), ASKED) == ELSEWHERE
    assert mapped_address(answer(0x0001, ELSEWHERE, 0), ASKED) == ELSEWHERE


def test_what_is_no_answer_to_us() -> None:
    whole = answer(0x0020, ELSEWHERE, COOKIE)
    other = HEAD.pack(1, 0, COOKIE, b"another one.")
    assert mapped_address(whole, other) == ""
    assert mapped_address(answer(0x0020, ELSEWHERE, COOKIE, family=2), ASKED) == ""
    assert mapped_address(b"\x01\x11" + whole[2:], ASKED) == "", "an error"
    for cut in range(len(whole)):
        assert mapped_address(whole[:cut], ASKED) == ""


def coturn(port: int) -> list[str]:
    options = ["--stun-only", "--no-cli", "--no-tls", "--no-dtls", "--no-tcp", "--log-file=stdout"]
    where = ["--listening-ip=127.0.0.1", f"--listening-port={port}", "--pidfile=/dev/null"]
    return ["turnserver", "-n", *options, *where]


def old_server(port: int) -> list[str]:
    """RFC 3489 only, as many providers still run; it wants two addresses and two ports."""
    return ["stund", "-h", "127.0.0.1", "-a", "127.0.0.2", "-p", str(port), "-o", str(free_port())]


@pytest.fixture(params=[coturn, old_server])
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    """A STUN server that is not ours."""
    port = free_port()
    command = request.param(port)
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    null = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=null, stdout=null, stderr=null) as process:
        yield f"127.0.0.1:{port}"
        process.terminate()


def test_a_real_server(server: str) -> None:
    for _ in range(5):
        try:
            assert seen_from(server) == "127.0.0.1"
            return
        except ConnectionError:
            threading.Event().wait(0.3)  # it is still starting
    raise AssertionError("never there")


def test_nobody_answers() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        with pytest.raises(StunError, match="does not answer"):
            seen_from(f"127.0.0.1:{silent.getsockname()[1]}")


class Mirror:
    """A server that says whatever address the test wants us to have."""

    def __init__(self) -> None:
        self.address = ELSEWHERE
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.name = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while True:
            asked, source = self.socket.recvfrom(2048)
            if asked == b"stop":
                return
            told = answer(0x0020, self.address, COOKIE)
            self.socket.sendto(told[:8] + asked[8:20] + told[20:], source)

    def close(self) -> None:
        self.socket.sendto(b"stop", self.socket.getsockname())
        self._thread.join()
        self.socket.close()


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    made = Mirror()
    yield made
    made.close()


def test_another_address_is_noticed(mirror: Mirror) -> None:
    news = threading.Event()
    reflections = Reflections(news.set, ask_seconds=0.05)
    reflections.ask([mirror.name, ""])
    assert news.wait(PATIENCE)
    assert reflections.by(mirror.name) == ELSEWHERE
    news.clear()
    mirror.address = "192.0.2.78"
    assert news.wait(PATIENCE)
    assert reflections.by(mirror.name) == "192.0.2.78"
    reflections.stop()


def test_the_far_end_is_told_the_address_that_it_can_reach(
    box: Box, agent: Telephone, mirror: Mirror, tmp_path: Path
) -> None:
    host = agent.uri.partition("@")[2]
    box.do(UseTrunks((Trunk(host, "+4710000000", id="provider", stun=mirror.name),)))
    box.poll_until(lambda: box.telephony._trunks._seen_as.get("provider") == ELSEWHERE)
    box.do(Ring(LegId("c/1"), f"sip:+4710000055@{host}", "+4710000000", "", "provider"))
    invite = agent.arrivals
    box.poll_until(lambda: not invite.empty())
    message = invite.get().invite
    assert f"c=IN IP4 {ELSEWHERE}" in message.body.decode()
    assert f"@{ELSEWHERE}:{box.telephony._engine.port}" in message.first("Contact")


def test_who_is_reached_directly_is_told_our_own_address(
    box: Box, agent: Telephone, mirror: Mirror
) -> None:
    host = agent.uri.partition("@")[2]
    box.do(UseTrunks((Trunk(host, "+4710000000", id="provider", stun=mirror.name),)))
    box.poll_until(lambda: box.telephony._trunks._seen_as.get("provider") == ELSEWHERE)
    box.do(Ring(LegId("c/1"), f"sip:kari@{host}", "+4710000000", ""))
    box.poll_until(lambda: not agent.arrivals.empty())
    assert "c=IN IP4 127.0.0.1" in agent.arrivals.get().invite.body.decode()

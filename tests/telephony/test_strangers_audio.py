"""Strangers who send RTP to a call's port neither hear it nor are heard."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator

import pytest
from telephony.box import Box
from telephony.far_end import FarEnd, description

from appliance.core.model.ids import LegId, PlayId, Sound
from appliance.core.protocol.commands import Play
from appliance.core.protocol.events import DigitPressed

BURST = 100
"""Ten in a row used to be enough."""
SILENCE_SECONDS = 2.0


class Source:
    """Somebody with a socket who knows the port of the call."""

    def __init__(self, port: int = 0) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", port))
        self.socket.setblocking(False)
        self._sequence = port

    def send(self, target: tuple[str, int] | None, packets: int = 1, digit: int = -1) -> None:
        """Audio, or a key."""
        assert target
        for _ in range(packets):
            self._sequence += 1
            stamp = 160 * (0 if digit >= 0 else self._sequence)
            head = (0x80, 101 if digit >= 0 else 8, self._sequence & 0xFFFF, stamp, 4711)
            voice = struct.pack("!BBH", digit, 10, 160) if digit >= 0 else b"\x2a" * 160
            self.socket.sendto(struct.pack("!BBHII", *head) + voice, target)

    def hears(self, box: Box) -> bool:
        """Whether the box sends its sound here, now."""
        self._drain()
        box.poll_for(0.15)
        return self._drain() > 2

    def _drain(self) -> int:
        count = 0
        while True:
            try:
                self.socket.recv(2048)
            except BlockingIOError:
                return count
            count += 1


@pytest.fixture
def stranger() -> Iterator[Source]:
    source = Source()
    yield source
    source.socket.close()


@pytest.fixture
def moved() -> Iterator[Source]:
    """The far end as a router shows it: another address than it says itself."""
    source = Source()
    yield source
    source.socket.close()


@pytest.fixture
def signalled() -> Iterator[Source]:
    """The far end at the address that it says."""
    source = Source()
    yield source
    source.socket.close()


@pytest.fixture
def leg(box: Box, far_end: FarEnd, signalled: Source) -> LegId:
    """A call to which the box plays its waiting sound."""
    far_end.invite(description(signalled.socket.getsockname()[1]))
    leg = box.take_call()
    box.do(Play(leg, PlayId("call.1"), Sound.WAITING, loop=True))
    box.poll_for(0.05)
    far_end.answer_to("INVITE")
    far_end.ack()
    box.poll_for(0.1)
    return leg


def test_a_burst_between_two_packets_takes_nothing_over(
    box: Box, far_end: FarEnd, leg: LegId, signalled: Source, stranger: Source
) -> None:
    signalled.send(far_end.rtp_target)
    box.poll_for(0.02)
    stranger.send(far_end.rtp_target, BURST)
    assert not stranger.hears(box)
    assert signalled.hears(box)


def test_keys_of_a_stranger_do_not_count(
    box: Box, far_end: FarEnd, leg: LegId, signalled: Source, stranger: Source
) -> None:
    signalled.send(far_end.rtp_target)
    box.poll_for(0.02)
    stranger.send(far_end.rtp_target, BURST, digit=9)
    signalled.send(far_end.rtp_target, digit=1)
    assert box.wait(DigitPressed).digit == "1"
    box.poll_for(0.1)
    assert len(box.all(DigitPressed)) == 1


def test_a_far_end_behind_a_router_is_found_by_its_first_packet(
    box: Box, far_end: FarEnd, leg: LegId, moved: Source, stranger: Source
) -> None:
    """Symmetric RTP: the sound goes to where it comes from, and stays there."""
    moved.send(far_end.rtp_target)
    assert moved.hears(box)
    moved.send(far_end.rtp_target)
    box.poll_for(0.02)
    stranger.send(far_end.rtp_target, BURST)
    assert not stranger.hears(box)
    assert moved.hears(box)


def test_who_was_first_gives_way_to_the_address_of_the_sdp(
    box: Box, far_end: FarEnd, leg: LegId, signalled: Source, stranger: Source
) -> None:
    """A stranger who guessed the port before the far end had said a word."""
    stranger.send(far_end.rtp_target, BURST)
    assert stranger.hears(box)
    signalled.send(far_end.rtp_target)
    box.poll_for(0.02)
    stranger.send(far_end.rtp_target, BURST)
    assert signalled.hears(box)
    assert not stranger.hears(box)


def test_a_far_end_that_moves_is_followed_after_a_silence(
    box: Box, far_end: FarEnd, leg: LegId, moved: Source
) -> None:
    """A router that forgets its mapping gives the far end another port in mid-call."""
    moved.send(far_end.rtp_target)
    box.poll_for(0.02)
    with_new_port = Source()
    until = time.monotonic() + SILENCE_SECONDS + 0.3
    while time.monotonic() < until:
        with_new_port.send(far_end.rtp_target)
        box.poll_for(0.02)
    assert with_new_port.hears(box)
    with_new_port.socket.close()

"""One audio stream: paces what the telephone says, keeps every packet that it hears."""

from __future__ import annotations

import socket
import threading
import time
from array import array
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from secrets import randbits

from appliance.probe import audio, rtp, sdp
from appliance.probe.reactor import BURST, Reactor, receive, udp_socket

FRAME_NS = 20_000_000
ENDS = 3
"""A digit's last packet goes out three times (RFC 4733 section 2.5.1.4)."""
FARTHEST_BEHIND_NS = 5 * FRAME_NS

Note = Callable[[int, str], None]


@dataclass(slots=True)
class Keystroke:
    """A digit that is being sent; `sent` once its first packet has left, at `at_ns`."""

    digit: str
    frames: int
    sent: threading.Event
    at_ns: int = 0
    timestamp: int = 0
    packets: int = 0


class MediaStream:
    """The RTP of one call; everything but `received` belongs to the reactor's thread."""

    def __init__(self, reactor: Reactor, address: str, note: Note, wake: Callable[[], None]):
        self._reactor, self._note, self._wake = reactor, note, wake
        self._socket = _even_port(address)
        self.here = sdp.Description(address, self._socket.getsockname()[1])
        self.there: sdp.Description | None = None
        self.received: list[rtp.Packet] = []
        self.digits: list[tuple[int, str]] = []
        self.lateness_ns = array("q")
        self.sending = True
        self._codec = sdp.PCMA
        self._hz = 0
        self._position = 0
        self._tone_news: deque[Callable[[int], None]] = deque()
        self._keys: deque[Keystroke] = deque()
        self._sound: deque[bytes] = deque()
        self._sequence, self._timestamp = randbits(15), randbits(31)
        self._ssrc = randbits(32)
        self._due_ns = 0
        self._first = True
        self._listening = self._closed = False
        self._last_digit_timestamp = -1

    def listen(self) -> None:
        """Keep what comes from now on."""
        self._reactor.watch(self._socket, self._readable)
        self._listening = True

    @property
    def takes_digits(self) -> bool:
        """Whether the far end is known and takes telephone events."""
        return self.there is not None and self.there.digit_type is not None

    def open(self, there: sdp.Description) -> None:
        """Speak to where the far end listens; a later description only redirects."""
        self.there, self._codec = there, there.codecs[0]
        if self.sending and not self._due_ns:
            self._start()

    def close(self) -> None:
        """Say nothing more and free the port; a second time does nothing."""
        if self._closed:
            return
        if self._listening:
            self._reactor.forget(self._socket)
        self._closed = True
        self._socket.close()

    def say(self, hz: int, told: Callable[[int], None]) -> None:
        """Send a tone (0: silence) from the next packet; `told` gets that packet's time, ns."""
        self._hz, self._position = hz, 0
        self._tone_news.append(told)

    def utter(self, samples: Sequence[int]) -> None:
        """Send these samples once, from the next packet on; the last frame is filled up."""
        whole = [*samples, *[0] * (-len(samples) % audio.FRAME)]
        coded = audio.encoded(whole, self._codec)
        self._sound.extend(coded[n : n + audio.FRAME] for n in range(0, len(coded), audio.FRAME))

    def press(self, key: Keystroke) -> None:
        """Send a digit from the next packet on, after those that wait; needs `takes_digits`."""
        self._keys.append(key)
        if not self._due_ns:
            self._start()

    def _start(self) -> None:
        self._due_ns = time.monotonic_ns()
        self._tick()

    def _tick(self) -> None:
        if self._closed:
            return
        now = time.monotonic_ns()
        self.lateness_ns.append(now - self._due_ns)
        self._send_key(self._keys[0]) if self._keys else self._send_audio()
        self._timestamp += audio.FRAME
        self._due_ns += FRAME_NS
        if now - self._due_ns > FARTHEST_BEHIND_NS:
            self._due_ns = now
        self._reactor.at(self._due_ns, self._tick)

    def _send_audio(self) -> None:
        if not self.sending:
            return
        at_ns = self._send(self._codec, self._frame(), self._timestamp, self._first)
        self._first = False
        while self._tone_news:
            self._note(at_ns, f"sends {self._hz} Hz" if self._hz else "sends silence")
            self._tone_news.popleft()(at_ns)

    def _frame(self) -> bytes:
        if self._sound:
            return self._sound.popleft()
        if not self._hz:
            return audio.silence(self._codec)
        frames = audio.tone_frames(self._hz, self._codec)
        self._position += 1
        return frames[(self._position - 1) % len(frames)]

    def _send_key(self, key: Keystroke) -> None:
        assert self.there
        assert self.there.digit_type is not None
        if not key.packets:
            key.timestamp = self._timestamp
        over = key.packets >= key.frames
        duration = min(key.packets + 1, key.frames + 1) * audio.FRAME
        payload = rtp.event(key.digit, duration, over)
        at_ns = self._send(self.there.digit_type, payload, key.timestamp, not key.packets)
        if not key.packets:
            key.at_ns = at_ns
            self._note(at_ns, f"presses {key.digit}")
            key.sent.set()
        key.packets += 1
        if key.packets == key.frames + ENDS:
            self._keys.popleft()

    def _send(self, payload_type: int, payload: bytes, timestamp: int, marker: bool) -> int:
        assert self.there
        head = rtp.header(payload_type, marker, self._sequence, timestamp, self._ssrc)
        self._sequence += 1
        at_ns = time.time_ns()
        try:
            self._socket.sendto(head + payload, (self.there.host, self.there.port))
        except OSError as error:
            self._note(at_ns, f"could not send audio: {error}")
        return at_ns

    def _readable(self) -> None:
        for _ in range(BURST):
            if self._closed or not (came := receive(self._socket)):
                return
            if not rtp.is_rtcp(came[0]):
                self._keep(came[0], came[2])

    def _keep(self, datagram: bytes, at_ns: int) -> None:
        try:
            packet = rtp.parse(datagram, at_ns)
        except rtp.RtpError as error:
            self._note(at_ns, f"dropped a datagram: {error}")
            return
        if packet.payload_type in sdp.CODEC_NAMES:
            self.received.append(packet)
            self._wake()
        elif self.there and packet.payload_type == self.there.digit_type:
            self._keep_digit(packet)

    def _keep_digit(self, packet: rtp.Packet) -> None:
        digit = rtp.digit_of(packet.payload)
        if digit and packet.timestamp != self._last_digit_timestamp:
            self._last_digit_timestamp = packet.timestamp
            self.digits.append((packet.at_ns, digit))
            self._note(packet.at_ns, f"hears digit {digit}")
            self._wake()


def _even_port(address: str) -> socket.socket:
    """A socket on an even port, so that nobody's RTCP, one port above, lands in an RTP socket."""
    refused = []
    try:
        while True:
            sock = udp_socket(address)
            if sock.getsockname()[1] % 2 == 0:
                return sock
            refused.append(sock)
    finally:
        for sock in refused:
            sock.close()

"""Finds the moment at which sound begins in a stream, to the sample where it matters."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from appliance.probe import audio
from appliance.probe.rtp import Packet
from appliance.probe.telephone import ProbeCall

SAMPLE_NS = 125_000


@dataclass(frozen=True, slots=True)
class Edge:
    """Where sound began: the packet's kernel time, and the sample within it (0 to 159)."""

    at_ns: int
    sample: int

    @property
    def sample_ns(self) -> int:
        """When that sample would have come, had it come alone."""
        return self.at_ns + self.sample * SAMPLE_NS


class Onset:
    """The first audible packet that arrives after a moment."""

    def __init__(self, since_ns: int) -> None:
        self._since_ns = since_ns

    def feed(self, packets: Iterable[Packet]) -> Edge | None:
        """Take the next packets of the stream."""
        for packet in packets:
            if packet.at_ns >= self._since_ns and audio.is_audible(
                packet.payload, packet.payload_type
            ):
                return Edge(
                    packet.at_ns, audio.audible_span(packet.payload, packet.payload_type)[0]
                )
        return None


def wait_until_quiet(call: ProbeCall, seconds: float, timeout: float = 5.0) -> bool:
    """Wait until nothing audible has arrived for `seconds`; packets may stop altogether."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and call.state != "ended":
        left = seconds - (time.time_ns() - _last_sound_ns(call)) / 1e9
        if left <= 0:
            return True
        time.sleep(left)  # real media time: silence has no event that ends it
    return False


def _last_sound_ns(call: ProbeCall) -> int:
    for packet in reversed(call.media.received):
        if audio.is_audible(packet.payload, packet.payload_type):
            return packet.at_ns
    return 0

"""Says when a tone, or any sound at all, began among the packets of a stream."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from appliance.probe.audio import holds_tone, is_audible
from appliance.probe.rtp import Packet

T_co = TypeVar("T_co", covariant=True)

FRAME_SECONDS = 0.02
LONGEST_TONE_GAP_NS = 100_000_000
LONGEST_SPEECH_GAP_NS = 500_000_000


@dataclass(frozen=True, slots=True)
class Heard:
    """A sound that was heard: kernel times (ns) of its first and latest packet, and how many."""

    first_ns: int
    last_ns: int
    packets: int


class Ear(Protocol[T_co]):
    """Something that listens to a stream."""

    def feed(self, packets: Iterable[Packet]) -> T_co | None:
        """Take the next packets; None until there is something to say."""


class Listener:
    """Adds up packets that hold the sound until they make `seconds`; a longer gap starts anew."""

    def __init__(self, hz: float | None, seconds: float, since_ns: int = 0) -> None:
        self._hz, self._since_ns = hz, since_ns
        self._wanted = max(1, round(seconds / FRAME_SECONDS))
        self._gap_ns = LONGEST_SPEECH_GAP_NS if hz is None else LONGEST_TONE_GAP_NS
        self._heard: Heard | None = None

    def feed(self, packets: Iterable[Packet]) -> Heard | None:
        """Take the next packets of the stream; what was heard once it is enough."""
        for packet in packets:
            if packet.at_ns >= self._since_ns and self._matches(packet):
                self._heard = self._longer(packet)
                if self._heard.packets >= self._wanted:
                    return self._heard
        return None

    def _matches(self, packet: Packet) -> bool:
        if self._hz is None:
            return is_audible(packet.payload, packet.payload_type)
        return holds_tone(packet.payload, packet.payload_type, self._hz)

    def _longer(self, packet: Packet) -> Heard:
        before = self._heard
        if before is None or packet.at_ns - before.last_ns > self._gap_ns:
            return Heard(packet.at_ns, packet.at_ns, 1)
        return Heard(before.first_ns, packet.at_ns, before.packets + 1)

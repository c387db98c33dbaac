"""Tells presses of keys apart in the RTP packets of telephone events (RFC 4733)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

RATE = 8000
"""Units of a time stamp or duration in a second, beside G.711."""
PAUSE = RATE * 40 // 1000
"""No shorter time lies between two presses (Q.24 table A.1)."""
SEGMENT = 0xFFFF
"""A key held longer goes on in an event that begins so much later (RFC 4733 section 2.5.1.3)."""
NEARLY_A_SEGMENT = SEGMENT - RATE
STAMP_ERROR = PAUSE // 2
SILENCE_SECONDS = 0.5
"""No packet for so long: a press has ended, though its end was lost."""
NO_CLOCK = RATE * 20 // 1000
"""A stamp below one packet's time was read off no clock that has run: such a sender never moves it,
and the same stamp may be a press of its own."""
REMEMBERED = 16
"""Presses whose late packets are known again."""


@dataclass(frozen=True, slots=True)
class KeyPacket:
    """One packet: a digit, `stamp` and `duration` in time stamp units, and the bits of its head.

    `sequence` has 16 bits, `stamp` 32; both turn over.
    """

    digit: str
    stamp: int
    duration: int
    sequence: int
    marked: bool = False
    ended: bool = False


class _Press:
    """What the packets of one press have told so far."""

    def __init__(self, packet: KeyPacket, now: float) -> None:
        self.digit = packet.digit
        self.first = self.stamp = packet.stamp
        self.duration = packet.duration
        self.ended = packet.ended
        self.plain = not packet.marked
        self.at = now

    def take(self, packet: KeyPacket, now: float) -> None:
        """A later packet of the press."""
        self.stamp = packet.stamp
        self.duration = packet.duration
        self.ended = packet.ended
        self.plain |= not packet.marked
        self.at = now

    def covers(self, packet: KeyPacket) -> bool:
        """Whether a packet that comes late lies within the press."""
        before = self._since(self.first, packet) + packet.duration + PAUSE
        after = self._since(self.stamp, packet) - self.duration - PAUSE
        return packet.digit == self.digit and before > 0 > after

    def goes_on(self, packet: KeyPacket, now: float, wandering: bool, standing: bool) -> bool:
        """Whether a packet that was sent later belongs to the press.

        `wandering`, `standing`: its sender moves the time stamp with each packet, or never.
        """
        if packet.digit != self.digit or (self.ended and not packet.ended):
            return False
        if not packet.ended and ((packet.marked and self.plain) or self._fell(packet)):
            return False
        moved, silence = self._since(self.stamp, packet), now - self.at
        if moved == 0:
            told_again = not standing and packet.duration >= self.duration
            return silence <= SILENCE_SECONDS or told_again or self._grew(packet, silence)
        if self.duration > NEARLY_A_SEGMENT and abs(moved - SEGMENT) <= STAMP_ERROR:
            return True
        near = wandering or 0 < moved < self.duration + PAUSE
        return near and silence <= SILENCE_SECONDS

    def _fell(self, packet: KeyPacket) -> bool:
        """A duration grows while a key is held, until it turns over."""
        return packet.duration < self.duration < NEARLY_A_SEGMENT

    def _grew(self, packet: KeyPacket, silence: float) -> bool:
        """Whether the key was held through a silence; some senders tell only start and end."""
        grown = packet.duration - self.duration
        return not self.ended and grown / RATE > silence / 2

    def tells_of(self, packet: KeyPacket) -> bool:
        """Whether a packet has the press's key and time stamp."""
        return (self.digit, self.stamp) == (packet.digit, packet.stamp)

    @staticmethod
    def _since(stamp: int, packet: KeyPacket) -> int:
        return signed(packet.stamp - stamp, 32)


class KeyEvents:
    """The presses that one stream of RTP tells of.

    RFC 4733 has a time stamp stand still during a press and move on to the next one, marks the
    first packet, lets the duration grow, and sends the packet that ends a press three times.
    Senders keep some of it, and some repeat the end much later. So a packet that was sent after all
    others begins a press unless nothing speaks for that; one that comes late does so where it lies
    within none.
    """

    def __init__(self) -> None:
        self._presses: deque[_Press] = deque(maxlen=REMEMBERED)
        self._latest: _Press | None = None
        self._sequence = 0
        self._heard_at = 0.0
        self._wandering = False
        """Whether the sender moves the time stamp with each packet."""
        self._standing = False
        """Whether it never moves it."""

    def begins_press(self, packet: KeyPacket, now: float) -> bool:
        """Whether the packet is the first to tell of a press; `now` in monotonic seconds."""
        latest = self._latest
        if latest is None or self._is_newer(packet, now):
            return self._newer_begins(packet, latest, now)
        self._heard_at = now
        if any(press.covers(packet) for press in self._presses):
            return False
        self._presses.append(_Press(packet, now))
        return True

    def _is_newer(self, packet: KeyPacket, now: float) -> bool:
        late = now - self._heard_at <= SILENCE_SECONDS
        return signed(packet.sequence - self._sequence, 16) > 0 or not late

    def _newer_begins(self, packet: KeyPacket, latest: _Press | None, now: float) -> bool:
        self._sequence, self._heard_at = packet.sequence, now
        if latest and latest.goes_on(packet, now, self._wandering, self._stands(packet)):
            self._wandering = packet.stamp != latest.stamp
            latest.take(packet, now)
            return False
        if not (latest and latest.tells_of(packet)) and self._is_told_again(packet):
            return False
        self._standing |= any(press.stamp == packet.stamp for press in self._presses)
        self._latest = _Press(packet, now)
        self._presses.append(self._latest)
        return True

    def _is_told_again(self, packet: KeyPacket) -> bool:
        """Whether a press that another one has followed is told of once more."""
        return any(p.tells_of(packet) for p in self._presses) and not self._standing

    def _stands(self, packet: KeyPacket) -> bool:
        return self._standing or packet.stamp < NO_CLOCK


def signed(difference: int, bits: int) -> int:
    """The difference of two counters of so many bits, which turn over: the shorter way round."""
    half = 1 << (bits - 1)
    return (difference + half) % (2 * half) - half

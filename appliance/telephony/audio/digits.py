"""Tells a press of a key from what only tells it a second time, in another way."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import Literal

from appliance.telephony.audio.key_events import RATE, KeyEvents, KeyPacket
from appliance.telephony.gate.buckets import Bucket

log = logging.getLogger(__name__)

KEYS_A_SECOND, KEYS_AT_ONCE = 15.0, 40.0
"""A machine dials 12 keys a second (40 ms of tone, 40 ms of pause: Q.24 table A.1), and a whole
number may come at once after a gap; the loop that serves every call is not flooded by one leg."""
PACKETS_A_SECOND, PACKETS_AT_ONCE = 400.0, 1000.0
"""A key held sends 50 packets a second, or 100; a jam may hold them back for some seconds."""
SOUND_SECONDS = 1.0
"""A tone is heard so soon before or after its event, or within the time that the key is held."""
MESSAGE_SECONDS = 4.0
"""A SIP INFO may get lost three times, and is repeated after 0.5, 1, and 2 s (RFC 3261 17.1.2)."""

MOST_UNPAIRED = 16
"""Presses of one key that wait to be told in another way: nobody has more fingers."""

Method = Literal["event", "info", "sound"]
"""RFC 4733, SIP INFO, or the tone itself."""


@dataclass(slots=True)
class _Press:
    """When a press was first told, and how it has been told since."""

    at: float
    methods: set[Method]


class Presses:
    """What one leg has pressed so far; asked by any thread, `now` in monotonic seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events = KeyEvents()
        self._recent: dict[str, list[_Press]] = {}
        self._keys = Bucket(KEYS_A_SECOND, KEYS_AT_ONCE)
        self._packets = Bucket(PACKETS_A_SECOND, PACKETS_AT_ONCE)

    @property
    def passed_over(self) -> tuple[int, int]:
        """Keys and packets that came faster than anybody presses."""
        return self._keys.refused, self._packets.refused

    def takes_packet(self, now: float) -> bool:
        """Whether one more packet of a telephone event is looked at."""
        with self._lock:
            return self._packets.take(now)

    def event(self, packet: KeyPacket, now: float) -> bool:
        """Whether a packet of a telephone event starts a press."""
        with self._lock:
            if not self._events.begins_press(packet, now):
                return False
            return self._is_new(packet.digit, "event", packet.duration / RATE, now)

    def told(self, digit: str, method: Method, seconds: float, now: float) -> bool:
        """Whether a message or a tone, which held for `seconds`, tells of a new press."""
        with self._lock:
            return self._is_new(digit, method, seconds, now)

    def _is_new(self, digit: str, method: Method, seconds: float, now: float) -> bool:
        """Each way of telling tells a press once; they come in the same order."""
        waiting = self._recent.get(digit, [])[-MOST_UNPAIRED:]
        recent = [press for press in waiting if now - press.at < MESSAGE_SECONDS + seconds]
        self._recent[digit] = recent
        for press in recent:
            if method not in press.methods and now - press.at < _patience(press, method) + seconds:
                press.methods.add(method)
                return False
        recent.append(_Press(now, {method}))
        if self._keys.take(now):
            return True
        if self._keys.refused == 1:
            log.warning("a call sends keys faster than any machine dials: the rest is passed over")
        return False


def _patience(press: _Press, method: Method) -> float:
    by_message = method == "info" or press.methods == {"info"}
    return MESSAGE_SECONDS if by_message else SOUND_SECONDS

"""What systemd is told of the loop by sd_notify(3): that it answers, goes on, and ends."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Mapping

log = logging.getLogger(__name__)

FEEDS_IN_A_PERIOD = 4
"""So often within WatchdogSec the loop says that it goes on; systemd advises twice at least."""
NO_PERIOD = float("inf")


class Watchdog:
    """Says "READY=1", "WATCHDOG=1" and "STOPPING=1" to NOTIFY_SOCKET; without one, nothing.

    Only the loop itself may feed it: so a rule that never returns is noticed, and systemd starts
    the switchboard anew.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._period = _period(environment.get("WATCHDOG_USEC", "")) / FEEDS_IN_A_PERIOD
        self._next = 0.0

    def ready(self) -> None:
        """The switchboard answers from now on."""
        self._say("READY=1")

    def fed(self, now: float) -> None:
        """The loop has made a turn, at `now` (monotonic seconds)."""
        if self._period < NO_PERIOD and now >= self._next:
            self._next = now + self._period
            self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """The switchboard ends in order."""
        self._say("STOPPING=1")

    def _say(self, words: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as letter:
                letter.setblocking(False)
                letter.sendto(words.encode(), self._address)
        except OSError as error:  # systemd is busy or gone: the telephone goes on
            log.warning("systemd could not be told %s: %s", words, error.strerror)


def _period(microseconds: str) -> float:
    """WatchdogSec in seconds, as systemd hands it over; endless where none is set."""
    is_set = microseconds.isascii() and microseconds.isdigit()
    return int(microseconds) / 1e6 if is_set else NO_PERIOD

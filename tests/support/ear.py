"""Where a SIPp caller has its audio sent to: the test listens there."""

from __future__ import annotations

import select
import socket
import time

from support.patience import PATIENCE

from appliance.probe import rtp
from appliance.probe.hearing import Listener

RECEIVED = 2048


class Ear:
    """A UDP socket on loopback, for RTP."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.port = int(self._socket.getsockname()[1])

    def close(self) -> None:
        """Hear no more."""
        self._socket.close()

    def hears(self, hertz: float | None, seconds: float = 0.2) -> None:
        """Wait until so much of a tone (None: of any sound) has come."""
        listener, deadline = Listener(hertz, seconds), time.monotonic() + PATIENCE
        while (left := deadline - time.monotonic()) > 0:
            if not select.select([self._socket], [], [], left)[0]:
                break
            datagram = self._socket.recv(RECEIVED)
            if not rtp.is_rtcp(datagram):
                packet = rtp.parse(datagram, time.time_ns())
                if listener.feed([packet]):
                    return
        raise AssertionError(f"{hertz} Hz never came")

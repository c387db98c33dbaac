"""Files that may still be opened: a call that would take the last ones from those who talk waits.

Each call has sockets for its sound, a prompt that is played, and perhaps a recording; without any
left, PJSIP would answer a caller who then hears nothing, and the store would take no message.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Callable

from appliance.core.protocol.events import DeviceFound, DeviceLost, Event

FOR_THE_HOUSE = 12
"""The database, the renderer of speech, the control socket, and who looks at it."""
FOR_A_CALL = 3
"""Beside what it has open: two sockets of a telephone that it rings, and a recording."""
LOOK_SECONDS = 1.0
PART = "descriptors"
SCARCE = (
    "The box may open {limit} files and needs the rest of them for the calls that it has, so new "
    "calls are refused (503). Raise LimitNOFILE in sentralbord.service if this comes back."
)


class Descriptors:
    """Counts what is open; tells the inbox when it begins and ends to be too much."""

    def __init__(self, inbox: Callable[[Event], None]) -> None:
        self._inbox = inbox
        self._scarce = False
        self._look_at = 0.0

    def are_scarce(self, calls: int) -> bool:
        """Whether one call more than these would take what they need."""
        limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        kept = FOR_THE_HOUSE + FOR_A_CALL * (calls + 1)
        bounded = limit != resource.RLIM_INFINITY
        self._tell(limit, scarce=bounded and limit - open_now() < kept)
        return self._scarce

    def look(self, calls: int, now: float) -> None:
        """Between polls: whether it is over."""
        if self._scarce and now >= self._look_at:
            self._look_at = now + LOOK_SECONDS
            self.are_scarce(calls)

    def _tell(self, limit: int, *, scarce: bool) -> None:
        if scarce == self._scarce:
            return
        self._scarce = scarce
        lost = DeviceLost(PART, SCARCE.format(limit=limit))
        self._inbox(lost if scarce else DeviceFound(PART))


def open_now() -> int:
    """How many descriptors this process has; kernels before 6.2 do not say it in the size."""
    return os.stat("/proc/self/fd").st_size or len(os.listdir("/proc/self/fd"))

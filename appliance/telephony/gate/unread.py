"""Requests that PJSIP could not read and has refused: counted for the panel, told in the log."""

from __future__ import annotations

import logging
from collections.abc import Callable

from appliance.core.protocol.events import Event, RequestsUnread

log = logging.getLogger(__name__)

SENDER = "unread "
"""How PJSIP's log lines about them begin (our patch "unread-request-meets-silence")."""
TELL_SECONDS = 2.0
"""A flood of them is told of no more often."""


class Unread:
    """Hears of each one on the owner thread, and puts an event now and then."""

    def __init__(self, inbox: Callable[[Event], None]) -> None:
        self._inbox = inbox
        self._count = 0
        self._last = ""
        self._tell_at = 0.0

    def heard(self, line: str) -> None:
        """One more; `line` says what, from where, and why: "INVITE from ...: 400 ..."."""
        self._count += 1
        self._last = line

    def look(self, now: float) -> None:
        """Between polls: tell of what has come since the last time."""
        if not self._count or now < self._tell_at:
            return
        self._tell_at = now + TELL_SECONDS
        log.warning("%d SIP requests could not be read; the last: %s", self._count, self._last)
        self._inbox(RequestsUnread(self._count, self._last))
        self._count = 0

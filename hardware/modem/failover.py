"""Two modems as one: the spare sends while the first one is lost."""

import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Protocol

from hardware.modem.cms_errors import NOT_READY
from hardware.modem.events import (
    ModemEvent,
    ModemLost,
    ModemReady,
    ModemSignal,
    ModemWarning,
    SmsRefused,
)
from hardware.modem.questions import Question

SPARE = "spare"


class SmsModem(Protocol):
    """What a modem can do, and several of them together."""

    def start(self) -> None:
        """Begin to work."""

    def send(self, sms_id: str, number: str, text: str) -> None:
        """Post an SMS."""

    def delete(self, sms_id: str) -> None:
        """Delete an SMS that was received."""

    def remember(self, pieces: Iterable[str]) -> None:
        """Tell what is kept elsewhere."""

    def ask(self, question: Question) -> None:
        """Let an installer ask."""

    def stop(self) -> None:
        """End."""


MakeModem = Callable[[Callable[[ModemEvent], None]], SmsModem]
"""Makes one modem that tells its events to the given callable."""


class Failover:
    """Modems in the order of preference; each SMS goes to the first one that is ready.

    To the listener they are one modem: lost only when all are. That one of them is lost while
    another sends is a ModemWarning. All of them receive.
    """

    def __init__(self, inbox: Callable[[ModemEvent], None], makers: Sequence[MakeModem]) -> None:
        self._inbox = inbox
        self._lock = threading.RLock()
        self._ready: dict[int, ModemReady] = {}
        self._reasons: dict[int, str] = {}
        self._warning = ""
        self._modems = [make(partial(self._hear, at)) for at, make in enumerate(makers)]

    def start(self) -> None:
        """Start all of them."""
        for modem in self._modems:
            modem.start()

    def send(self, sms_id: str, number: str, text: str) -> None:
        """Post an SMS to the modem in use."""
        if (at := self._in_use) is None:
            self._inbox(SmsRefused(sms_id, None, NOT_READY, retryable=True, unready=True))
        else:
            self._modems[at].send(sms_id, number, text)

    def delete(self, sms_id: str) -> None:
        """Delete a received SMS wherever it lies."""
        for modem in self._modems:
            modem.delete(sms_id)

    def remember(self, pieces: Iterable[str]) -> None:
        """Tell each what is kept elsewhere, wherever it may lie."""
        known = tuple(pieces)
        for modem in self._modems:
            modem.remember(known)

    def ask(self, question: Question) -> None:
        """Ask the modem in use, else the first."""
        self._modems[self._in_use or 0].ask(question)

    def stop(self) -> None:
        """End all of them."""
        for modem in self._modems:
            modem.stop()

    @property
    def _in_use(self) -> int | None:
        return min(self._ready, default=None)

    def _hear(self, at: int, event: ModemEvent) -> None:
        match event:
            case ModemReady():
                self._came(at, event)
            case ModemLost(reason=reason):
                self._went(at, reason)
            case ModemSignal():
                if at == self._in_use:
                    self._inbox(event)
            case _:
                self._inbox(event)

    def _came(self, at: int, event: ModemReady) -> None:
        with self._lock:
            before = self._in_use
            self._ready[at] = event
            self._reasons.pop(at, None)
            if before is None or at <= before:
                self._inbox(event)
            self._warn()

    def _went(self, at: int, reason: str) -> None:
        with self._lock:
            before = self._in_use
            self._ready.pop(at, None)
            self._reasons[at] = reason
            now = self._in_use
            if now is None and (before == at or len(self._reasons) == len(self._modems)):
                self._inbox(ModemLost(self._reasons[min(self._reasons)]))
            elif now is not None and before == at:
                self._inbox(self._ready[now])
            self._warn()

    def _warn(self) -> None:
        """Say which modem is lost while another sends, once for each change."""
        sentence = ""
        if self._in_use is not None and self._reasons:
            at, reason = min(self._reasons.items())
            which = "first" if at == 0 else "spare"
            sentence = f"The {which} modem is lost, the other one sends: {reason}"
        if sentence != self._warning:
            self._warning = sentence
            self._inbox(ModemWarning(SPARE, sentence))

"""The thread that compares the PINs of the staff line: too slow for the loop (pin_hash.py)."""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

from appliance.common.pin_hash import is_right
from appliance.core.protocol.commands_staff import CheckPin
from appliance.core.protocol.events import Event
from appliance.core.protocol.events_staff_line import PinChecked


class PinChecker:
    """Performs CheckPin on a thread of its own; `inbox` gets one PinChecked for each."""

    def __init__(self, inbox: Callable[[Event], None]) -> None:
        self._inbox = inbox
        self._mailbox: SimpleQueue[CheckPin | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="pins", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def perform(self, command: CheckPin) -> None:
        """Leave a PIN in the mailbox; the answer comes by the inbox."""
        self._mailbox.put(command)

    def stop(self) -> None:
        """End the thread when it has done what it has."""
        self._mailbox.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while (command := self._mailbox.get()) is not None:
            self._inbox(PinChecked(command.call, is_right(command.hashed, command.pin)))

"""Pins whose edges are listened to: opened, kept, reported lost, and opened again."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from hardware.device_thread import DeviceThread
from hardware.mailbox import Mailbox
from hardware.pins import close_pins

RETRY_SECONDS = 5.0

Listen = Callable[[Any], AbstractContextManager[None]]
"""Takes a gpiozero pin factory and listens to its pins while the context is open."""


class Edges:
    """Pins of one part; what their edges mean is said by gpiozero's own threads.

    The pin factory is the part's own, so that closing one part leaves the others listening.
    """

    def __init__(
        self,
        name: str,
        listen: Listen,
        *,
        open_pins: Callable[[], Any],
        lost: Callable[[str], None],
        found: Callable[[], None],
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        """Start listening; a chip that is missing is told by `lost` and tried again."""
        self._listen = listen
        self._open_pins = open_pins
        self._closing: Mailbox[None] = Mailbox()
        self.listening = threading.Event()
        """Set while edges are heard."""
        self._thread = DeviceThread(
            name,
            self._closing,
            open_device=self._lines,
            serve=self._serve,
            lost=lost,
            found=found,
            retry_seconds=retry_seconds,
        )
        self._thread.start()

    def close(self) -> None:
        """Stop listening and let the pins go."""
        self._thread.close()

    @contextmanager
    def _lines(self) -> Iterator[None]:
        factory = self._open_pins()
        try:
            with self._listen(factory):
                yield
        finally:
            close_pins(factory)

    def _serve(self, _: None, working: Callable[[], None]) -> None:
        working()
        self.listening.set()
        self._closing.wait_closed(None)
        self.listening.clear()

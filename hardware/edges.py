"""Pins whose edges are listened to: opened, kept, reported lost, and opened again."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from hardware.device_thread import DeviceThread
from hardware.mailbox import Mailbox
from hardware.pins import close_pins

RETRY_SECONDS = 5.0


class Edges(ABC):
    """Pins of one part; what their edges mean is said by gpiozero's own threads.

    The pin factory is the part's own, so that closing one part leaves the others listening.
    A part calls `__init__` last, because its pins are opened from then on.
    """

    def __init__(
        self,
        name: str,
        *,
        open_pins: Callable[[], Any],
        lost: Callable[[str], None],
        found: Callable[[], None],
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        """Start listening; a chip that is missing is told by `lost` and tried again."""
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

    @abstractmethod
    def _listen(self, factory: Any) -> AbstractContextManager[None]:
        """Listen to the pins of this gpiozero pin factory while the context is open."""

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

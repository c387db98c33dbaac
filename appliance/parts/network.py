"""Tells by which address the network reaches the box, when it starts and whenever that changes."""

from __future__ import annotations

import threading
from collections.abc import Callable

from appliance.common.own_address import own_address
from appliance.core.protocol.events import DeviceFound, Event

LOOK_SECONDS = 30.0


class AddressWatch:
    """Looks every half minute; nothing in the system's libraries tells of a change by itself."""

    def __init__(
        self,
        put: Callable[[Event], None],
        address: Callable[[], str] = own_address,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._put = put
        self._address = address
        self._look_seconds = look_seconds
        self._told = ""
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="address", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            address = self._address()
            if address != self._told:
                self._told = address
                self._put(DeviceFound("address", address))
            if self._closing.wait(self._look_seconds):
                return

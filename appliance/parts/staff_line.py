"""What the staff line needs of the house: PINs compared, messages fetched, copies forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from appliance.core.protocol.commands_staff import CheckPin, Discard, FetchMessage
from appliance.core.protocol.events import Event
from appliance.device import Device
from appliance.parts.pin_checker import PinChecker
from appliance.store.fetcher import Fetcher


class StaffPart:
    """Two threads with a mailbox each; `inbox` takes what they answer."""

    def __init__(self, device: Device, inbox: Callable[[Event], None]) -> None:
        self._pins = PinChecker(inbox)
        self._fetcher = Fetcher(device.database, device.media, device.recordings, inbox)

    @property
    def performers(self) -> Mapping[type, Callable[[Any], None]]:
        """Who performs which command."""
        return {
            CheckPin: self._pins.perform,
            FetchMessage: self._fetcher.perform,
            Discard: self._fetcher.perform,
        }

    def start(self) -> None:
        """Begin to work."""
        self._pins.start()
        self._fetcher.start()

    def stop(self) -> None:
        """End both threads."""
        self._pins.stop()
        self._fetcher.stop()

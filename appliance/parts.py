"""The parts of the box as the loop sees them: front panel, modem, and its place in the network."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from appliance.address_watch import AddressWatch
from appliance.core.commands import Show
from appliance.core.events import Event
from appliance.device import Device
from appliance.modem_part import BoxModem
from appliance.panel_part import FrontPanel

Put = Callable[[Event], None]


class Parts:
    """Front panel, modem, and network, as far as the box has them; `close` lets all of them go."""

    def __init__(self, device: Device, put: Put) -> None:
        self._open = ExitStack()
        address = AddressWatch(put)
        self._open.callback(address.close)
        self.panel = FrontPanel(device, put)
        self._open.callback(self.panel.close)
        self.modem = BoxModem(device, put)
        self._open.callback(self.modem.close)

    def show(self, command: Show) -> None:
        """Bring the view to lamps and display; neither ever keeps the loop waiting."""
        self.panel.show(command)

    def close(self) -> None:
        """Let the hardware go."""
        self._open.close()

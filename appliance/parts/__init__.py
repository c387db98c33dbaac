"""The parts of the box as the loop sees them: front panel, modem, and its place in the network."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

from appliance.core.protocol import commands as do
from appliance.core.protocol.commands_panel import PowerOff
from appliance.core.protocol.events import Event
from appliance.device import Device
from appliance.parts.modem import BoxModem
from appliance.parts.network import AddressWatch
from appliance.parts.one_time_code import drawn
from appliance.parts.panel import FrontPanel
from appliance.parts.power import switch_off

Put = Callable[[Event], None]


class Parts:
    """Front panel, modem, and network, as far as the box has them; `close` lets all of them go."""

    def __init__(self, device: Device, put: Put) -> None:
        self._device = device
        self._put = put
        self._open = ExitStack()
        address = AddressWatch(put)
        self._open.callback(address.close)
        self.panel = FrontPanel(device, put)
        self._open.callback(self.panel.close)
        self.modem = BoxModem(device, put)
        self._open.callback(self.modem.close)

    @property
    def performers(self) -> dict[type, Callable[[Any], None]]:
        """Who carries out which command."""
        return {
            do.TestLamps: lambda _: self.panel.test_lamps(),
            do.SendSms: self.modem.send,
            do.DeleteSms: self.modem.delete,
            do.RememberSms: self.modem.remember,
            do.AskModem: self.modem.ask,
            do.DrawCode: lambda _: self._put(drawn(self._device.web.port)),
            PowerOff: partial(switch_off, self._device.buttons.power_off, self._put),
        }

    def show(self, command: do.Show) -> None:
        """Bring the view to lamps and display; neither ever keeps the loop waiting."""
        self.panel.show(command)

    def close(self) -> None:
        """Let the hardware go."""
        self._open.close()

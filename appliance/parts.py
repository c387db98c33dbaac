"""The parts of the box as the loop sees them: driver events in the core's words, and views out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import TypeVar

from appliance.core.commands import SendSms, Show
from appliance.core.events import (
    DeviceFound,
    DeviceLost,
    Event,
    SmsFailed,
    SmsSent,
    SmsUncertain,
)
from appliance.core.model import SmsId
from appliance.device import Device, LampPair, ModemPart
from hardware.modem import events as modem_events
from hardware.modem.driver import Modem
from hardware.oled import Oled, OledFound, OledLost, open_device
from hardware.panel import LampPins, Panel, PanelFound, PanelLost

T = TypeVar("T")
Put = Callable[[Event], None]

NO_MODEM = "No modem is set up: name its port under [modem] in device.toml."
SIGNAL_WORDS = ((-75, "good signal"), (-95, "fair signal"))


class Parts:
    """Lamps, display, and modem, as far as the box has them; `close` lets all of them go."""

    def __init__(self, device: Device, put: Put) -> None:
        self._open = ExitStack()
        self._put = put
        self._panel = self._open_panel(device)
        self._oled = self._open_oled(device)
        self._modem = self._open_modem(device.modem)

    def show(self, command: Show) -> None:
        """Bring the view to lamps and display; neither ever keeps the loop waiting."""
        if self._panel:
            self._panel.show({lamp.agent: lamp.pattern for lamp in command.view.lamps})
        if self._oled:
            self._oled.show([(row.text, row.size) for row in command.view.rows])

    def send(self, command: SendSms) -> None:
        """Hand an SMS to the modem's thread."""
        if self._modem:
            self._modem.send(command.sms, command.number, command.text)
        else:
            self._put(SmsFailed(command.sms, NO_MODEM, retryable=True))

    def close(self) -> None:
        """Let the hardware go."""
        self._open.close()

    def _open_panel(self, device: Device) -> Panel | None:
        if device.panel.kind == "none":
            return None
        pins = {name: _pins(pair) for name, pair in device.panel.lamps.items()}
        tell = partial(_tell, self._put, panel_event)
        if device.panel.kind == "emulated":
            from hardware.emulated.panel import EmulatedPins

            panel = Panel(pins, tell, open_pins=EmulatedPins(pins).open)
        else:
            panel = Panel(pins, tell)
        self._open.callback(panel.close)
        return panel

    def _open_oled(self, device: Device) -> Oled | None:
        part = device.oled
        if part.kind == "none":
            return None
        if part.kind == "emulated":
            from hardware.emulated.panel import EmulatedOled

            opener = EmulatedOled().open
        else:
            opener = partial(open_device, part.kind, part.i2c_port, part.address)
        oled = Oled(opener, partial(_tell, self._put, oled_event))
        self._open.callback(oled.close)
        return oled

    def _open_modem(self, part: ModemPart) -> Modem | None:
        if part.kind == "none":
            self._put(DeviceLost("modem", NO_MODEM))
            return None
        port = part.port
        if part.kind == "emulated":
            from hardware.emulated.modem import EmulatedModem

            port = self._open.enter_context(EmulatedModem()).port
        modem = Modem(port, partial(_tell, self._put, modem_event), pin=part.pin, baud=part.baud)
        modem.start()
        self._open.callback(modem.stop)
        return modem


def modem_event(event: modem_events.ModemEvent) -> Event | None:
    """What the modem told, in the core's words; None for what no rule asks for yet."""
    match event:
        case modem_events.ModemReady(operator=operator, signal=signal):
            return DeviceFound("modem", f"{operator} {_signal(signal)}".strip())
        case modem_events.ModemLost(reason=reason):
            return DeviceLost("modem", reason)
        case modem_events.SmsAccepted(sms_id=sms):
            return SmsSent(SmsId(sms))
        case modem_events.SmsRefused(sms_id=sms, reason=reason, retryable=retryable):
            return SmsFailed(SmsId(sms), reason, retryable)
        case modem_events.SmsUncertain(sms_id=sms, reason=reason):
            return SmsUncertain(SmsId(sms), reason)
    return None


def panel_event(event: PanelLost | PanelFound) -> Event:
    """What the lamps told, in the core's words."""
    if isinstance(event, PanelLost):
        return DeviceLost("panel", event.reason)
    return DeviceFound("panel")


def oled_event(event: OledLost | OledFound) -> Event:
    """What the display told, in the core's words."""
    if isinstance(event, OledLost):
        return DeviceLost("oled", event.reason)
    return DeviceFound("oled")


def _tell(put: Put, translated: Callable[[T], Event | None], event: T) -> None:
    if told := translated(event):
        put(told)


def _pins(pair: LampPair) -> LampPins:
    return LampPins(pair.red, pair.green, pair.active_high)


def _signal(dbm: int | None) -> str:
    if dbm is None:
        return ""
    return next((words for least, words in SIGNAL_WORDS if dbm >= least), "weak signal")

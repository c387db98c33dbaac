"""The front panel as the loop sees it: real or emulated drivers, and their events in core words."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from appliance.core.model.ids import Language
from appliance.core.panel.buttons import HOLD
from appliance.core.protocol.commands import Show
from appliance.core.protocol.events import ButtonPressed, DeviceFound, DeviceLost, Event
from appliance.core.protocol.events_panel import ToneHeard
from appliance.core.protocol.view import View
from appliance.device import Device
from appliance.device.front import OledPart, lamp_pins
from hardware import buttons, dtmf
from hardware.buttons import STUCK_SECONDS, Buttons
from hardware.dtmf import Decoder, DecoderPins
from hardware.oled import ALIVE_SECONDS, STALL_SECONDS, Oled, OledEvent, OledLost
from hardware.oled_device import OledDevice, open_i2c, open_on
from hardware.panel import Panel, PanelEvent, PanelLost

if TYPE_CHECKING:
    from hardware.emulated.panel import EmulatedPanel

Put = Callable[[Event], None]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """After how many seconds a bus counts as hanging and a button as stuck, and when a part that
    nothing is sent to is looked for."""

    stall: float = STALL_SECONDS
    stuck: float = STUCK_SECONDS
    alive: float = ALIVE_SECONDS


class FrontPanel:
    """Lamps, display, buttons, and tone decoder, as far as the box has them."""

    def __init__(self, device: Device, put: Put, patience: Patience | None = None) -> None:
        """Start the drivers."""
        self._patience = patience or Patience()
        self._device = device
        self._put = put
        self._language: Language = ""
        self._open = ExitStack()
        self._panel = self._open_panel()
        self._oled = self._open_oled()
        self.buttons = self._open_buttons()
        self.decoder = self._open_decoder()

    @cached_property
    def emulated(self) -> EmulatedPanel:
        """The pins and chips of the parts that are emulated."""
        from hardware.emulated.panel import EmulatedPanel

        panel = self._device.panel
        height = self._device.oled.height
        return EmulatedPanel(lamp_pins(panel), height=height, trace=panel.trace)

    def show(self, command: Show) -> None:
        """Bring the view to lamps and display; neither ever keeps the loop waiting."""
        if self._panel:
            self._panel.show(command.view.lights)
        if self._oled:
            self._oled.show(display_rows(command.view), dim=command.view.dim)
        self._note_language(command.view.language)

    def _note_language(self, language: Language) -> None:
        """Whoever says goodbye on the display for a switchboard that died has no store to ask."""
        if language != self._language:
            self._language = language
            try:
                self._device.language.write_text(language, encoding="utf-8")
            except OSError as error:
                log.warning("The farewell on the display may be in another language: %s", error)

    def test_lamps(self) -> None:
        """Light every leg of every lamp, then show each pattern."""
        if self._panel:
            self._panel.test()

    def close(self) -> None:
        """Let the hardware go."""
        self._open.close()
        if "emulated" in self.__dict__:
            self.emulated.close()

    def _open_panel(self) -> Panel | None:
        part = self._device.panel
        if part.kind == "none":
            return None
        openers: dict[str, Any] = {}
        if part.kind == "emulated":
            openers = {"open_pins": self.emulated.open_pins, "open_bus": self.emulated.open_bus}
        panel = Panel(
            lamp_pins(part),
            self._tell(panel_event),
            i2c_port=part.i2c_port,
            device="panel",
            stall_seconds=self._patience.stall,
            **openers,
        )
        self._open.callback(panel.close)
        return panel

    def _open_oled(self) -> Oled | None:
        part = self._device.oled
        if part.kind == "none":
            return None
        opener = self.emulated.open_oled if part.kind == "emulated" else oled_opener(part)
        oled = Oled(
            opener,
            self._tell(oled_event),
            alive_seconds=self._patience.alive,
            stall_seconds=self._patience.stall,
        )
        self._open.callback(oled.close)
        return oled

    def _open_buttons(self) -> Buttons | None:
        part = self._device.buttons
        if part.kind == "none":
            return None
        openers: dict[str, Any] = {}
        if part.kind == "emulated":
            openers = {"open_pins": self.emulated.open_button_pins}
        opened = Buttons(
            part.pins,
            self._tell(button_event),
            encoder=part.encoder,
            hold_seconds=part.hold_seconds,
            stuck_seconds=self._patience.stuck,
            **openers,
        )
        self._open.callback(opened.close)
        return opened

    def _open_decoder(self) -> Decoder | None:
        part = self._device.dtmf
        if part.kind == "none" or part.strobe is None:
            return None
        openers: dict[str, Any] = {}
        if part.kind == "emulated":
            openers = {"open_pins": self.emulated.open_button_pins}
        q1, q2, q3, q4 = part.data
        pins = DecoderPins((q1, q2, q3, q4), part.strobe)
        decoder = Decoder(pins, self._tell(partial(decoder_event, part.line)), **openers)
        self._open.callback(decoder.close)
        return decoder

    def _tell(self, translated: Callable[[Any], Event]) -> Callable[[Any], None]:
        return lambda event: self._put(translated(event))


def display_rows(view: View) -> list[tuple[str, str, bool]]:
    """The rows of the display as its driver takes them."""
    return [(row.text, row.size, row.scroll) for row in view.rows]


def oled_opener(part: OledPart) -> Callable[[], AbstractContextManager[OledDevice]]:
    """How the real display is opened."""
    if part.bus == "i2c":
        return partial(open_i2c, part.kind, part.i2c_port, part.address, part.width, part.height)
    from hardware.spi import open_spi_link

    link = partial(open_spi_link, part.spi_port, part.spi_device, part.dc, part.reset)
    return partial(open_on, part.kind, link, part.width, part.height)


def panel_event(event: PanelEvent) -> Event:
    """What the lamps told, in the core's words."""
    if isinstance(event, PanelLost):
        return DeviceLost(event.device, event.reason)
    return DeviceFound(event.device)


def oled_event(event: OledEvent) -> Event:
    """What the display told, in the core's words."""
    if isinstance(event, OledLost):
        return DeviceLost("oled", event.reason)
    return DeviceFound("oled")


def button_event(event: buttons.ButtonEvent) -> Event:
    """What the buttons told, in the core's words."""
    match event:
        case buttons.ButtonPressed(name=name, held=held):
            return ButtonPressed(f"{HOLD}{name}" if held else name)
        case buttons.ButtonStuck(name=name, reason=reason):
            return DeviceLost(f"button {name}", reason)
        case buttons.ButtonFreed(name=name):
            return DeviceFound(f"button {name}")
        case buttons.ButtonsLost(reason=reason):
            return DeviceLost("buttons", reason)
        case buttons.ButtonsFound():
            return DeviceFound("buttons")


def decoder_event(line: str, event: dtmf.DecoderEvent) -> Event:
    """What the tone decoder of a line told, in the core's words."""
    match event:
        case dtmf.DigitHeard(digit=digit):
            return ToneHeard(line, digit)
        case dtmf.DecoderLost(reason=reason):
            return DeviceLost("dtmf", reason)
        case dtmf.DecoderFound():
            return DeviceFound("dtmf")

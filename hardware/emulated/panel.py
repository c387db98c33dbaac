"""The front panel without hardware: real drivers on mock pins and on chips emulated by register."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from gpiozero import OutputDevice
from gpiozero.pins.mock import MockFactory, MockPin
from PIL import Image

from hardware.emulated.i2c import Chip, EmulatedBus, EmulatedSmbus
from hardware.emulated.mcp23017 import EmulatedMcp23017
from hardware.emulated.ssd1306 import EmulatedSh1106, EmulatedSsd1306
from hardware.emulated.trace import Trace
from hardware.lamp_pins import AnyPins, ChipPins, LampPins
from hardware.oled_device import OledDevice, open_i2c, open_on
from hardware.oled_link import SpiLink
from hardware.panel import by_bank

HEADER_PINS: Final = tuple(pin for pin in range(4, 28) if pin not in (14, 15))
"""GPIO numbers of the 40-pin header without the display's I2C bus and the serial port."""

OLED_ADDRESS: Final = 0x3C


def pins_for(names: Iterable[str]) -> dict[str, LampPins]:
    """Give each name a two-colour lamp on the header; the header has room for 11 of them."""
    pairs = zip(HEADER_PINS[0::2], HEADER_PINS[1::2], strict=True)
    return {name: LampPins(red, green) for name, (red, green) in zip(names, pairs, strict=False)}


class TellingPins(MockFactory):  # type: ignore[misc]
    """Mock pins that tell when one of them changes."""

    def __init__(
        self,
        on_change: Callable[[], None],
        trace: Callable[[str, bool], None] = lambda name, high: None,
    ) -> None:
        super().__init__(pin_class=TellingPin)
        self.on_change = on_change
        self.trace = trace


class TellingPin(MockPin):  # type: ignore[misc]
    """A mock pin that tells when it changes."""

    def _change_state(self, value: Any) -> Any:
        changed = super()._change_state(value)
        if changed:
            self.factory.trace(self.info.name, bool(value))
            self.factory.on_change()
        return changed


class EmulatedPanel:
    """Pins, port expanders, and a display for the drivers to open, and what they show now.

    The lamps are `Panel(lamps, inbox, open_pins=emulated.open_pins, open_bus=emulated.bus.open)`,
    the display is `Oled(emulated.open_oled, inbox)`. With `trace`, what they send goes to a file.
    """

    def __init__(
        self,
        lamps: Mapping[str, AnyPins] | None = None,
        *,
        oled_kind: str = "ssd1306",
        height: int = 64,
        spi: bool = False,
        trace: Path | None = None,
    ) -> None:
        self._trace = Trace(trace) if trace else None
        self._lamps = dict(lamps or {})
        self._kind = oled_kind
        self._spi = spi
        self._changed = threading.Condition()
        told = (self._trace.pin,) if self._trace else ()
        self.pins = TellingPins(self._tell, *told)
        self.button_pins = MockFactory()
        self.oled = EmulatedSh1106(height) if oled_kind == "sh1106" else EmulatedSsd1306(height)
        self.chips = {address: EmulatedMcp23017() for address in by_bank(self._lamps)[1]}
        on_bus: dict[int, Chip] = {OLED_ADDRESS: self.oled, **self.chips}
        sent = (self._trace.transfer,) if self._trace else ()
        self.bus = EmulatedBus(on_bus, self._tell, *sent)
        self._height = height

    def open_pins(self) -> Any:
        """Return the pin factory of the lamps, as a driver opens it."""
        return self.pins

    def open_button_pins(self) -> Any:
        """Return the pin factory of the buttons."""
        return self.button_pins

    def open_bus(self, port: int) -> EmulatedSmbus:
        """Open the I2C bus."""
        return self.bus.open(port)

    @contextmanager
    def open_oled(self) -> Iterator[OledDevice]:
        """Open the display as the real one is opened."""
        size = (128, self._height)
        if self._spi:
            opened = open_on(self._kind, partial(spi_link, self.oled, self._tell), *size)
        else:
            opened = open_i2c(self._kind, 1, OLED_ADDRESS, *size, open_bus=self.open_bus)
        with opened as device:
            yield device

    def close(self) -> None:
        """Write no more of the trace."""
        if self._trace:
            self._trace.close()

    def picture(self) -> Image.Image | None:
        """Return what is on the display's glass, of mode "1"; None while it is dark."""
        return self.oled.picture()

    def lamp_levels(self) -> dict[str, tuple[bool, bool]]:
        """Return whether red and green burn now, read from pins and registers, for every lamp."""
        high: dict[str, bool | None] = {
            info.name: pin.state
            for info, pin in list(self.pins.pins.items())
            if pin.function == "output"
        }
        for address, chip in self.chips.items():
            high |= {f"{address:#04x} {name}": level for name, level in chip.pins().items()}
        return {
            name: (_burns(high, lamp, lamp.red), _burns(high, lamp, lamp.green))
            for name, lamp in self._lamps.items()
        }

    def wait_for(self, looks_so: Callable[[], bool], seconds: float) -> bool:
        """Wait until the panel looks so; False if it does not within so many seconds."""
        with self._changed:
            return self._changed.wait_for(looks_so, seconds)

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()


def _burns(high: Mapping[str, bool | None], lamp: AnyPins, pin: int | str | None) -> bool:
    place = f"{lamp.chip:#04x} {pin}" if isinstance(lamp, ChipPins) else f"GPIO{pin}"
    level = high.get(place)
    return level is not None and bool(level) == lamp.active_high


class EmulatedSpi:
    """An SPI device that reads its D/C# pin, as a four-wire OLED does."""

    def __init__(self, chip: EmulatedSsd1306, dc: Any, on_write: Callable[[], None]) -> None:
        self._chip = chip
        self._dc = dc
        self._on_write = on_write

    def write(self, values: bytes) -> None:
        """Take bytes."""
        (self._chip.data if self._dc.value else self._chip.commands)(values)
        self._on_write()

    def close(self) -> None:
        """Do nothing."""


def spi_link(chip: EmulatedSsd1306, on_write: Callable[[], None]) -> SpiLink:
    """Open a link to a controller over SPI, with D/C# on GPIO 24 and RES# on GPIO 25."""
    factory = MockFactory()
    dc, reset = (OutputDevice(pin, pin_factory=factory) for pin in (24, 25))
    chip.power_on()  # by the pulse on RES#
    return SpiLink(EmulatedSpi(chip, dc, on_write), dc, reset)

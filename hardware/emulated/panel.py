"""The front panel without hardware: gpiozero's mock pins and luma's dummy display."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from gpiozero.pins.mock import MockFactory
from luma.core.device import dummy
from PIL import Image

from hardware.panel import LampPins

HEADER_PINS: Final = tuple(pin for pin in range(4, 28) if pin not in (14, 15))
"""GPIO numbers of the 40-pin header without the display's I2C bus and the serial port."""


def pins_for(names: Iterable[str]) -> dict[str, LampPins]:
    """Give each name a two-colour lamp on the header; the header has room for 11 of them."""
    pairs = zip(HEADER_PINS[0::2], HEADER_PINS[1::2], strict=True)
    return {name: LampPins(red, green) for name, (red, green) in zip(names, pairs, strict=False)}


class EmulatedPins:
    """Mock pins for `Panel(pins, inbox, open_pins=emulated.open)`, and what they show now."""

    def __init__(self, pins: Mapping[str, LampPins]) -> None:
        self._pins = dict(pins)
        self._factory = MockFactory()

    def open(self) -> Any:
        """Return the pin factory, as a driver opens it."""
        return self._factory

    def lamp_levels(self) -> dict[str, tuple[bool, bool]]:
        """Return whether red and green burn now, read from the pins, for every lamp."""
        high = {
            info.name: bool(pin.state)
            for info, pin in list(self._factory.pins.items())
            if pin.function == "output"
        }
        return {
            name: (self._burns(high, lamp.red, lamp), self._burns(high, lamp.green, lamp))
            for name, lamp in self._pins.items()
        }

    @staticmethod
    def _burns(high: Mapping[str, bool], number: int | None, lamp: LampPins) -> bool:
        return high.get(f"GPIO{number}", not lamp.active_high) == lamp.active_high


class EmulatedOled:
    """A dummy display for `Oled(emulated.open, inbox)` that keeps the last picture."""

    def __init__(self, width: int = 128, height: int = 64) -> None:
        self._size = (width, height)
        self._device: Any = None

    @contextmanager
    def open(self) -> Iterator[Any]:
        """Open the display dark, as a driver does."""
        self._device = dummy(*self._size, mode="1")
        yield self._device
        self._device.image = None

    def picture(self) -> Image.Image | None:
        """Return the picture that the display shows, of mode "1"; None while it is dark."""
        return self._device.image if self._device else None

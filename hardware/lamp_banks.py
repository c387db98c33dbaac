"""Lamps that are driven together: those on the header's GPIO, and those of one port expander."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from hardware.i2c import I2cBus
from hardware.lamp_pins import ChipPins, LampPins
from hardware.mcp23017 import Mcp23017
from hardware.pins import close_pins

Levels = Mapping[str, tuple[bool, bool]]
"""For each lamp, whether red and green burn."""


class LampBank(Protocol):
    """Lamps that are found and lost together."""

    def write(self, levels: Levels) -> None:
        """Light the lamps so; only changes go out."""

    def verify(self) -> None:
        """See whether the lamps are still as they were written, and mend them."""


class Lamp:
    """The LEDs of one member of staff on GPIO; only changes are written to the pins."""

    def __init__(self, pins: LampPins, pin_factory: Any) -> None:
        from gpiozero import LED  # late: a box without lamps need not load it

        self._one_colour = len(pins.numbers()) == 1
        self._leds = [
            LED(pin, active_high=pins.active_high, pin_factory=pin_factory)
            for pin in pins.numbers()
        ]
        self._written = [False] * len(self._leds)

    def write(self, red: bool, green: bool) -> None:
        """Light the lamp so."""
        wanted = [red or green] if self._one_colour else [red, green]
        for led, old, new in zip(self._leds, self._written, wanted, strict=True):
            if new != old:
                led.value = new
        self._written = wanted

    def close(self) -> None:
        """Put the lamp out and give its pins back."""
        for led in self._leds:
            # Pins of a chip that is gone cannot be put out; the loss itself is reported elsewhere.
            with suppress(Exception):
                led.off()
            with suppress(Exception):
                led.close()


class GpioBank:
    """All lamps on the header. The kernel keeps its pins, so there is nothing to verify."""

    def __init__(self, lamps: Mapping[str, Lamp]) -> None:
        self._lamps = lamps

    def write(self, levels: Levels) -> None:
        """Light the lamps so."""
        for name, lamp in self._lamps.items():
            lamp.write(*levels[name])

    def verify(self) -> None:
        """Do nothing."""


class ChipBank:
    """All lamps of one MCP23017, written together."""

    def __init__(self, chip: Mcp23017, lamps: Mapping[str, ChipPins]) -> None:
        self._chip = chip
        self._lamps = lamps
        self._written = self._word({name: (False, False) for name in lamps})
        chip.start(self._written)

    def write(self, levels: Levels) -> None:
        """Light the lamps so, in one transaction if any of them changed."""
        word = self._word(levels)
        if word != self._written:
            self._chip.write(word)
            self._written = word

    def verify(self) -> None:
        """Read the chip's registers back, and set them anew if a glitch changed them."""
        self._chip.verify()

    def close(self) -> None:
        """Put the lamps out."""
        with suppress(Exception):  # a chip that is gone is dark anyway
            self.write({name: (False, False) for name in self._lamps})

    def _word(self, levels: Levels) -> int:
        return sum(
            1 << bit
            for name, pins in self._lamps.items()
            for bit, burns in zip(pins.bits(), _legs(pins, *levels[name]), strict=True)
            if burns == pins.active_high
        )


def _legs(pins: ChipPins, red: bool, green: bool) -> list[bool]:
    return [red or green] if len(pins.bits()) == 1 else [red, green]


@contextmanager
def gpio_bank(lamps: Mapping[str, LampPins], open_pins: Callable[[], Any]) -> Iterator[GpioBank]:
    """Open the header's lamps; they go dark at the end."""
    factory = open_pins()
    lit: dict[str, Lamp] = {}
    try:
        for name, pins in lamps.items():
            lit[name] = Lamp(pins, factory)
        yield GpioBank(lit)
    finally:
        for lamp in lit.values():
            lamp.close()
        close_pins(factory)


@contextmanager
def chip_bank(
    address: int, lamps: Mapping[str, ChipPins], open_bus: Callable[[], I2cBus]
) -> Iterator[ChipBank]:
    """Open one expander's lamps; they go dark at the end."""
    bus = open_bus()
    try:
        bank = ChipBank(Mcp23017(bus, address), lamps)
        yield bank
        bank.close()
    finally:
        bus.close()

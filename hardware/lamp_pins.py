"""Where the legs of each lamp are: on the header's GPIO, or on a port expander."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hardware.mcp23017 import ADDRESSES, PIN_NAMES


@dataclass(frozen=True)
class LampPins:
    """GPIO numbers (BCM) of one lamp; None is a colour that this lamp does not have.

    A two-colour lamp has three legs: both colours together give amber. A lamp of one colour
    burns whenever its pattern burns, in whichever colour. `active_high` is False for lamps with
    a common anode.
    """

    red: int | None
    green: int | None
    active_high: bool = True

    def numbers(self) -> list[int]:
        """Return the pins in use, red first."""
        return [pin for pin in (self.red, self.green) if pin is not None]

    def places(self) -> list[str]:
        """Return the pins in use in words."""
        return [f"GPIO {number}" for number in self.numbers()]


@dataclass(frozen=True)
class ChipPins:
    """Pins of one lamp on an MCP23017: its I2C address, and names as "A0" or "B7"; see LampPins."""

    chip: int
    red: str | None
    green: str | None
    active_high: bool = True

    def bits(self) -> list[int]:
        """Return the pins in use as bits of the chip's word, red first."""
        return [PIN_NAMES.index(pin) for pin in (self.red, self.green) if pin is not None]

    def places(self) -> list[str]:
        """Return the pins in use in words."""
        return [f"{PIN_NAMES[bit]} of chip {self.chip:#04x}" for bit in self.bits()]


AnyPins = LampPins | ChipPins


def check_pins(lamps: Mapping[str, AnyPins]) -> None:
    """Raise ValueError when a lamp has no pin or one that is not there, or two share one."""
    for name, pins in lamps.items():
        _check_chip(name, pins)
        if not pins.places():
            raise ValueError(f"lamp {name!r} has neither a red nor a green pin")
    for place, count in Counter(place for place, _ in _owned(lamps)).items():
        if count > 1:
            owners = " and ".join(repr(name) for used, name in _owned(lamps) if used == place)
            raise ValueError(f"{place} is given to lamp {owners}")


def _check_chip(name: str, pins: AnyPins) -> None:
    if isinstance(pins, LampPins):
        return
    if pins.chip not in ADDRESSES:
        raise ValueError(f"lamp {name!r}: a chip is from 0x20 to 0x27, not {pins.chip:#04x}")
    for pin in (pins.red, pins.green):
        if pin is not None and pin not in PIN_NAMES:
            raise ValueError(f"lamp {name!r}: a chip has pins A0 to B7, not {pin!r}")


def _owned(lamps: Mapping[str, AnyPins]) -> Iterator[tuple[str, str]]:
    for name, pins in lamps.items():
        for place in pins.places():
            yield place, name

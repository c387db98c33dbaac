"""The front panel in device.toml: lamps, display, buttons, and tone decoder, and their pins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from hardware.encoder import EncoderPins
from hardware.lamp_pins import AnyPins, ChipPins, LampPins, check_pins
from hardware.oled_device import SIZES

RESERVED = {
    **{0: "the ID chip of a board", 1: "the ID chip of a board"},
    **{2: "the I2C bus", 3: "the I2C bus"},
    **{14: "the serial port", 15: "the serial port"},
}
"""GPIO numbers that the box needs itself."""

E164 = re.compile(r"\+[1-9][0-9]{1,14}")
HEADER = range(28)
SPI_PINS = (9, 10, 11)
"""MISO, MOSI, and SCLK of SPI 0; its chip selects are GPIO 8 and 7."""


@dataclass(frozen=True, slots=True)
class LampPair:
    """Where one lamp is; one of its colours may be missing.

    GPIO numbers (BCM), or with `chip` (the I2C address of an MCP23017, 0x20 to 0x27) the names of
    its pins, "A0" to "B7".
    """

    red: int | str | None = None
    green: int | str | None = None
    active_high: bool = True
    chip: int | None = None


@dataclass(frozen=True, slots=True)
class PanelPart:
    """The lamps: real ones, emulated, or none.

    `lamps` has one for each member of staff by name, for lines as "line:NAME", and for "fault".
    `trace`: a file to which an emulated panel writes each change of a pin and each transaction.
    """

    kind: Literal["gpio", "emulated", "none"] = "none"
    lamps: Mapping[str, LampPair] = field(default_factory=dict)
    i2c_port: int = 1
    trace: Path | None = None


@dataclass(frozen=True, slots=True)
class OledPart:
    """The display: its chip, emulated, or none; on I2C (`address`) or SPI (`dc`, `reset` pins)."""

    kind: Literal["ssd1306", "sh1106", "ssd1309", "emulated", "none"] = "none"
    bus: Literal["i2c", "spi"] = "i2c"
    width: int = 128
    height: int = 64
    i2c_port: int = 1
    address: int = 0x3C
    spi_port: int = 0
    spi_device: int = 0
    dc: int = 24
    reset: int | None = 25


@dataclass(frozen=True, slots=True)
class ButtonsPart:
    """The buttons: real ones, emulated, or none. `pins`: button -> GPIO number (BCM).

    `encoder`: a rotary encoder that leads through the views. `power_off`: the command that
    switches the box off, and its arguments; none: the buttons cannot.
    """

    kind: Literal["gpio", "emulated", "none"] = "none"
    pins: Mapping[str, int] = field(default_factory=dict)
    hold_seconds: float = 3.0
    encoder: EncoderPins | None = None
    power_off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DtmfPart:
    """An MT8870 on the analogue line `line` (its number in E.164, as in the office's settings).

    `data` and `strobe`: GPIO numbers (BCM) of Q1 to Q4, and of StD.
    """

    kind: Literal["mt8870", "emulated", "none"] = "none"
    data: tuple[int, ...] = ()
    strobe: int | None = None
    line: str = ""


def lamp_pins(panel: PanelPart) -> dict[str, AnyPins]:
    """Where the drivers find the lamps; raises ValueError with a sentence."""
    pins = {name: _pins(name, pair) for name, pair in panel.lamps.items()}
    check_pins(pins)
    return pins


def front_problems(
    panel: PanelPart, oled: OledPart, buttons: ButtonsPart, dtmf: DtmfPart
) -> Iterator[str]:
    """What is wrong with the front panel, each a sentence that begins with its place."""
    try:
        lamps = lamp_pins(panel)
    except ValueError as error:
        yield f"panel.lamps: {error}."
        return
    yield from _oled_problems(oled)
    yield from _dtmf_problems(dtmf)
    users = [*_lamp_users(lamps), *_oled_users(oled), *_other_users(buttons, dtmf)]
    yield from _pin_problems(users)


def _pins(name: str, pair: LampPair) -> AnyPins:
    pins = (pair.red, pair.green)
    if pair.chip is not None:
        if any(isinstance(pin, int) for pin in pins):
            raise ValueError(f"lamp {name!r}: a chip has pins A0 to B7, not a GPIO number")
        red, green = (None if pin is None else str(pin) for pin in pins)
        return ChipPins(pair.chip, red, green, pair.active_high)
    if any(isinstance(pin, str) for pin in pins):
        raise ValueError(f"lamp {name!r}: which chip has this pin? Say chip = 0x20")
    numbers = [None if pin is None else int(pin) for pin in pins]
    return LampPins(numbers[0], numbers[1], pair.active_high)


def _oled_problems(oled: OledPart) -> Iterator[str]:
    if (oled.width, oled.height) not in SIZES:
        yield f"oled.height: there are 128x64 and 128x32, not {oled.width}x{oled.height}."


def _dtmf_problems(dtmf: DtmfPart) -> Iterator[str]:
    if dtmf.kind != "none" and (len(dtmf.data) != 4 or dtmf.strobe is None):
        yield "dtmf.data: name the four pins Q1 to Q4, and dtmf.strobe for StD."
    if dtmf.kind != "none" and not E164.fullmatch(dtmf.line):
        yield 'dtmf.line: name the line that it listens to by its number, such as "+4710000001".'


def _pin_problems(users: list[tuple[int, str]]) -> Iterator[str]:
    for pin, user in users:
        if pin not in HEADER:
            yield f"{user}: the header has GPIO 0 to 27, not {pin}."
        elif pin in RESERVED:
            yield f"{user}: GPIO {pin} is needed for {RESERVED[pin]}."
    for pin, count in Counter(pin for pin, _ in users).items():
        if count > 1:
            owners = " and ".join(user for used, user in users if used == pin)
            yield f"GPIO {pin} is used twice: by {owners}."


def _lamp_users(lamps: Mapping[str, AnyPins]) -> Iterator[tuple[int, str]]:
    for name, pins in lamps.items():
        if isinstance(pins, LampPins):
            yield from ((number, f"panel.lamps.{name}") for number in pins.numbers())


def _oled_users(oled: OledPart) -> Iterator[tuple[int, str]]:
    if oled.bus == "spi":
        select = 7 if oled.spi_device else 8
        pins = (*SPI_PINS, select, oled.dc, *([] if oled.reset is None else [oled.reset]))
        yield from ((pin, "oled") for pin in pins)


def _other_users(buttons: ButtonsPart, dtmf: DtmfPart) -> Iterator[tuple[int, str]]:
    yield from ((pin, f"buttons.pins.{name}") for name, pin in buttons.pins.items())
    if buttons.encoder:
        yield from ((pin, "buttons.encoder") for pin in (buttons.encoder.a, buttons.encoder.b))
    yield from ((pin, "dtmf.data") for pin in dtmf.data)
    if dtmf.strobe is not None:
        yield dtmf.strobe, "dtmf.strobe"

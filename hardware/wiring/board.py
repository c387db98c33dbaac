"""A reference board as its pin map describes it, and what would be wrong with one."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hardware.lamp_pins import AnyPins, ChipPins, LampPins, check_pins
from hardware.wiring.header import GPIO_AT, RESERVED

BOARDS: Final = ("eight", "twenty_four")

SUPPLY_VOLTS: Final = 3.3
LAMP_VOLTS: Final = 1.9
"""What a red LED drops; a green one drops a little more, so less current flows."""

GPIO_MILLIAMPS: Final = 50.0
"""For all GPIO together: the figure of the first boards, and the later ones give none."""

CHIP_MILLIAMPS: Final = 125.0
"""Into VDD of an MCP23017 (data sheet DS20001952C, absolute maximum ratings)."""


class BoardProblem(ValueError):
    """A pin map that cannot be built; the message says why."""


@dataclass(frozen=True)
class Board:
    """Lamps, buttons, and decoder of one board. Numbers are GPIO (BCM)."""

    name: str
    title: str
    lamp_ohms: int
    lamps: Mapping[str, AnyPins]
    oled_kind: str
    oled_address: int
    buttons: Mapping[str, int]
    dtmf_data: tuple[int, ...]
    dtmf_strobe: int | None

    @property
    def chips(self) -> list[int]:
        """Addresses of the port expanders."""
        return sorted({pins.chip for pins in self.lamps.values() if isinstance(pins, ChipPins)})

    def users(self) -> Iterator[tuple[int, str]]:
        """Yield every GPIO number in use with what it is for."""
        for name, pins in self.lamps.items():
            if isinstance(pins, LampPins):
                yield from ((pin, f"{name} {colour}") for colour, pin in legs(pins))
        yield from ((pin, f"button {name}") for name, pin in self.buttons.items())
        yield from ((pin, f"MT88L70 Q{bit}") for bit, pin in enumerate(self.dtmf_data, 1))
        if self.dtmf_strobe is not None:
            yield self.dtmf_strobe, "MT88L70 StD"


def read_board(name: str) -> Board:
    """Read the pin map `name`.toml of this folder; raises BoardProblem."""
    path = Path(__file__).with_name(f"{name}.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    dtmf = tables.get("dtmf", {})
    board = Board(
        name=name,
        title=tables["title"],
        lamp_ohms=tables["lamp_ohms"],
        lamps={lamp: _pins(place) for lamp, place in tables["panel"]["lamps"].items()},
        oled_kind=tables["oled"]["kind"],
        oled_address=tables["oled"]["address"],
        buttons=tables["buttons"]["pins"],
        dtmf_data=tuple(dtmf.get("data", ())),
        dtmf_strobe=dtmf.get("strobe"),
    )
    if problems := list(problems_of(board)):
        raise BoardProblem(f"{name}: {' '.join(problems)}")
    return board


def problems_of(board: Board) -> Iterator[str]:
    """Yield a sentence for each thing that cannot be built so."""
    try:
        check_pins(board.lamps)
    except ValueError as error:
        yield f"{error}."
    users = list(board.users())
    for pin, user in users:
        if pin in RESERVED:
            yield f"GPIO {pin} carries {RESERVED[pin]} and cannot serve {user}."
        elif pin not in GPIO_AT.values():
            yield f"GPIO {pin} is not on the header, where {user} needs it."
    for pin, count in Counter(pin for pin, _ in users).items():
        if count > 1:
            yield f"GPIO {pin} serves {' and '.join(user for at, user in users if at == pin)}."
    yield from _currents(board)


def legs(pins: AnyPins) -> list[tuple[str, Any]]:
    """Return the colours that a lamp has, each with its pin."""
    return [
        (name, pin) for name, pin in (("red", pins.red), ("green", pins.green)) if pin is not None
    ]


def milliamps(board: Board) -> float:
    """Return the current of one LED."""
    return (SUPPLY_VOLTS - LAMP_VOLTS) / board.lamp_ohms * 1000


def _currents(board: Board) -> Iterator[str]:
    of_gpio = sum(len(legs(p)) for p in board.lamps.values() if isinstance(p, LampPins))
    if of_gpio * milliamps(board) > GPIO_MILLIAMPS:
        yield f"All lamps on GPIO together take more than {GPIO_MILLIAMPS:g} mA."
    for chip in board.chips:
        of_chip = [p for p in board.lamps.values() if isinstance(p, ChipPins) and p.chip == chip]
        if sum(len(legs(pins)) for pins in of_chip) * milliamps(board) > CHIP_MILLIAMPS:
            yield f"The lamps of chip {chip:#04x} together take more than {CHIP_MILLIAMPS:g} mA."


def _pins(place: Mapping[str, Any]) -> AnyPins:
    red, green = place.get("red"), place.get("green")
    if "chip" in place:
        return ChipPins(place["chip"], red, green)
    return LampPins(red, green)

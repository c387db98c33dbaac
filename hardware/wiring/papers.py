"""The lists that go with a board: its device.toml, its parts with prices, its firmware settings."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from hardware.lamp_pins import AnyPins, ChipPins
from hardware.wiring.board import Board, legs

FIRMWARE: Final = (
    ("dtparam=i2c_arm=on", "the display's and the lamp chips' bus"),
    ("dtparam=i2c_arm_baudrate=400000", "a picture takes 23 ms of the bus, not 94 ms"),
    ("enable_uart=1", "the serial port, for a modem or a console on GPIO 14 and 15"),
)
"""Lines of /boot/firmware/config.txt, each with its reason."""

GENERATED: Final = "python -m hardware.wiring"


def device_toml(board: Board) -> str:
    """Return the part of /etc/sentralbord/device.toml that describes the front panel."""
    lines = [
        f"# {board.title}. Made by `{GENERATED}` from {board.name}.toml.",
        "# Put the agents' names in the place of lamp1, lamp2, and the lines' in that of line:1.",
        "[panel]",
        'kind = "gpio"',
        *(f"lamps.{_key(name)} = {_place(pins)}" for name, pins in board.lamps.items()),
        "\n[oled]",
        f'kind = "{board.oled_kind}"',
        f"address = {board.oled_address:#04x}",
        "\n[buttons]",
        'kind = "gpio"',
        *(f"pins.{name} = {pin}" for name, pin in board.buttons.items()),
    ]
    if board.dtmf_data:
        data = ", ".join(map(str, board.dtmf_data))
        lines += [
            "\n[dtmf]",
            'kind = "mt8870"',
            f"data = [{data}]",
            f"strobe = {board.dtmf_strobe}",
            'line = "+4710000001"  # the number of the analogue line',
        ]
    return "\n".join(lines) + "\n"


def config_txt() -> str:
    """Return the firmware settings that both boards need."""
    return "".join(f"# {reason}\n{setting}\n" for setting, reason in FIRMWARE)


def bill(board: Board) -> Iterator[tuple[int, str, float]]:
    """Yield quantity, description, and the price of one in euro, for every part of a board."""
    counts = quantities(board)
    path = Path(__file__).with_name("parts.toml")
    parts: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["part"]
    for part in parts:
        if count := counts[part["per"]]:
            yield count, part["what"].format(ohms=board.lamp_ohms), part["price"]


def quantities(board: Board) -> Counter[str]:
    """Return how many boards, lamps, legs, buttons, and chips there are."""
    lamps = [legs(pins) for pins in board.lamps.values()]
    return Counter(
        {
            "board": 1,
            "lamp": sum(len(of_lamp) == 2 for of_lamp in lamps),
            "single lamp": sum(len(of_lamp) == 1 for of_lamp in lamps),
            "leg": sum(map(len, lamps)),
            "button": len(board.buttons),
            "chip": len(board.chips),
            "decoder": int(bool(board.dtmf_data)),
        }
    )


def bill_table(board: Board) -> str:
    """Return the bill of materials as a Markdown table with its sum."""
    rows = list(bill(board))
    total = sum(count * price for count, _, price in rows)
    lines = [
        f"# {board.title}: bill of materials",
        "",
        f"Made by `{GENERATED}`. Prices are approximate: euro, small quantities, 2026, without tax "
        "and postage.",
        "",
        "| quantity | part | each, about | together, about |",
        "|---:|---|---:|---:|",
        *(f"| {n} | {what} | {price:.2f} | {n * price:.2f} |" for n, what, price in rows),
        f"| | **together** | | **{total:.0f}** |",
    ]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if name.isalnum() else f'"{name}"'


def _place(pins: AnyPins) -> str:
    of_chip = isinstance(pins, ChipPins)
    places = [f'{name} = "{pin}"' if of_chip else f"{name} = {pin}" for name, pin in legs(pins)]
    chip = [f"chip = {pins.chip:#04x}"] if isinstance(pins, ChipPins) else []
    return "{" + ", ".join(chip + places) + "}"

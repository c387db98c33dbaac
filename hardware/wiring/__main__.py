"""Draw the reference boards anew: `python -m hardware.wiring`, after a change of a pin map."""

from collections.abc import Iterator
from pathlib import Path

from hardware.wiring.board import BOARDS, read_board
from hardware.wiring.papers import bill_table, config_txt, device_toml
from hardware.wiring.plate import plate
from hardware.wiring.schematic import schematic


def drawn() -> Iterator[tuple[str, str]]:
    """Yield every file that is made from the pin maps, by its name in this folder."""
    for board in map(read_board, BOARDS):
        yield f"{board.name}-schematic.svg", str(schematic(board))
        yield f"{board.name}-plate.svg", str(plate(board))
        yield f"{board.name}-device.toml", device_toml(board)
        yield f"{board.name}-parts.md", bill_table(board)
    yield "config.txt", config_txt()


def main() -> None:
    """Write all of them."""
    for name, text in drawn():
        Path(__file__).with_name(name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

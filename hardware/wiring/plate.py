"""The front plate of a board to scale, in millimetres: holes, window, and labels."""

from collections.abc import Iterator
from typing import Final

from hardware.wiring.board import Board
from hardware.wiring.svg import FILL, INK, SOFT, Point, Sheet

LAMP_HOLE: Final = 5.1
BUTTON_HOLE: Final = 7.0
SCREW_HOLE: Final = 3.2
WINDOW: Final = (32.0, 17.0)
"""A little more than the lit area of a 1.3 inch OLED (29.4 mm by 14.7 mm)."""

BESIDE: Final = 10.0
"""From the window to the next hole: the display's board is wider than its lit area."""

EDGE: Final = 5.0
SIDE: Final = 16.0
LAMP_PITCH: Final = (21.0, 17.0)
BUTTON_PITCH: Final = 19.0
WINDOW_TOP: Final = 14.0
AROUND: Final = 14.0
"""Paper around the plate for its measures."""


def plate(board: Board) -> Sheet:
    """Draw the plate, its holes, and its measures, at 1:1."""
    width, height = size(board)
    sheet = Sheet(width + 2 * AROUND, height + 2 * AROUND + 8, f"Front plate: {board.title}", "mm")
    sheet.box((AROUND, AROUND), (width, height), fill=FILL, radius=3, width=0.4)
    for x in (EDGE, width - EDGE):
        for y in (EDGE, height - EDGE):
            hole(sheet, (x, y), SCREW_HOLE)
    draw_window(sheet, board)
    for name, centre in lamp_places(board):
        hole(sheet, centre, LAMP_HOLE)
        label(sheet, (centre[0], centre[1] + 6.2), name)
    for name, centre in button_places(board):
        hole(sheet, centre, BUTTON_HOLE)
        label(sheet, (centre[0], centre[1] + 7.4), name)
    draw_measures(sheet, width, height)
    return sheet


def size(board: Board) -> Point:
    """Return width and height of the plate in mm."""
    columns, rows = grid(board)
    lamps = 2 * SIDE + (columns - 1) * LAMP_PITCH[0]
    return max(lamps, 128.0), lamps_top() + rows * LAMP_PITCH[1] + 22


def grid(board: Board) -> tuple[int, int]:
    """Return columns and rows of the lamps of staff."""
    count = len(staff(board))
    columns = 8 if count > 8 else 4
    return columns, -(-count // columns)


def staff(board: Board) -> list[str]:
    """Return the lamps of staff, as opposed to those of lines and faults."""
    return [name for name in board.lamps if name.startswith("lamp")]


def lamps_top() -> float:
    """Return the y of the first row of lamps."""
    return WINDOW_TOP + WINDOW[1] + 14


def lamp_places(board: Board) -> Iterator[tuple[str, Point]]:
    """Yield each lamp with the centre of its hole: staff in a grid, the others by the window."""
    width, _ = size(board)
    columns, _ = grid(board)
    left = (width - (columns - 1) * LAMP_PITCH[0]) / 2
    for index, name in enumerate(staff(board)):
        row, column = divmod(index, columns)
        yield name, (left + column * LAMP_PITCH[0], lamps_top() + row * LAMP_PITCH[1])
    others = [name for name in board.lamps if not name.startswith("lamp")]
    for index, name in enumerate(reversed(others)):
        yield name, (width - SIDE - index * 13, WINDOW_TOP + WINDOW[1] / 2)


def button_places(board: Board) -> Iterator[tuple[str, Point]]:
    """Yield each button with the centre of its hole, in a row at the bottom."""
    width, height = size(board)
    left = (width - (len(board.buttons) - 1) * BUTTON_PITCH) / 2
    for index, name in enumerate(board.buttons):
        yield name.replace("_", " "), (left + index * BUTTON_PITCH, height - 15)


def draw_window(sheet: Sheet, board: Board) -> None:
    """The display's window."""
    left = window_left(board)
    sheet.box((AROUND + left, AROUND + WINDOW_TOP), WINDOW, fill="#10151a", radius=1, width=0.3)
    words = f"{WINDOW[0]:g} x {WINDOW[1]:g}"
    at = (AROUND + left + WINDOW[0] / 2, AROUND + WINDOW_TOP + WINDOW[1] / 2 + 1)
    sheet.text(at, words, 3, anchor="middle", ink="#b2daff")


def window_left(board: Board) -> float:
    """Return the x of the window: in the middle if the lamps beside it leave room, else left."""
    width, _ = size(board)
    first = min(centre[0] for name, centre in lamp_places(board) if name not in staff(board))
    middle = (width - WINDOW[0]) / 2
    return middle if middle + WINDOW[0] + BESIDE < first else SIDE


def hole(sheet: Sheet, centre: Point, diameter: float) -> None:
    """A round hole with its centre marked."""
    x, y = AROUND + centre[0], AROUND + centre[1]
    sheet.circle((x, y), diameter / 2, width=0.3)
    sheet.line([(x - 1, y), (x + 1, y)], SOFT, 0.15)
    sheet.line([(x, y - 1), (x, y + 1)], SOFT, 0.15)


def label(sheet: Sheet, at: Point, words: str) -> None:
    """What is engraved, or written on a strip of paper."""
    sheet.text((AROUND + at[0], AROUND + at[1]), words, 2.6, anchor="middle", ink=INK)


def draw_measures(sheet: Sheet, width: float, height: float) -> None:
    """Width and height, and the sizes of the holes."""
    above, left = AROUND - 5, AROUND - 5
    measure(sheet, (AROUND, above), (AROUND + width, above))
    sheet.text((AROUND + width / 2, above - 1.5), f"{width:g} mm", 3.2, anchor="middle")
    measure(sheet, (left, AROUND), (left, AROUND + height))
    sheet.text((left - 1, AROUND + height / 2 + 1), f"{height:g}", 3.2, anchor="end")
    words = (
        f"Holes: lamps {LAMP_HOLE:g} mm, buttons {BUTTON_HOLE:g} mm, "
        f"screws {SCREW_HOLE:g} mm at {EDGE:g} mm from the edges. Scale 1:1."
    )
    sheet.text((AROUND, AROUND + height + 8), words, 3, ink=SOFT)


def measure(sheet: Sheet, start: Point, end: Point) -> None:
    """A line with a short stroke across each end."""
    sheet.line([start, end], SOFT, 0.25)
    across = (0.0, 1.5) if start[1] == end[1] else (1.5, 0.0)
    for x, y in (start, end):
        sheet.line([(x - across[0], y - across[1]), (x + across[0], y + across[1])], SOFT, 0.25)

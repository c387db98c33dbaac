"""The picture on the display: rows of text in sizes, drawn in DejaVu Sans in black and white."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

from hardware.layout import Line, Row, Rows, arrange, placed
from hardware.qr import qr_picture
from hardware.scroll import GAP_PIXELS, offset, seconds_to_move

ORBIT: Final = ((0, 0), (1, 0), (1, 1), (0, 1))
"""Where the picture's corner goes, a place a minute, so that no pixel burns in."""

ORBIT_ROOM: Final = 1
"""Pixels at the right and at the bottom that are left free for it."""

QR_GAP: Final = 3
QR: Final = "qr"
"""The size of a row that is drawn as a QR code, left of the others."""


@dataclass(frozen=True)
class Page:
    """Rows that have found their places: lines with their tops, right of a QR code if any."""

    lines: tuple[tuple[Line, int], ...]
    left: int
    code: Image.Image | None


def render(
    rows: Rows,
    width: int = 128,
    height: int = 64,
    *,
    elapsed: float = 0.0,
    shift: tuple[int, int] = (0, 0),
) -> Image.Image:
    """Return the picture of `rows`, each (text, size) or (text, size, scroll), in mode "1".

    Sizes are huge, large, normal, small, invert (reversed on a bar), and qr. `elapsed` is the
    time in seconds since the rows were first shown, for those that scroll; `shift` is one of
    ORBIT. Rows that find no place are left out from the end. Raises ValueError for another size,
    FontMissing without the font, QrMissing for a code that cannot be drawn.
    """
    page = arranged(tuple(Row(*row) for row in rows), width - ORBIT_ROOM, height - ORBIT_ROOM)
    picture = Image.new("1", (width, height))
    if page.code:
        top = (height - ORBIT_ROOM - page.code.height) // 2
        picture.paste(page.code, (shift[0], top + shift[1]))
    for line, top in page.lines:
        picture.paste(drawn_line(line, elapsed), (page.left + shift[0], top + shift[1]))
    return picture


def seconds_to_change(rows: Rows, width: int, height: int, elapsed: float) -> float | None:
    """Return after how many seconds a row of the picture scrolls on; None means never."""
    page = arranged(tuple(Row(*row) for row in rows), width - ORBIT_ROOM, height - ORBIT_ROOM)
    return seconds_to_move((line.length for line, _ in page.lines if line.moves), elapsed)


@lru_cache(maxsize=8)
def arranged(rows: tuple[Row, ...], width: int, height: int) -> Page:
    """Find a place for every row; remembered, because a scrolling view is drawn five times a s."""
    code = next((qr_picture(row.text, height) for row in rows if row.size == QR), None)
    left = code.width + QR_GAP if code else 0
    texts = [row for row in rows if row.size != QR]
    lines = arrange(texts, width - left, height)
    return Page(tuple(placed(lines, height)), left, code)


def drawn_line(line: Line, elapsed: float) -> Image.Image:
    """Return one line as a strip of its width and height."""
    if not line.moves:
        return strip(line, line.width)
    moved = offset(line.length, elapsed)
    whole = strip(line, line.length + GAP_PIXELS)
    window = Image.new("1", (line.width, line.height))
    for left in (-moved, whole.width - moved):  # the text is followed by itself
        window.paste(whole, (left, 0))
    return window


@lru_cache(maxsize=32)
def strip(line: Line, width: int) -> Image.Image:
    """Draw the whole text of a line; remembered, because most rows of a view stay as they are."""
    reverse = line.size == "invert"
    picture = Image.new("1", (width, line.height), int(reverse))
    at = (line.margin, line.ascent)
    ink = int(not reverse)
    ImageDraw.Draw(picture).text(at, line.text, fill=ink, font=line.font, anchor="ls")
    return picture

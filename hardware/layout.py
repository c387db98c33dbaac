"""How rows of text find their place on the display: letters by size, and steps down to fit."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Final, NamedTuple

from PIL import ImageFont

FONT_DIRECTORIES: Final = (
    Path("/usr/share/fonts/truetype/dejavu"),  # Debian, Ubuntu, Raspberry Pi OS
    Path("/usr/share/fonts/dejavu-sans-fonts"),  # Fedora
    Path("/usr/share/fonts/TTF"),  # Arch
)

# Each size is a ladder: a row that is too wide, or that would push others off the picture,
# takes the next rung; on the last rung the text is shortened.
BOLD: Final = "DejaVuSans-Bold"
PLAIN: Final = "DejaVuSans"
LADDERS: Final[dict[str, tuple[tuple[str, int], ...]]] = {
    "huge": tuple((BOLD, points) for points in (26, 22, 20, 18, 16, 14, 12, 11)),
    "large": ((BOLD, 16), (BOLD, 14), (BOLD, 12), (PLAIN, 12), (PLAIN, 11), (PLAIN, 10)),
    "normal": ((PLAIN, 12), (PLAIN, 11), (PLAIN, 10)),
    "small": ((PLAIN, 10), (PLAIN, 9)),
    "invert": ((BOLD, 12), (BOLD, 11), (BOLD, 10), (PLAIN, 10)),
}
SCROLLING_RUNGS: Final = {"huge": 5, "large": 3, "normal": 2, "small": 1, "invert": 2}
"""A row that may scroll gets no smaller than this to fit its width: it moves instead."""

VARIATIONS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))
"""They choose between pictures of the letter before them (Unicode 23.4)."""
ELLIPSIS: Final = "…"
LONGEST_TEXT: Final = 200
"""Characters looked at; the widest row of 128 pixels holds fewer than 64."""

SMALLEST_GAP: Final = 2
LARGEST_GAP: Final = 7
BAR_MARGIN: Final = 2


class Row(NamedTuple):
    """A row of the display. A row with `scroll` moves when it is too wide, else it is shortened."""

    text: str
    size: str = "normal"
    scroll: bool = False


Rows = Sequence[tuple[str, str] | tuple[str, str, bool]]


class FontMissing(RuntimeError):
    """DejaVu Sans is not installed; the message says what to install."""


@cache
def font(face: str, points: int) -> ImageFont.FreeTypeFont:
    """Return a font of DejaVu at `points` pixels to the em; raises FontMissing."""
    for directory in FONT_DIRECTORIES:
        path = directory / f"{face}.ttf"
        if path.is_file():
            # The basic layout needs no libraqm, so every installation draws the same picture.
            return ImageFont.truetype(str(path), points, layout_engine=ImageFont.Layout.BASIC)
    raise FontMissing(f"{face}.ttf is not installed: apt install fonts-dejavu-core")


@dataclass(frozen=True)
class Line:
    """One row on one rung of its ladder, measured in pixels."""

    text: str
    size: str
    rung: int
    width: int
    scroll: bool = False

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        """The font of this rung."""
        return font(*LADDERS[self.size][self.rung])

    @property
    def margin(self) -> int:
        """Pixels of bar around reversed text."""
        return BAR_MARGIN if self.size == "invert" else 0

    @cached_property
    def ascent(self) -> int:
        """Pixels above the baseline: a capital letter, or more where there is an accent."""
        top = self.font.getbbox("E" + self.text, mode="1", anchor="ls")[1]
        return -int(top) + min(self.margin, 1)

    @cached_property
    def height(self) -> int:
        """Pixels from the highest accent to the lowest descender."""
        bottom = self.font.getbbox("E" + self.text, mode="1", anchor="ls")[3]
        return self.ascent + int(bottom) + min(self.margin, 1)

    @cached_property
    def length(self) -> int:
        """Pixels that the whole text is wide."""
        return int(self.font.getlength(self.text, mode="1"))

    @property
    def fits(self) -> bool:
        """Whether the text is not too wide."""
        return self.length <= self.width - 2 * self.margin

    @property
    def moves(self) -> bool:
        """Whether the text scrolls."""
        return self.scroll and not self.fits

    def smaller(self) -> "Line | None":
        """Return the line one rung down, or None on the last rung."""
        if self.rung + 1 == len(LADDERS[self.size]):
            return None
        return replace(self, rung=self.rung + 1)

    def shortened(self) -> "Line":
        """Return the line cut so that it fits together with an ellipsis, unless it scrolls."""
        if self.fits or self.scroll:
            return self
        cuts = (self.text[:end].rstrip() + ELLIPSIS for end in range(len(self.text), -1, -1))
        lines = (replace(self, text=text) for text in cuts)
        return next((line for line in lines if line.fits), replace(self, text="", rung=0))


def arrange(rows: Rows, width: int, height: int) -> list[Line]:
    """Choose a rung for every row so that all fit the picture, and shorten what is too long.

    Rows that find no place even in the smallest letters are left out from the end, which leaves
    the others their large ones. Raises ValueError for a size that there is not, FontMissing
    without the font.
    """
    lines = [narrowed(first_line(Row(*row), width)) for row in rows]
    while needed([smallest(line) for line in lines]) > height:
        lines.pop()
    while needed(lines) > height:
        below = [line.smaller() for line in lines]
        tallest = max((i for i in range(len(lines)) if below[i]), key=lambda i: lines[i].height)
        lines[tallest] = below[tallest] or lines[tallest]
    return [line.shortened() for line in lines]


def smallest(line: Line) -> Line:
    """Return the line on its last rung."""
    return replace(line, rung=len(LADDERS[line.size]) - 1)


def first_line(row: Row, width: int) -> Line:
    """Return a row on the first rung, its white space and unprintable characters made blanks."""
    if row.size not in LADDERS:
        raise ValueError(f"no text size {row.size!r}; there are {', '.join(LADDERS)}")
    clean = "".join(map(_drawable, row.text[:LONGEST_TEXT]))
    return Line(" ".join(clean.split()), row.size, 0, width, row.scroll)


def _drawable(letter: str) -> str:
    """A letter as it is drawn: what joins or varies others is not seen, and has no picture."""
    if unicodedata.category(letter) == "Cf" or letter in VARIATIONS:
        return ""
    return letter if letter.isprintable() else " "


def narrowed(line: Line) -> Line:
    """Step down until the line fits its width, or to the last rung, or to where it scrolls."""
    while not line.fits and not (line.scroll and line.rung >= SCROLLING_RUNGS[line.size]):
        smaller = line.smaller()
        if smaller is None:
            return line
        line = smaller
    return line


def needed(lines: Sequence[Line]) -> int:
    """Return the pixels that the lines take with the smallest gaps."""
    return sum(line.height for line in lines) + SMALLEST_GAP * max(0, len(lines) - 1)


def placed(lines: Sequence[Line], height: int) -> Iterator[tuple[Line, int]]:
    """Yield each line with its top: what is left of the height goes into the gaps, then around."""
    gaps = max(1, len(lines) - 1)
    spare = height - sum(line.height for line in lines)
    gap = min(LARGEST_GAP, spare / gaps)
    top = (spare - gap * (len(lines) - 1)) / 2
    for line in lines:
        yield line, int(top)
        top += line.height + gap

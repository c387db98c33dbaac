"""A sheet of paper for drawings: SVG 1.1, built line by line."""

from collections.abc import Iterable
from html import escape
from typing import Final

INK: Final = "#1d2326"
SOFT: Final = "#5b666b"
PAPER: Final = "#ffffff"
FILL: Final = "#f3f4f1"
BLUE: Final = "#1c4f80"
RED: Final = "#b3261e"
GREEN: Final = "#11693a"
FONT: Final = "DejaVu Sans, Verdana, sans-serif"

Point = tuple[float, float]


class Sheet:
    """Shapes on a sheet of `width` by `height`; `unit` is "" for pixels, or "mm"."""

    def __init__(self, width: float, height: float, title: str, unit: str = "") -> None:
        size = f'width="{width:g}{unit}" height="{height:g}{unit}"'
        self._lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width:g} {height:g}" '
            f'font-family="{FONT}">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width:g}" height="{height:g}" fill="{PAPER}"/>',
        ]

    def text(
        self,
        at: Point,
        words: str,
        size: float = 11,
        *,
        anchor: str = "start",
        ink: str = INK,
        bold: bool = False,
    ) -> None:
        """Write words with their baseline at a point; `anchor` is start, middle, or end."""
        weight = ' font-weight="bold"' if bold else ""
        self._lines.append(
            f'<text x="{at[0]:g}" y="{at[1]:g}" font-size="{size:g}" text-anchor="{anchor}" '
            f'fill="{ink}"{weight}>{escape(words)}</text>'
        )

    def line(self, points: Iterable[Point], ink: str = INK, width: float = 1.4) -> None:
        """Draw a line through points."""
        path = " ".join(f"{x:g},{y:g}" for x, y in points)
        self._lines.append(
            f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="{width:g}"/>'
        )

    def shape(self, points: Iterable[Point], fill: str, ink: str = INK) -> None:
        """Fill the area between points."""
        path = " ".join(f"{x:g},{y:g}" for x, y in points)
        self._lines.append(
            f'<polygon points="{path}" fill="{fill}" stroke="{ink}" stroke-width="1.2"/>'
        )

    def box(
        self,
        corner: Point,
        size: Point,
        *,
        fill: str = FILL,
        ink: str = INK,
        radius: float = 0,
        width: float = 1.4,
    ) -> None:
        """Draw a rectangle from its upper left corner."""
        self._lines.append(
            f'<rect x="{corner[0]:g}" y="{corner[1]:g}" width="{size[0]:g}" height="{size[1]:g}" '
            f'rx="{radius:g}" fill="{fill}" stroke="{ink}" stroke-width="{width:g}"/>'
        )

    def circle(
        self, centre: Point, radius: float, *, fill: str = PAPER, ink: str = INK, width: float = 1.4
    ) -> None:
        """Draw a circle."""
        self._lines.append(
            f'<circle cx="{centre[0]:g}" cy="{centre[1]:g}" r="{radius:g}" fill="{fill}" '
            f'stroke="{ink}" stroke-width="{width:g}"/>'
        )

    def __str__(self) -> str:
        return "\n".join([*self._lines, "</svg>\n"])

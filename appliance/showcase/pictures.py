"""Pictures of the views: the whole front plate, and the display in all languages and sizes."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from appliance.core.model.ids import Language
from appliance.core.protocol.view import View
from appliance.core.words.spoken import LANGUAGES
from appliance.showcase.moments import view_of
from hardware.front_plate import GLASS, PIXEL, PLATE, panel_picture
from hardware.picture import render

WIDTH = 128
HEIGHTS = (64, 32)
GAP = 6


def plate(view: View, height: int = 64) -> Image.Image:
    """The front plate with a view, its display 128 by `height` pixels."""
    lamps = {lamp.name: lamp.pattern for lamp in (*view.lamps, *view.signals)}
    return panel_picture(_rows(view), lamps, height=height)


def display(name: str, language: Language, height: int) -> Image.Image:
    """The display in one of the moments, of mode "1", as it is sent to the glass."""
    return render(_rows(view_of(name, language)), WIDTH, height)


def sheet(name: str) -> Image.Image:
    """The display in every language, and below in its low size, of mode "1"."""
    right, down = place(LANGUAGES[-1], HEIGHTS[-1])
    picture = Image.new("1", (right + WIDTH, down + HEIGHTS[-1]))
    for language in LANGUAGES:
        for height in HEIGHTS:
            picture.paste(display(name, language, height), place(language, height))
    return picture


def place(language: Language, height: int) -> tuple[int, int]:
    """Where a display stands on its sheet."""
    down = sum(above + GAP for above in HEIGHTS[: HEIGHTS.index(height)])
    return LANGUAGES.index(language) * (WIDTH + GAP), down


def coloured(picture: Image.Image, zoom: int = 2) -> Image.Image:
    """A sheet as it looks on glass, with the plate around each display."""
    large = picture.resize((picture.width * zoom, picture.height * zoom))
    looks = Image.new("RGB", (large.width + 2 * GAP, large.height + 2 * GAP), PLATE)
    for left, top, height in _windows():
        corner = (left * zoom, top * zoom)
        window = large.crop((*corner, corner[0] + WIDTH * zoom, corner[1] + height * zoom))
        glass = Image.new("RGB", window.size, GLASS)
        glass.paste(PIXEL, mask=window)
        looks.paste(glass, (corner[0] + GAP, corner[1] + GAP))
    return looks.quantize(8)


def _windows() -> Iterator[tuple[int, int, int]]:
    for language in LANGUAGES:
        for height in HEIGHTS:
            yield (*place(language, height), height)


def _rows(view: View) -> list[tuple[str, str, bool]]:
    return [(row.text, row.size, row.scroll) for row in view.rows]

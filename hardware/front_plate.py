"""A drawing of the whole front panel, as an office sees it: the display, and a lamp per name."""

from collections.abc import Mapping
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from hardware.lamps import levels
from hardware.layout import ELLIPSIS, Rows, font
from hardware.picture import render

Colour = tuple[int, int, int]

ZOOM: Final = 4
SMOOTH: Final = 2
"""The plate is drawn so many times larger and reduced, which rounds its edges."""

PLATE: Final[Colour] = (38, 42, 48)
PLATE_EDGE: Final[Colour] = (72, 78, 87)
GLASS: Final[Colour] = (6, 8, 12)
PIXEL: Final[Colour] = (178, 218, 255)
LABEL: Final[Colour] = (226, 230, 235)
WORD: Final[Colour] = (150, 158, 168)
DARK_LAMP: Final[Colour] = (46, 50, 56)
LAMP_COLOURS: Final[Mapping[tuple[bool, bool], Colour]] = {
    (True, False): (222, 44, 36),
    (False, True): (44, 204, 122),
    (True, True): (255, 228, 120),
}
"""They differ in lightness too, for eyes that do not tell red from green."""

LAMPS_A_ROW: Final = 4
LAMP_CELL: Final = (146, 92)
LAMP_RADIUS: Final = 12
BORDER: Final = 36
GLASS_MARGIN: Final = 18


def panel_picture(
    rows: Rows, lamps: Mapping[str, str], tick: int = 0, *, height: int = 64
) -> Image.Image:
    """Return the front panel with `rows` on its display and `lamps` (name: pattern) below it.

    The display has 128 by `height` pixels. The image has mode "RGBA", clear around the plate. At
    tick 0 all patterns but "logged_out" burn.
    """
    display = enlarged(render(rows, 128, height))
    lamp_rows = -(-len(lamps) // LAMPS_A_ROW)
    width = display.width + 2 * (GLASS_MARGIN + BORDER)
    lamps_top = display.height + 2 * GLASS_MARGIN + BORDER + 28
    plate = drawn_plate(width, lamps_top + lamp_rows * LAMP_CELL[1] + 18, display.height)
    for index, (name, pattern) in enumerate(lamps.items()):
        draw_lamp(plate, lamp_centre(index, len(lamps), width, lamps_top), name, pattern, tick)
    plate = plate.resize((plate.width // SMOOTH, plate.height // SMOOTH), Image.Resampling.LANCZOS)
    plate.paste(display, (BORDER + GLASS_MARGIN, BORDER + GLASS_MARGIN))
    return plate


def enlarged(picture: Image.Image) -> Image.Image:
    """Return a picture of the display with its pixels as small separate squares that glow."""
    pixels = Image.new("RGB", (picture.width * ZOOM, picture.height * ZOOM))
    draw = ImageDraw.Draw(pixels)
    for y in range(picture.height):
        for x in range(picture.width):
            if picture.getpixel((x, y)):
                corner = (x * ZOOM, y * ZOOM)
                draw.rectangle((*corner, corner[0] + ZOOM - 2, corner[1] + ZOOM - 2), fill=PIXEL)
    lit = ImageChops.add(pixels, glow(pixels, ZOOM).point(lambda level: level // 2))
    return ImageChops.add(lit, Image.new("RGB", lit.size, GLASS))


def glow(picture: Image.Image, radius: int) -> Image.Image:
    """Return the picture spread over its surroundings."""
    return picture.filter(ImageFilter.GaussianBlur(radius))


def drawn_plate(width: int, height: int, glass: int) -> Image.Image:
    """Return the dark plate with its screws and the window of a display `glass` pixels high."""
    plate = Image.new("RGBA", (width * SMOOTH, height * SMOOTH))
    draw = ImageDraw.Draw(plate)
    box(draw, (0, 0, width, height), 18, PLATE_EDGE)
    box(draw, (2, 2, width - 2, height - 2), 17, PLATE)
    for x in (18, width - 18):
        for y in (18, height - 18):
            disc(draw, (x, y), 6, PLATE_EDGE)
            box(draw, (x - 4, y - 1, x + 4, y + 1), 0, PLATE)
    window = (BORDER, BORDER, width - BORDER, BORDER + glass + 2 * GLASS_MARGIN)
    box(draw, tuple(side + (-2 if i < 2 else 2) for i, side in enumerate(window)), 16, PLATE_EDGE)
    box(draw, window, 14, GLASS)
    return plate


def lamp_centre(index: int, count: int, width: int, top: int) -> tuple[int, int]:
    """Return where a lamp sits; the last row is centred."""
    row, column = divmod(index, LAMPS_A_ROW)
    in_row = min(LAMPS_A_ROW, count - row * LAMPS_A_ROW)
    left = (width - in_row * LAMP_CELL[0]) // 2
    return left + column * LAMP_CELL[0] + LAMP_CELL[0] // 2, top + row * LAMP_CELL[1] + 20


def draw_lamp(
    plate: Image.Image, centre: tuple[int, int], name: str, pattern: str, tick: int
) -> None:
    """Draw one lamp with its glow, its name, and the word of its pattern."""
    colour = LAMP_COLOURS.get(levels(pattern, tick))
    if colour:
        draw_halo(plate, centre, colour)
    draw = ImageDraw.Draw(plate)
    disc(draw, centre, LAMP_RADIUS + 3, GLASS)
    disc(draw, centre, LAMP_RADIUS, colour or DARK_LAMP)
    x, y = centre
    disc(draw, (x - 4, y - 4), 4, blended(colour or DARK_LAMP, (255, 255, 255), 0.55))
    caption(draw, (x, y + 34), name, 15, LABEL)
    caption(draw, (x, y + 52), pattern.replace("_", " "), 12, WORD)


def draw_halo(plate: Image.Image, centre: tuple[int, int], colour: Colour) -> None:
    """Let a burning lamp shine on the plate around it."""
    reach = 3 * LAMP_RADIUS * SMOOTH
    mask = Image.new("L", (2 * reach, 2 * reach))
    inner = reach - LAMP_RADIUS * SMOOTH - 10
    ImageDraw.Draw(mask).ellipse((inner, inner, 2 * reach - inner, 2 * reach - inner), fill=170)
    corner = (centre[0] * SMOOTH - reach, centre[1] * SMOOTH - reach)
    plate.paste(colour, corner, glow(mask, LAMP_RADIUS * SMOOTH // 2))


def caption(
    draw: ImageDraw.ImageDraw, centre: tuple[int, int], text: str, points: int, colour: Colour
) -> None:
    """Write a line of text around `centre`, cut to the width of a lamp's place."""
    letters = font("DejaVuSans", points * SMOOTH)
    room = (LAMP_CELL[0] - 8) * SMOOTH
    cuts = [text] + [text[:end].rstrip() + ELLIPSIS for end in range(len(text) - 1, 0, -1)]
    fitting = next((cut for cut in cuts if letters.getlength(cut) <= room), "")
    at = (centre[0] * SMOOTH, centre[1] * SMOOTH)
    draw.text(at, fitting, fill=colour, font=letters, anchor="ms")


def box(draw: ImageDraw.ImageDraw, corners: tuple[int, ...], radius: int, colour: Colour) -> None:
    """Fill a rounded rectangle given in pixels of the finished picture."""
    draw.rounded_rectangle(scaled(corners), radius * SMOOTH, fill=colour)


def disc(draw: ImageDraw.ImageDraw, centre: tuple[int, int], radius: int, colour: Colour) -> None:
    """Fill a circle given in pixels of the finished picture."""
    x, y = centre
    draw.ellipse(scaled((x - radius, y - radius, x + radius, y + radius)), fill=colour)


def scaled(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """Return lengths of the finished picture in pixels of the drawing."""
    return tuple(number * SMOOTH for number in numbers)


def blended(colour: Colour, other: Colour, share: float) -> Colour:
    """Return `colour` with a `share` of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue

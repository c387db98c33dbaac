"""The picture of the little display as an image that a page can hold."""

import base64
import logging
from functools import lru_cache
from io import BytesIO

from hardware.picture import render

WIDTH, HEIGHT = 128, 64


@lru_cache(maxsize=16)
def display_url(rows: tuple[tuple[str, str] | tuple[str, str, bool], ...]) -> str:
    """Return a data: URL (RFC 2397) with the picture of `rows` as PNG; "" if it cannot be drawn.

    The page shows the rows as text then.
    """
    try:
        picture = render(rows, WIDTH, HEIGHT)
    except (RuntimeError, ValueError) as error:  # no font, no QR code, or no such size
        logging.getLogger(__name__).warning("the display's picture cannot be drawn: %s", error)
        return ""
    png = BytesIO()
    picture.save(png, "PNG")
    return "data:image/png;base64," + base64.b64encode(png.getvalue()).decode("ascii")

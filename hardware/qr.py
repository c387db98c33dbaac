"""A QR code as a picture for the display, for a telephone's camera (ISO/IEC 18004)."""

from typing import Final

from PIL import Image

QUIET: Final = 2
"""Light modules around the code. The standard asks for 4, but the dark glass around them serves."""


SMALLEST_SCALE: Final = 2
"""Pixels to a module: those of a 0.96 inch glass are 0.17 mm wide, too little for a camera."""


class QrMissing(RuntimeError):
    """A QR code cannot be drawn; the message says what to install."""


def qr_picture(text: str, height: int) -> Image.Image | None:
    """Return the code of `text`, light with dark modules, at most `height` pixels high and wide.

    None when the text is too long for so few pixels; raises QrMissing without segno.
    """
    try:
        import segno  # late: only the first boot shows a code
    except ImportError as error:
        raise QrMissing("segno is not installed: pip install segno") from error
    code = segno.make(text, error="l", micro=False, boost_error=True)
    modules = [bytes(row) for row in code.matrix_iter(border=QUIET)]
    scale = height // len(modules)
    if scale < SMALLEST_SCALE:
        return None
    picture = Image.new("1", (len(modules), len(modules)))
    picture.putdata([0 if dark else 255 for row in modules for dark in row])
    side = len(modules) * scale
    return picture.resize((side, side), Image.Resampling.NEAREST)

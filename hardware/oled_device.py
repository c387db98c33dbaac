"""An OLED that is there: luma sets its controller up, and pages of pictures are sent to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, Final

from PIL import Image

from hardware.i2c import I2cMissing, OpenBus, open_bus
from hardware.oled_link import I2cLink, Link, OledMissing

SIZES: Final = ((128, 64), (128, 32))
NOP: Final = 0xE3
"""No operation; the same code on all three controllers (SSD1306 data sheet, table 9-1)."""

BRIGHT: Final = 0xCF
DIM: Final = 0x01
PAGE_ROWS: Final = 8

Window = Callable[[int, int], tuple[int, ...]]


def _ssd_window(page: int, width: int) -> tuple[int, ...]:
    """Column and page address (SSD1306 data sheet, table 9-1: 21h and 22h)."""
    return 0x21, 0, width - 1, 0x22, page, page


def _sh_window(page: int, width: int) -> tuple[int, ...]:
    """Page and column address (SH1106 data sheet): 128 of 132 columns are seen, from the third."""
    return 0xB0 + page, 0x02, 0x10


KINDS: Final[dict[str, Window]] = {
    "ssd1306": _ssd_window,
    "sh1106": _sh_window,
    "ssd1309": _ssd_window,
}


class OledDevice:
    """A display that is set up, as the display's thread uses it."""

    def __init__(self, luma_device: Any, link: Link) -> None:
        self.width: int = luma_device.width
        self.height: int = luma_device.height
        self._luma = luma_device
        self._link = link

    def display(self, image: Image.Image) -> None:
        """Send what differs from the last picture; raises OledMissing."""
        self._check()
        self._luma.display(image)

    def show(self) -> None:
        """See that the display is there and on; raises OledMissing when it is not."""
        self._check()
        self._luma.show()

    def contrast(self, level: int) -> None:
        """Set the brightness, 0 to 255."""
        self._luma.contrast(level)

    def persist(self) -> None:
        """Leave the picture on the display when this program ends."""
        self._luma.persist = True

    def close(self) -> None:
        """Switch the display off, unless it is to persist."""
        if not self._luma.persist:
            self._luma.hide()
            self._luma.clear()

    def _check(self) -> None:
        if self._link.is_off():
            raise OledMissing("the display was reset: check its supply")


@cache
def paged(kind: str) -> Any:
    """Return luma's device of this kind, sending only pages that changed.

    luma's own would send all of them, and reads pictures by a call that Pillow 14 drops.
    """
    import luma.oled.device  # late: it loads every driver that luma has

    base: Any = getattr(luma.oled.device, kind)
    window = KINDS[kind]

    class Paged(base):  # type: ignore[misc]
        def __init__(self, link: Link, width: int, height: int) -> None:
            self._sent: dict[int, bytes] = {}
            super().__init__(link, width=width, height=height)

        def display(self, image: Image.Image) -> None:
            for page, values in enumerate(pages(image)):
                if values != self._sent.get(page):
                    self.command(*window(page, self.width))
                    self.data(values)
                    self._sent[page] = values

        def cleanup(self) -> None:
            """Do nothing: luma calls this at exit, which a hanging bus must not hold up."""

    return Paged


def pages(image: Image.Image) -> Iterator[bytes]:
    """Yield the bytes of a picture page by page: a byte is 8 pixels downwards, the top one in
    bit 0 (SSD1306 data sheet, 8.7)."""
    columns = image.transpose(Image.Transpose.TRANSPOSE).tobytes("raw", "1;R")
    count = image.height // PAGE_ROWS
    for page in range(count):
        yield columns[page::count]


@contextmanager
def open_i2c(
    kind: str,
    i2c_port: int,
    address: int,
    width: int = 128,
    height: int = 64,
    *,
    open_bus: OpenBus = open_bus,
) -> Iterator[OledDevice]:
    """Open an OLED on an I2C bus (`address` 7 bits, as 0x3C).

    Raises ValueError for another kind of display, OledMissing when it does not answer, now or
    while it is in use.
    """
    try:
        with open_on(kind, partial(I2cLink, open_bus, i2c_port, address), width, height) as device:
            yield device
    except I2cMissing as error:
        raise OledMissing(str(error)) from error


@contextmanager
def open_on(
    kind: str, open_link: Callable[[], Link], width: int = 128, height: int = 64
) -> Iterator[OledDevice]:
    """Set up an OLED behind a link; it is switched off at the end.

    Raises ValueError for another kind or size of display, and what the link raises.
    """
    if kind not in KINDS:
        raise ValueError(f"no display {kind!r}; there are {', '.join(KINDS)}")
    if (width, height) not in SIZES:
        raise ValueError(f"no display of {width} x {height} pixels; there are 128x64 and 128x32")
    link = open_link()
    try:
        # luma registers an exit hook for each device it builds: build none that is not there.
        link.command(NOP)
        device = OledDevice(paged(kind)(link, width, height), link)
        yield device
        device.close()
    finally:
        link.cleanup()

"""The small display of the front panel: a thread that sends it the newest picture."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from PIL import Image

from hardware.device_thread import DeviceThread
from hardware.mailbox import Mailbox
from hardware.picture import Rows, render

FRAME_SECONDS = 0.2
"""Least time between pictures: a draw is 1 KiB, 23 ms of the bus at 400 kHz."""

ALIVE_SECONDS = 5.0
"""A display that nothing is drawn on is spoken to this often, so that an unplugged one is seen."""

RETRY_SECONDS = 3.0
KINDS = ("ssd1306", "sh1106", "ssd1309")
NOP = 0xE3
"""No operation; the same code on all three controllers (SSD1306 data sheet, table 9-1)."""


class Display(Protocol):
    """What the thread uses of a luma device."""

    width: int
    height: int

    def display(self, image: Image.Image) -> None:
        """Send a whole picture."""

    def show(self) -> None:
        """Switch the panel on; harmless when it is on."""


@dataclass(frozen=True)
class OledLost:
    """The display does not answer; it is tried again every few seconds."""

    reason: str


@dataclass(frozen=True)
class OledFound:
    """The display answers again and shows the newest picture."""


OledEvent = OledLost | OledFound


class OledMissing(RuntimeError):
    """The display cannot be used; the message says what to do."""


class Oled:
    """Show rows of text. `show` never waits; equal pictures are not sent, nor over five a second.

    `open_device` opens a luma device as a context manager, again after each loss, because a
    display that was unplugged has forgotten how it was set up.
    """

    def __init__(
        self,
        open_device: Callable[[], AbstractContextManager[Display]],
        inbox: Callable[[OledEvent], None],
        *,
        retry_seconds: float = RETRY_SECONDS,
        alive_seconds: float = ALIVE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._alive_seconds = alive_seconds
        self._clock = clock
        self._rows: Rows | None = None
        self._mailbox: Mailbox[Rows] = Mailbox()
        self._thread = DeviceThread(
            "oled",
            self._mailbox,
            open_device=open_device,
            serve=self._serve,
            lost=lambda reason: inbox(OledLost(reason)),
            found=lambda: inbox(OledFound()),
            retry_seconds=retry_seconds,
        )
        self._thread.start()

    def show(self, rows: Rows) -> None:
        """Show these rows, each (text, size), instead of whatever was to be shown."""
        self._mailbox.put(tuple((text, size) for text, size in rows))

    def close(self) -> None:
        """Switch the display off and let the bus go."""
        self._thread.close()

    def _serve(self, display: Display, working: Callable[[], None]) -> None:
        shown = None
        earliest = self._clock()
        self._rows = self._mailbox.take(0) or self._rows
        while not self._mailbox.closed:
            shown, drawn = self._draw(display, shown)
            working()
            if drawn:
                earliest = self._clock() + FRAME_SECONDS
            self._take(earliest)

    def _draw(self, display: Display, shown: bytes | None) -> tuple[bytes | None, bool]:
        """Send the rows unless they are shown already; return what is shown, and whether sent."""
        if self._rows is None:
            display.show()
            return shown, False
        picture = render(self._rows, display.width, display.height)
        if picture.tobytes() == shown:
            display.show()
            return shown, False
        display.display(picture)
        return picture.tobytes(), True

    def _take(self, earliest: float) -> None:
        """Wait for rows, and then until a picture is allowed; the newest rows win."""
        rows = self._mailbox.take(self._alive_seconds)
        if rows is None:
            return
        self._rows = rows
        pause = earliest - self._clock()
        if pause > 0 and not self._mailbox.wait_closed(pause):
            self._rows = self._mailbox.take(0) or rows


@contextmanager
def open_device(
    kind: str, i2c_port: int, address: int, width: int = 128, height: int = 64
) -> Iterator[Any]:
    """Open an OLED on an I2C bus (`address` 7 bits, as 0x3C) as a luma device.

    Raises ValueError for another kind of display, OledMissing when it does not answer, now or
    while it is in use.
    """
    if kind not in KINDS:
        raise ValueError(f"no display {kind!r}; there are {', '.join(KINDS)}")
    import luma.oled.device  # late: it loads every driver that luma has
    from luma.core.error import Error

    bus = open_bus(i2c_port, address)
    try:
        # luma registers an exit hook for each device it builds: build none that is not there.
        bus.command(NOP)
        display = getattr(luma.oled.device, kind)(bus, width=width, height=height)
        yield display
        display.cleanup()
    except (Error, OSError) as error:
        raise OledMissing(
            f"no display answers at {address:#04x} on I2C bus {i2c_port}: check its plug ({error})"
        ) from error
    finally:
        bus.cleanup()


def open_bus(i2c_port: int, address: int) -> Any:
    """Open /dev/i2c-`i2c_port` for luma; raises OledMissing."""
    from luma.core.error import Error
    from luma.core.interface.serial import i2c

    try:
        return i2c(port=i2c_port, address=address)
    except (Error, OSError) as error:
        raise OledMissing(
            f"I2C bus {i2c_port} cannot be opened: set dtparam=i2c_arm=on ({error})"
        ) from error

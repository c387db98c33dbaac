"""The small display of the front panel: a thread that sends it the newest picture."""

import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from PIL import Image

from hardware.device_thread import DeviceThread, Stall
from hardware.layout import Row, Rows
from hardware.mailbox import Mailbox
from hardware.oled_device import BRIGHT, DIM
from hardware.picture import ORBIT, render, seconds_to_change

MOST_A_SECOND = 5
"""Scenes drawn within any second: a whole picture is 1 KiB, 23 ms of the bus at 400 kHz. The
first of them go out at once, so that a call is not kept waiting by the clock's last minute."""

SHIFT_SECONDS = 60.0
"""The picture goes to its next place in the orbit this often, against burn-in."""

ALIVE_SECONDS = 5.0
"""A display that nothing is drawn on is spoken to this often, so that an unplugged one is seen."""

RETRY_SECONDS = 3.0
STALL_SECONDS = 3.0
STALLED = "the display's bus hangs: check its wires, then switch the box off and on"


class Display(Protocol):
    """What the thread uses of a display."""

    width: int
    height: int

    def display(self, image: Image.Image) -> None:
        """Send a picture."""

    def show(self) -> None:
        """See that the display is there and on."""

    def contrast(self, level: int) -> None:
        """Set the brightness, 0 to 255."""


@dataclass(frozen=True)
class OledLost:
    """The display does not answer; it is tried again every few seconds."""

    reason: str


@dataclass(frozen=True)
class OledFound:
    """The display answers again and shows the newest picture."""


OledEvent = OledLost | OledFound


@dataclass(frozen=True)
class Scene:
    """What is to be shown, and since when its scrolling rows are the same."""

    rows: tuple[Row, ...] = ()
    dim: bool = False
    since: float = 0.0


class Oled:
    """Show rows of text. `show` never waits; equal pictures are not sent, nor over five scenes a
    second, of which the newest wins.

    `open_device` opens a display as a context manager, again after each loss, because a display
    that was unplugged has forgotten how it was set up.
    """

    def __init__(
        self,
        open_device: Callable[[], AbstractContextManager[Display]],
        inbox: Callable[[OledEvent], None],
        *,
        retry_seconds: float = RETRY_SECONDS,
        alive_seconds: float = ALIVE_SECONDS,
        stall_seconds: float = STALL_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._alive_seconds = alive_seconds
        self._clock = clock
        self._told = Scene()
        self._scene: Scene | None = None
        self._mailbox: Mailbox[Scene] = Mailbox()
        self._thread = DeviceThread(
            "oled",
            self._mailbox,
            open_device=open_device,
            serve=self._serve,
            lost=lambda reason: inbox(OledLost(reason)),
            found=lambda: inbox(OledFound()),
            retry_seconds=retry_seconds,
            stall=Stall(STALLED, stall_seconds),
        )
        self._thread.start()

    def show(self, rows: Rows, *, dim: bool = False) -> None:
        """Show these rows, each (text, size) or (text, size, scroll), dimmed or bright.

        Rows that scroll begin anew only when they are others than before.
        """
        wanted = tuple(Row(*row) for row in rows)
        same = scrolling(wanted) == scrolling(self._told.rows)
        since = self._told.since if same else self._clock()
        self._told = Scene(wanted, dim, since)
        self._mailbox.put(self._told)

    def close(self) -> None:
        """Switch the display off and let the bus go."""
        self._thread.close()

    def _serve(self, display: Display, working: Callable[[], None]) -> None:
        screen = Screen(display)
        times: deque[float] = deque(maxlen=MOST_A_SECOND)
        shown: Scene | None = None
        self._scene = self._mailbox.take(0) or self._scene
        while not self._mailbox.closed:
            drawn = screen.draw(self._scene, self._clock())
            working()
            if drawn and self._scene is not shown:
                shown = self._scene
                times.append(self._clock())
            full = len(times) == MOST_A_SECOND
            self._take(screen, times[0] + 1.0 if full else self._clock())

    def _take(self, screen: "Screen", earliest: float) -> None:
        """Wait for a scene or a change of this one, and then until a picture is allowed."""
        wait = self._alive_seconds
        if self._scene:
            wait = min(wait, screen.seconds_to_change(self._scene, self._clock()))
        self._scene = self._mailbox.take(wait) or self._scene
        pause = earliest - self._clock()
        if pause > 0 and not self._mailbox.wait_closed(pause):
            self._scene = self._mailbox.take(0) or self._scene


def scrolling(rows: tuple[Row, ...]) -> list[Row]:
    """Return the rows that may scroll."""
    return [row for row in rows if row.scroll]


class Screen:
    """A display, and what is known to be on it."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._shown: bytes | None = None
        self._level: int | None = None

    def draw(self, scene: Scene | None, now: float) -> bool:
        """Send the picture of `scene` unless it is shown already; return whether it was sent."""
        picture = self._picture(scene, now) if scene else None
        if scene:
            self._brighten(DIM if scene.dim else BRIGHT)
        if picture is None or picture.tobytes() == self._shown:
            self._display.show()
            return False
        self._display.display(picture)
        self._shown = picture.tobytes()
        return True

    def seconds_to_change(self, scene: Scene, now: float) -> float:
        """Return after how many seconds the picture of `scene` is another one."""
        size = (self._display.width, self._display.height)
        scroll = seconds_to_change(scene.rows, *size, now - scene.since)
        shift = SHIFT_SECONDS - now % SHIFT_SECONDS
        return shift if scroll is None else min(shift, scroll)

    def _picture(self, scene: Scene, now: float) -> Image.Image:
        size = (self._display.width, self._display.height)
        shift = ORBIT[int(now / SHIFT_SECONDS) % len(ORBIT)]
        return render(scene.rows, *size, elapsed=now - scene.since, shift=shift)

    def _brighten(self, level: int) -> None:
        if level != self._level:
            self._display.contrast(level)
            self._level = level

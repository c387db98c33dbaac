"""Where the modem is: a path that stays, or whichever tty answers; and at what speed."""

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from hardware.modem.port import Mailbox, ModemSilent, ModemTrouble, Port, Trace

AUTO = "auto"
SPEEDS = (115200, 9600, 57600, 38400, 19200, 230400, 460800, 921600)
PROBE_SECONDS = 0.6
PROBES = 2
"""Tries at each speed: the first one teaches a modem that finds the speed by itself."""

_UDEV_LINK = "sentralbord-modem"
_PATTERNS = (_UDEV_LINK, "serial/by-id/*", "ttyUSB*", "ttyACM*", "ttyAMA0", "ttyS0")


class Line:
    """Opens the port of one modem. `port` is a path or "auto"; `baud` is tried first.

    After `silent()` the next `open` looks for another speed, and with "auto" for another port,
    until `give_up()`. Several ttys of one modem may take commands; the first that answers is used
    from then on.
    """

    def __init__(
        self, port: str, baud: int, *, devices: Path = Path("/dev"), trace: Trace | None = None
    ) -> None:
        self._port, self._baud = port, baud
        self._speeds = tuple(dict.fromkeys((baud, *SPEEDS)))
        self._devices = devices
        self._trace = trace
        self._path = None if port == AUTO else port
        self._suspect = False
        self._given_up = False

    @property
    def name(self) -> str:
        """The port as people know it."""
        return self._path or self._port

    def silent(self) -> None:
        """Nothing has answered there."""
        self._suspect = True

    def give_up(self) -> None:
        """Look no further; from any thread."""
        self._given_up = True

    def open(self) -> Port:
        """Open the port; ModemTrouble with a sentence when there is none that answers."""
        if self._path is None or (self._suspect and self._port == AUTO):
            self._path, self._baud = self._found()
        elif self._suspect:
            self._baud = self._speed_of(self._path) or self._baud
        self._suspect = False
        try:
            return Port(self._path, self._baud, self._trace)
        except ModemTrouble:
            if self._port == AUTO:
                self._path = None  # it may come back under another name
            raise

    def _found(self) -> tuple[str, int]:
        candidates = list(ttys(self._devices))
        for path in candidates:
            if speed := self._speed_of(path):
                return path, speed
        if candidates:
            raise ModemSilent("No modem answers on any serial port: check its power and cable.")
        raise ModemTrouble("There is no serial port with a modem: check its cable and power.")

    def _speed_of(self, path: str) -> int | None:
        """Return the speed at which something answers AT on a tty; None if nothing does."""
        for speed in self._speeds:
            if self._given_up:
                return None
            with suppress(ModemTrouble), Port(path, speed, self._trace) as port:
                if any(_answers(port) for _ in range(PROBES)):
                    return speed
        return None


def ttys(devices: Path) -> Iterable[str]:
    """Yield the ttys that may be a modem's, each once, names that stay the same first."""
    seen: set[Path] = set()
    for pattern in _PATTERNS:
        for path in sorted(devices.glob(pattern)):
            if (real := path.resolve()) not in seen:
                seen.add(real)
                yield str(path)


def _answers(port: Port) -> bool:
    """Tell whether OK comes back; Escape first, for a prompt that somebody left open."""
    until = time.monotonic() + PROBE_SECONDS
    port.write(b"\x1b\rAT\r")
    said = b""
    silence: Mailbox[None] = Mailbox()
    try:
        while (left := until - time.monotonic()) > 0 and b"\nOK\r" not in said:
            said += port.wait(silence.fileno(), left)
    finally:
        silence.close()
    return b"\nOK\r" in said

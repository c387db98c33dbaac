"""What the drivers sent to emulated parts, written to a file as it happens, and read again."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PIN, I2C = "pin", "i2c"


@dataclass(frozen=True)
class PinChanged:
    """A pin of the header went high or low; `at_ns` is wall time (POSIX, ns)."""

    at_ns: int
    name: str
    high: bool


@dataclass(frozen=True)
class Transferred:
    """A transaction on the I2C bus: what was written to a chip, without its address byte."""

    at_ns: int
    address: int
    written: bytes


Sent = PinChanged | Transferred


class Trace:
    """Writes a line for each change of a pin and each transaction; from any thread."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="ascii", buffering=1)
        self._writing = threading.Lock()

    def pin(self, name: str, high: bool) -> None:
        """A pin has changed."""
        self._write(f"{PIN} {name} {int(high)}")

    def transfer(self, address: int, written: bytes) -> None:
        """A transaction is over."""
        self._write(f"{I2C} {address:#04x} {written.hex()}")

    def close(self) -> None:
        """Write no more."""
        self._file.close()

    def _write(self, words: str) -> None:
        with self._writing:
            if not self._file.closed:
                self._file.write(f"{time.time_ns()} {words}\n")


def read_trace(path: Path) -> Iterator[Sent]:
    """Yield what a trace holds so far; a line that is not whole yet is left."""
    for line in path.read_text(encoding="ascii").splitlines(keepends=True):
        if line.endswith("\n"):
            at_ns, kind, name, value = line[:-1].split(" ")
            if kind == PIN:
                yield PinChanged(int(at_ns), name, value == "1")
            else:
                yield Transferred(int(at_ns), int(name, 0), bytes.fromhex(value))

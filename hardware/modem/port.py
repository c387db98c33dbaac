"""The serial port and the mailbox of the modem's thread, both waited for at once."""

import errno
import os
import select
import termios
import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

import serial

T = TypeVar("T")
WRITE_SECONDS = 5.0


class ModemTrouble(Exception):
    """The modem cannot be used; the text is a sentence that says what to do."""


class ModemSilent(ModemTrouble):
    """The port opens and nothing answers: a wrong speed, or a modem that wants a reset."""


Trace = Callable[[str, bytes], None]
"""Takes what goes over the wire: ">" and what was written, "<" and what was read."""


class Port:
    """An open tty; ModemTrouble from every method once it is gone."""

    def __init__(self, path: str, baud: int, trace: Trace | None = None) -> None:
        self._path = path
        self._trace = trace or (lambda direction, data: None)
        try:
            self._serial = serial.Serial(path, baud, timeout=0, exclusive=True)
        except (OSError, ValueError, termios.error) as error:
            raise ModemTrouble(_opening_sentence(path, error)) from error

    def __enter__(self) -> "Port":
        return self

    def __exit__(self, *_: object) -> None:
        self._serial.close()

    def wait(self, mail: int, seconds: float | None) -> bytes:
        """Wait for bytes, or for mail on the descriptor `mail`, or for `seconds` (None: for ever).

        Returns what came, empty for mail or time.
        """
        waiter = select.poll()
        waiter.register(self._serial.fileno(), select.POLLIN)
        waiter.register(mail, select.POLLIN)
        ready = dict(waiter.poll(None if seconds is None else max(0, seconds) * 1000))
        return self._read() if self._serial.fileno() in ready else b""

    def write(self, data: bytes) -> None:
        """Write everything, or raise after 5 s in which the modem took nothing."""
        self._trace(">", data)
        waiter = select.poll()
        waiter.register(self._serial.fileno(), select.POLLOUT)
        while data:
            if not waiter.poll(WRITE_SECONDS * 1000):
                raise ModemTrouble(f"The modem on {self._path} takes no more: restart it.")
            try:
                data = data[os.write(self._serial.fileno(), data) :]
            except OSError as error:
                raise self._gone() from error

    def _read(self) -> bytes:
        try:
            data = os.read(self._serial.fileno(), 4096)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise self._gone() from error
        if not data:
            raise self._gone()
        self._trace("<", data)
        return data

    def _gone(self) -> ModemTrouble:
        return ModemTrouble(f"The modem on {self._path} was unplugged: check its cable and power.")


def _opening_sentence(path: str, error: Exception) -> str:
    match getattr(error, "errno", None):
        case errno.ENOENT | errno.ENXIO | errno.ENODEV:
            return f"There is no modem on {path}: check its cable and power."
        case errno.EACCES | errno.EPERM:
            return f"{path} may not be opened: add the user to the group dialout."
        case errno.EWOULDBLOCK | errno.EBUSY:
            return f"Another program uses {path}: stop it (often ModemManager)."
        case _:
            return f"{path} does not open as a serial port ({error}): check device.toml."


class Mailbox(Generic[T]):
    """Letters in order, and a descriptor that is readable while there are any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._letters: deque[T] = deque()
        self._open = True
        self._reader, self._writer = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)

    def fileno(self) -> int:
        """Return the descriptor to wait for."""
        return self._reader

    def put(self, letter: T) -> bool:
        """Post a letter; False when the mailbox is closed and nobody will read it."""
        with self._lock:
            if self._open:
                self._letters.append(letter)
                if len(self._letters) == 1:
                    os.write(self._writer, b"!")
            return self._open

    def take_all(self) -> list[T]:
        """Return the letters posted since last time, without waiting."""
        with self._lock:
            if self._letters:
                os.read(self._reader, 1)
            letters = list(self._letters)
            self._letters.clear()
            return letters

    def wait(self, seconds: float) -> None:
        """Wait for a letter, at most `seconds`."""
        waiter = select.poll()
        waiter.register(self._reader, select.POLLIN)
        waiter.poll(max(0, seconds) * 1000)

    def close(self) -> list[T]:
        """Take no more letters; return those that nobody read."""
        with self._lock:
            letters = list(self._letters)
            self._letters.clear()
            if self._open:
                os.close(self._reader)
                os.close(self._writer)
            self._open = False
            return letters

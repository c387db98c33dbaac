"""The bytes of a connection to a browser, waited for with a patience that ends."""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

from cheroot.makefile import StreamReader, StreamWriter

from web_config.serving.gathering import Gathered

SECONDS = 10
"""So long may a browser keep us waiting in the middle of a request or of its answer ..."""
SLOWEST = 16 * 1024
"""... and a second of it is given back for every so many bytes that it sends or takes."""
SHORTEST = 0.01


class Patience:
    """How many seconds a request and its answer may still keep a thread waiting."""

    def __init__(self) -> None:
        self._most = self.left = float(SECONDS)

    def waited(self, seconds: float, moved: int) -> None:
        """So long it was waited for so many bytes. What the far end is quick with is not saved up:
        the first megabytes of an answer only fill the memory of its sockets."""
        left = min(self._most, self.left + moved / SLOWEST)
        self.left = max(SHORTEST, left - seconds)


class Wire(io.RawIOBase):
    """A socket, and before it the bytes that were gathered from it already."""

    def __init__(self, sock: socket.socket, gathered: Gathered) -> None:
        super().__init__()
        self._socket, self._gathered = sock, gathered
        self.patience = Patience()

    def readable(self) -> bool:
        """Yes."""
        return True

    def writable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, into: Any) -> int:
        """Read what was gathered, then what comes. Raises OSError; TimeoutError at the end."""
        if self._gathered.bytes:
            return self._gathered.take(memoryview(into))
        return self._in_time(lambda: self._socket.recv_into(into))

    def write(self, data: Any) -> int:
        """Send what can be sent; returns how much. Raises OSError; TimeoutError at the end."""
        return self._in_time(lambda: self._socket.send(data))

    def has_more(self) -> bool:
        """Tell whether there are bytes that no selector would report."""
        pending = self._socket.pending() if isinstance(self._socket, ssl.SSLSocket) else 0
        return bool(self._gathered.bytes) or pending > 0

    def _in_time(self, move: Callable[[], int]) -> int:
        self._socket.settimeout(self.patience.left)
        began, count = time.monotonic(), 0
        try:
            count = move()
        finally:
            self.patience.waited(time.monotonic() - began, count)
        return count


class Reader(StreamReader):
    """What cheroot reads requests from."""

    def __init__(self, wire: Wire, size: int) -> None:
        super(StreamReader, self).__init__(wire, size)
        self.bytes_read = 0
        self._wire = wire

    def has_data(self) -> bool:
        """Tell whether something of the next request is here already."""
        return self._has_read() or self._wire.has_more()

    def left(self) -> bytes:
        """Take what was read from the wire already and belongs to the next request."""
        if not self._has_read():
            return b""
        read: bytes = super().read(len(self.peek()))  # type: ignore[no-untyped-call]
        return read

    def _has_read(self) -> bool:
        return bool(super().has_data())  # type: ignore[no-untyped-call]


class Writer(StreamWriter):
    """What cheroot writes answers to."""

    def __init__(self, wire: Wire, size: int) -> None:
        super(StreamWriter, self).__init__(wire, size)
        self.bytes_written = 0

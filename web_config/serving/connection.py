"""A connection to a browser: it takes a thread only when its request is there as a whole."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from typing import Any

from cheroot.server import HTTPConnection

from web_config.ground.places import counted_as
from web_config.serving.gathering import Gathered, Stands
from web_config.serving.wire import Patience, Reader, Wire, Writer

LARGEST_HEADERS = 32 * 1024
LARGEST_GATHERED = 128 * 1024
"""A form is gathered with its head; what is larger, only those may send who are logged in."""
PIECE = 64 * 1024
NOT_YET = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Gone(Exception):
    """The browser has left, or is no browser."""


class Connection(HTTPConnection):
    """A connection that shakes hands and gathers its requests without a thread of its own."""

    def __init__(self, server: Any, sock: socket.socket, makefile: Any = None) -> None:
        self.gathered = Gathered(LARGEST_HEADERS, LARGEST_GATHERED)
        self.wire = Wire(sock, self.gathered)
        self.shaken = not isinstance(sock, ssl.SSLSocket)
        self.evicted = self.counted = False
        self.served_as = ""
        """While a stranger holds a place: what the address is counted as."""
        super().__init__(server, sock, self._file)

    def _file(self, sock: socket.socket, mode: str, size: int) -> Reader | Writer:
        return Reader(self.wire, size) if "r" in mode else Writer(self.wire, size)

    @property
    def address(self) -> str:
        """What this connection's address is counted as."""
        return counted_as(self.remote_addr or "")

    @property
    def begins(self) -> bool:
        """Whether nothing of the next request has come yet."""
        return not self.gathered.bytes

    def gather(self) -> Stands:
        """Take in what has come, without waiting. Raises Gone."""
        if left := self.rfile.left():
            self.gathered.bytes[:0] = left
        try:
            self.socket.setblocking(False)
            self._shake_hands()
            while self.gathered.stands is Stands.MORE:
                piece = self.socket.recv(PIECE)
                if not piece:
                    raise Gone
                self.gathered.bytes += piece
        except NOT_YET:
            pass
        except (OSError, ValueError) as error:  # ssl.SSLError too: scanners, plain HTTP
            raise Gone from error
        return self.gathered.stands

    def _shake_hands(self) -> None:
        if not self.shaken:
            self.socket.do_handshake()
            self.shaken = True

    def refuse(self, status: str) -> None:
        """Answer without a thread, if the browser takes it, and close."""
        answer = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        with suppress(OSError):
            self.socket.send(answer.encode())
        self.close()

    def communicate(self) -> bool:
        """Serve a request; False ends the connection."""
        self.wire.patience = Patience()
        self.gathered.begin_anew()
        try:
            return bool(super().communicate())  # type: ignore[no-untyped-call]
        finally:
            self.server.was_served(self)

    def close(self) -> None:
        """Close it, once."""
        self.server.has_gone(self)
        super().close()

"""One client of the control socket: what it has sent, and what it has yet to read."""

import json
import socket
from collections.abc import Mapping

LONGEST_LINE = 64 * 1024
"""Bytes of one request."""

MOST_UNREAD = 256 * 1024
"""Bytes that wait for a client; beyond, it will never catch up."""

STUCK_SECONDS = 30.0
"""A client that reads nothing for so long while something waits for it is gone."""

MOST_OPEN = 64
"""Requests of one client that may wait for their answers."""

CHUNK = 16 * 1024


class PeerGone(Exception):
    """The client has left or can never be served: drop it."""


def encoded(words: Mapping[str, object]) -> bytes:
    """Return a line of JSON; half a surrogate pair, which UTF-8 cannot hold, becomes "?"."""
    line = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return line.encode("utf-8", "replace") + b"\n"


class Peer:
    """A client's two buffers. Nothing here waits: what cannot be sent now stays for `flush`."""

    def __init__(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        self.socket = connection
        self.watching = False
        self.open_requests = 0
        self._half_closed = False
        self._refused = False
        self._received = bytearray()
        self._unread = bytearray()
        self._shown = b""
        self._next_view: bytes | None = None
        self._stuck_since: float | None = None

    def receive(self) -> list[bytes]:
        """Return the lines that have come whole, none after one too long; raises PeerGone."""
        try:
            chunk = self.socket.recv(CHUNK)
        except BlockingIOError:
            return []
        except OSError as error:
            raise PeerGone from error
        self._half_closed = not chunk
        *lines, rest = bytes(self._received + chunk).split(b"\n")
        self._received = bytearray(rest)
        if max(map(len, (*lines, rest))) > LONGEST_LINE:
            words = f"a request must be a line of at most {LONGEST_LINE} bytes"
            self.refuse({"ok": False, "words": words})
            return []
        return lines

    def refuse(self, answer: Mapping[str, object]) -> None:
        """Say why this client is not served any longer, and hear nothing more of it."""
        self.say(answer)
        self._refused = True
        self._received.clear()

    def say(self, words: Mapping[str, object]) -> None:
        """Queue one answer."""
        self._unread += encoded(words)

    def show(self, line: bytes) -> None:
        """Queue a view in place of one that has not begun to be sent; an equal one is not sent."""
        self._next_view = None if line == self._shown else line

    def flush(self, now: float) -> None:
        """Send what the client takes; raises PeerGone when there is no hope for it."""
        try:
            while self._to_send():
                del self._unread[: self.socket.send(self._unread)]
                self._stuck_since = None
        except BlockingIOError:
            self._stuck_since = self._stuck_since or now
        except OSError as error:
            raise PeerGone from error
        if self._is_done() or self._is_hopeless(now):
            raise PeerGone

    def _to_send(self) -> bytearray:
        if not self._unread and self._next_view:
            self._shown, self._next_view = self._next_view, None
            self._unread += self._shown
        return self._unread

    def _is_done(self) -> bool:
        leaving = self._refused or (self._half_closed and not self.open_requests)
        return leaving and not self._unread

    def _is_hopeless(self, now: float) -> bool:
        stuck = self._stuck_since is not None and now - self._stuck_since > STUCK_SECONDS
        return stuck or self.is_overfull

    @property
    def is_overfull(self) -> bool:
        """Whether more waits for this client than it will ever read."""
        return len(self._unread) > MOST_UNREAD

    @property
    def wants_to_read(self) -> bool:
        """Whether there may be more to hear from this client."""
        return not (self._half_closed or self._refused)

    @property
    def wants_to_write(self) -> bool:
        """Whether something waits for the client to read."""
        return bool(self._unread or self._next_view)

"""One thread that waits on sockets and timers for any number of calls."""

from __future__ import annotations

import heapq
import selectors
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from itertools import count

Action = Callable[[], None]

# Not among Python's names before 3.14; the same number on every architecture Debian runs a Pi on.
SO_TIMESTAMPNS = 35
TIMESPEC = struct.Struct("@ll")
LARGEST_DATAGRAM = 65535
BURST = 32
"""Datagrams that are read from one socket before the others get their turn."""


class ProbeError(RuntimeError):
    """What the test telephone could not do, in a sentence."""


class Timer:
    """A moment at which something is done, unless it is cancelled before."""

    __slots__ = ("action",)

    def __init__(self, action: Action) -> None:
        self.action: Action | None = action

    def cancel(self) -> None:
        """Do nothing when the moment comes."""
        self.action = None


def udp_socket(address: str, port: int = 0) -> socket.socket:
    """A bound, non-blocking UDP socket whose datagrams the kernel stamps with their arrival."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        sock.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        sock.setblocking(False)
        sock.bind((address, port))
    except OSError:
        sock.close()
        raise
    return sock


def receive(sock: socket.socket) -> tuple[bytes, tuple[str, int], int] | None:
    """The next datagram, whence it came, and when the kernel took it (ns); None: no more."""
    try:
        data, ancillary, _, source = sock.recvmsg(LARGEST_DATAGRAM, 64)
    except (BlockingIOError, ConnectionError):
        return None
    for level, kind, stamp in ancillary:
        if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS:
            seconds, nanoseconds = TIMESPEC.unpack_from(stamp)
            return data, source, seconds * 1_000_000_000 + nanoseconds
    return data, source, time.time_ns()


class Reactor:
    """Runs what it is given on its own thread, in order of time; used by any thread.

    Sockets are watched, timers fire, and `soon` brings work of another thread in. An action that
    raises stops the thread; `check` then tells the user of the telephone why it went dead.
    """

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._timers: list[tuple[int, int, Timer]] = []
        self._order = count()
        self._inbox: deque[Action] = deque()
        self._wake_read, self._wake_write = socket.socketpair()
        self._wake_read.setblocking(False)
        self._running = True
        self._failure: BaseException | None = None
        self._selector.register(self._wake_read, selectors.EVENT_READ, self._woken)
        self._thread = threading.Thread(target=self._run, name="probe", daemon=True)
        self._thread.start()

    def soon(self, action: Action) -> None:
        """Do `action` on the reactor's thread at once."""
        self._inbox.append(action)
        self._wake_write.send(b"\0")

    def at(self, monotonic_ns: int, action: Action) -> Timer:
        """Do `action` at a moment; on the reactor's thread only."""
        timer = Timer(action)
        heapq.heappush(self._timers, (monotonic_ns, next(self._order), timer))
        return timer

    def after(self, seconds: float, action: Action) -> Timer:
        """Do `action` in a while; on the reactor's thread only."""
        return self.at(time.monotonic_ns() + round(seconds * 1e9), action)

    def watch(self, sock: socket.socket, ready: Action) -> None:
        """Call `ready` whenever the socket holds a datagram; on the reactor's thread only."""
        self._selector.register(sock, selectors.EVENT_READ, ready)

    def forget(self, sock: socket.socket) -> None:
        """Watch the socket no more; on the reactor's thread only."""
        self._selector.unregister(sock)

    def check(self) -> None:
        """Raise ProbeError when the thread has died of an error."""
        if self._failure:
            raise ProbeError(f"The test telephone broke: {self._failure!r}") from self._failure

    def stop(self, last: Action) -> None:
        """Do `last` on the thread, end it, and free what it held."""
        if self._thread.is_alive():
            self.soon(lambda: self._end(last))
            self._thread.join()
        self._selector.close()
        self._wake_read.close()
        self._wake_write.close()
        self.check()

    def _end(self, last: Action) -> None:
        last()
        self._running = False

    def _run(self) -> None:
        try:
            while self._running:
                for key, _ in self._selector.select(self._patience()):
                    key.data()
                self._fire()
        except Exception as error:
            self._failure = error

    def _patience(self) -> float | None:
        if not self._timers:
            return None
        return max(0, self._timers[0][0] - time.monotonic_ns()) / 1e9

    def _fire(self) -> None:
        now = time.monotonic_ns()
        while self._timers and self._timers[0][0] <= now:
            action = heapq.heappop(self._timers)[2].action
            if action:
                action()

    def _woken(self) -> None:
        self._wake_read.recv(4096)
        while self._inbox:
            self._inbox.popleft()()

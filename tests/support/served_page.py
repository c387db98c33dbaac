"""A page at a port of loopback, for tests with sockets of their own."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from support.patience import PATIENCE
from support.web_browser import Box

from appliance.core.desk.accounts import Role
from web_config import LARGEST_UPLOAD
from web_config.ground.sessions import knows
from web_config.server import page_server

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
AT_ONCE = 8.0
"""Seconds: less than the server waits for whoever says nothing more."""


class Served:
    """A page at a port, with a box behind it."""

    def __init__(self, box: Box, port: int) -> None:
        self.box, self.port = box, port
        browser = box.logged_in(Role.SUPERIOR)
        self.cookie = f"sentralbord={browser.get_cookie('sentralbord').value}"

    def get(self, path: str, cookie: str = "", of: str = "127.0.0.1") -> int:
        """The status of an answer, which comes at once or fails."""
        line = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=AT_ONCE, source_address=(of, 0)
        )
        with contextlib.closing(line):
            line.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            answer = line.getresponse()
            answer.read()
            return answer.status

    def connect(self, said: bytes, of: str = "127.0.0.1") -> socket.socket:
        """A stranger who says this and then nothing more."""
        line = socket.create_connection(
            ("127.0.0.1", self.port), timeout=PATIENCE, source_address=(of, 0)
        )
        line.sendall(said)
        return line


@contextlib.contextmanager
def served(box: Box, app: Wsgi) -> Iterator[Served]:
    """The application of a box, served until the block ends."""
    serving = page_server(app, knows(box.app, False), "127.0.0.1", 0, LARGEST_UPLOAD, None)
    serving.prepare()
    thread = threading.Thread(target=serving.serve, daemon=True)
    thread.start()
    try:
        yield Served(box, serving.bind_addr[1])
    finally:
        serving.stop()
        thread.join(PATIENCE)

"""A page that stands is told to systemd by silence, and one that goes on is heard."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from support.patience import PATIENCE
from support.running_box import eventually
from support.systemd_ear import SystemdEar

from appliance.engine.watchdog import Watchdog
from web_config.ground.places import Served
from web_config.server import GuardedServer

WORKERS = 2
PERIOD = 0.4
"""WatchdogSec; a page in which nothing happens goes round twice a second."""
SILENCE = 1.5


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[SystemdEar]:
    with SystemdEar(tmp_path, PERIOD) as ear:
        yield ear


class Office:
    """An application that answers when it is let."""

    def __init__(self) -> None:
        self.began, self.goes_on = threading.Semaphore(0), threading.Event()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        self.began.release()
        assert self.goes_on.wait(PATIENCE)
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]


@contextmanager
def serving(app: Office, watchdog: Watchdog) -> Iterator[GuardedServer]:
    """A server for somebody who is logged in."""
    where, places = ("127.0.0.1", 0), Served(1, 1, 1)
    server = GuardedServer(where, app, WORKERS, lambda *_: True, places)
    server.tell_progress_to(watchdog)
    server.prepare()
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        app.goes_on.set()
        server.stop()
        thread.join(PATIENCE)


def asks(server: GuardedServer) -> socket.socket:
    browser = socket.create_connection(server.bind_addr[:2], timeout=PATIENCE)
    browser.sendall(b"GET / HTTP/1.1\r\nHost: box\r\n\r\n")
    return browser


def test_requests_that_nobody_answers_are_silence(systemd: SystemdEar) -> None:
    """Every thread hangs in a request, and one more waits."""
    app = Office()
    with serving(app, Watchdog(systemd.environment)) as server:
        busy = [asks(server) for _ in range(WORKERS)]
        for _ in busy:
            assert app.began.acquire(timeout=PATIENCE)
        systemd.forgets()
        systemd.hears("WATCHDOG=1")  # nobody waits for them
        waits = asks(server)
        eventually(lambda: server.requests.qsize)
        assert systemd.hears_nothing(SILENCE)
        app.goes_on.set()
        assert waits.recv(100).startswith(b"HTTP/1.1 200")
        systemd.hears("WATCHDOG=1")
        for browser in (*busy, waits):
            browser.close()


def test_who_says_nothing_is_hung_up_on_though_the_clock_is_set_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = Office()
    app.goes_on.set()
    with serving(app, Watchdog({})) as server:
        with asks(server) as somebody:
            assert somebody.recv(100).startswith(b"HTTP/1.1 200")
        server.timeout = 0.3
        hour_ago = time.time() - 3600
        begun = time.monotonic()
        monkeypatch.setattr(time, "time", lambda: hour_ago + time.monotonic() - begun)
        with socket.create_connection(server.bind_addr[:2], timeout=PATIENCE) as silent:
            assert silent.recv(1) == b""

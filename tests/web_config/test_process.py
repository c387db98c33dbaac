"""The web process itself: the real server, a real socket, one event, and a clean end."""

import contextlib
import http.client
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.patience import PATIENCE
from support.systemd_ear import SystemdEar

ROOT = Path(__file__).parents[2]
AT_ONCE = 8.0
"""Seconds: less than the pause between two signs of life on a stream."""


@contextlib.contextmanager
def web_process(control: Path, *more: str) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """Run the process on a free port; yields it and the port, and ends it."""
    store = ("--database", str(control.parent / "db"), "--media", str(control.parent / "media"))
    which = ("--control", str(control), *store, "--port", "0", "--demo-without-password")
    command = (sys.executable, "-m", "web_config", *which, *more)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            greeting = process.stdout.readline()
            address = re.search(r"http://127\.0\.0\.1:(\d+)/", greeting)
            assert address, greeting
            yield process, int(address[1])
        finally:
            process.kill()


def get(port: int, path: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path)
    return connection, connection.getresponse()


def event(response: http.client.HTTPResponse) -> str:
    """Read lines up to the end of an event."""
    lines = list(iter(lambda: response.readline().decode(), "\n"))
    return "".join(lines)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_browser_sees_a_change_and_the_process_ends_at_once(office, views, ending):
    with web_process(office.path) as (process, port):
        office.show(views.view(faults=("one",)))
        connection, response = get(port, "/events")
        assert response.status == 200
        while "one" not in event(response):
            pass
        office.show(views.view(faults=("two",)))
        assert "two" in event(response)
        process.send_signal(ending)
        assert process.wait(AT_ONCE) == 0, "streams end at once"
        assert b"two" not in response.read()
        connection.close()


def test_many_streams_leave_room_for_the_page(office, views):
    office.show(views.view(faults=("one",)))
    with web_process(office.path) as (_, port):
        streams = [get(port, "/events") for _ in range(30)]
        for connection, response in streams:
            assert "data: " in event(response)
            assert connection
        page, answer = get(port, "/")
        assert answer.status == 200
        page.close()
        for connection, response in streams:
            response.close()
            connection.close()


def test_a_page_while_the_switchboard_is_down(tmp_path):
    with web_process(tmp_path / "control") as (process, port):
        page, answer = get(port, "/")
        assert answer.status == 200
        assert "does not answer" in answer.read().decode()
        page.close()
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_a_port_that_is_taken_is_a_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        where = ("--control", str(tmp_path), "--database", str(tmp_path / "db"))
        where += ("--media", str(tmp_path), "--port", port)
        command = (sys.executable, "-m", "web_config", *where)
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 1
    assert "The page cannot be served: " in ended.stderr
    assert port in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_process_that_stands_is_silent_until_it_goes_on(office, monkeypatch, tmp_path):
    """Systemd starts it anew before that: see test_units.py."""
    with SystemdEar(tmp_path, watchdog_seconds=0.4) as systemd, contextlib.ExitStack() as running:
        for name, value in systemd.environment.items():
            monkeypatch.setenv(name, value)
        process, _ = running.enter_context(web_process(office.path))
        assert systemd.next() == "READY=1"
        systemd.hears("WATCHDOG=1")
        process.send_signal(signal.SIGSTOP)
        assert systemd.hears_nothing(1.5)
        process.send_signal(signal.SIGCONT)
        systemd.hears("WATCHDOG=1")

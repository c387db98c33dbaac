"""Measures the page over HTTPS on loopback: `python tests/bench/web.py [--quick] [JSON]`."""

from __future__ import annotations

import argparse
import http.client
import os
import re
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import tomli_w
from bench.figures import Figure, show, write
from bench.machine import Bystanders

from appliance.control import ControlServer
from appliance.core.desk.accounts import Account, Role
from appliance.core.protocol.commands import Show
from appliance.core.protocol.view import CallView, Lamp, Row, View
from appliance.device import Device, read_device
from appliance.store.store import Store
from appliance.store.web.accounts import Accounts
from appliance.store.web.sessions import WebSessions

ROOT = Path(__file__).resolve().parents[2]
PAGE_GOAL_MS, FIRST_GOAL_KB, RSS_GOAL_MB = 60.0, 150.0, 80.0
EVENT_GOAL_MS, VIEWERS, VIEWERS_GOAL_PERCENT = 100.0, 20, 3.0
TICK = os.sysconf("SC_CLK_TCK")
LINK = re.compile(r'(?:href|src)="(/static/[^"]+)"')
MENU = re.compile(r'<li><a href="(/[^"]*)"')


@dataclass(frozen=True, slots=True)
class Site:
    """A web process that runs, an installer's cookie for it, and who shows it views."""

    process: subprocess.Popen[str]
    port: int
    cookie: str
    control: ControlServer

    def connected(self) -> http.client.HTTPSConnection:
        """A browser's connection; who signed the certificate is no question here."""
        context = ssl._create_unverified_context()
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20, context=context)

    def get(self, connection: http.client.HTTPSConnection, path: str) -> http.client.HTTPResponse:
        """Ask for a page as the installer."""
        connection.request("GET", path, headers={"Cookie": self.cookie, "Accept-Language": "nb"})
        return connection.getresponse()

    def cpu_seconds(self) -> float:
        """User and system time of the process so far (proc(5))."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def rss_mb(self) -> float:
        """Resident memory in megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        kilobytes = re.search(r"VmRSS:\s+(\d+)", status)
        assert kilobytes
        return int(kilobytes[1]) / 1024


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """A web process with the demo's settings and a switchboard that only shows views."""
    file = folder / "device.toml"
    file.write_text(tomli_w.dumps({"folders": {"data": str(folder), "runtime": str(folder)}}))
    device = read_device(file)
    control = ControlServer(device.control, lambda event: None)
    control.start()
    cookie = prepared(device)
    command = [sys.executable, "-m", "web_config", "--device", str(file)]
    command += ["--port", "0", "--https-port", "0", "--certificates", str(folder / "tls")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            address = re.search(r":(\d+)/", process.stdout.readline())
            assert address, "the page does not start"
            yield Site(process, int(address[1]), cookie, control)
        finally:
            process.terminate()
            process.wait(10)
            control.stop()


def prepared(device: Device) -> str:
    """Publish the demo's office, and log an installer in; returns the cookie."""
    office = files("appliance.demo").joinpath("office.toml").read_text(encoding="utf-8")
    with Store(device.database, device.media) as store:
        store.migrate()
        store.publish(office, "bench")
        Accounts(store).add(Account("bench", "Bench", Role.INSTALLER), "")
        token = WebSessions(store).open("bench", {}, datetime.now(UTC))
    return f"__Host-sentralbord=s.{token}"


def busy_view(number: int) -> View:
    """An office in the middle of the day."""
    calls = tuple(
        CallView(f"c{each}", "Nordlys Rør og Bad", "+4710000001", "talking", "pipes", "Kari")
        for each in range(4)
    )
    lamps = tuple(Lamp(f"a{each}", f"Agent {each}", "free", "since 9") for each in range(8))
    return View(rows=(Row(f"Nordlys {number}", "huge"),), lamps=lamps, calls=calls, waiting=number)


def measured(site: Site, rounds: int, events: int) -> Iterator[Figure]:
    """Every figure, as it is found."""
    site.control.perform(Show(busy_view(0)))
    browser = site.connected()
    page = site.get(browser, "/").read().decode()
    yield first_load(site, browser, page)
    paths = sorted(set(MENU.findall(page)) | {"/profile/"})
    yield page_times(site, browser, paths, rounds)
    browser.close()
    yield from live(site, events)
    yield Figure("web process, resident", "MB", (site.rss_mb(),), RSS_GOAL_MB, "max")


def first_load(site: Site, browser: http.client.HTTPSConnection, page: str) -> Figure:
    """The first page with all that it loads, as sent."""
    size = len(page.encode())
    for path in sorted(set(LINK.findall(page))):
        size += len(site.get(browser, path).read())
    return Figure("first load of the front panel", "kB", (size / 1000,), FIRST_GOAL_KB, "max")


def page_times(
    site: Site, browser: http.client.HTTPSConnection, paths: list[str], rounds: int
) -> Figure:
    """Every page of the menu, one after another, from the request to the last byte."""
    samples: list[float] = []
    slowest = ("", 0.0)
    for number in range(rounds + 1):
        for path in paths:
            began = time.perf_counter()
            answer = site.get(browser, path)
            answer.read()
            taken = (time.perf_counter() - began) * 1000
            assert answer.status < 400, (path, answer.status)
            if number:  # the first time, templates are compiled
                samples.append(taken)
                slowest = max(slowest, (path, taken), key=lambda each: each[1])
    note = f"{len(paths)} pages of the menu as an installer; slowest: {slowest[0]}"
    return Figure("page, request to last byte", "ms", tuple(samples), PAGE_GOAL_MS, note=note)


def live(site: Site, events: int) -> Iterator[Figure]:
    """From a view in the switchboard's hand to the last of twenty browsers; and what they cost."""
    arrivals: list[list[float]] = []
    with ExitStack() as viewers:
        for _ in range(VIEWERS):
            seen: list[float] = []
            arrivals.append(seen)
            connection = site.connected()
            viewers.callback(connection.close)
            answer = site.get(connection, "/events")
            answer.readline()
            threading.Thread(target=note_events, args=(answer, seen), daemon=True).start()
        time.sleep(1.0)
        shown, cpu, began = [], site.cpu_seconds(), time.perf_counter()
        for number in range(1, events + 1):
            before = [len(seen) for seen in arrivals]
            shown.append((time.perf_counter(), before))
            site.control.perform(Show(busy_view(number)))
            time.sleep(0.5)
        percent = (site.cpu_seconds() - cpu) / (time.perf_counter() - began) * 100
    latest = [
        (max(seen[count] for seen, count in zip(arrivals, before, strict=True)) - at) * 1000
        for at, before in shown
    ]
    yield Figure("event -> last of 20 browsers", "ms", tuple(latest), EVENT_GOAL_MS)
    name = "20 viewers, two events a second"
    yield Figure(name, "% of a core", (percent,), VIEWERS_GOAL_PERCENT, "max")


def note_events(answer: http.client.HTTPResponse, seen: list[float]) -> None:
    """Write down when each event came, until the connection is closed."""
    try:
        while line := answer.readline():
            if line.startswith(b"data:"):
                seen.append(time.perf_counter())
    except (OSError, ValueError, AttributeError):
        return


def main() -> int:
    """Measure, print, write JSON; returns 1 if --strict and a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look, in about 15 seconds")
    parser.add_argument("--strict", action="store_true", help="fail when a goal is missed")
    parser.add_argument("json", nargs="?", type=Path, default=Path("build/bench-web.json"))
    asked = parser.parse_args()
    bystanders = Bystanders()
    rounds, events = (5, 10) if asked.quick else (60, 60)
    with tempfile.TemporaryDirectory() as folder, running_site(Path(folder)) as site:
        figures = list(measured(site, rounds, events))
    notes = ("HTTPS over loopback, one keep-alive connection", bystanders.sentence())
    show(figures, notes)
    write(asked.json, figures, notes, asked.quick)
    return int(asked.strict and any(figure.met is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main())

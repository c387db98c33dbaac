"""The live page from outside: from a change in the office to every browser, and what viewers cost.

`python tests/bench/live.py`, on a quiet machine. A whole box and the page run as processes of
their own; 20 viewers read the stream of events over loopback while a member of staff's status
changes once a second.
"""

from __future__ import annotations

import argparse
import http.client
import os
import selectors
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.figures import Figure, show, write
from bench.machine import Bystanders
from support.little_office import office, put_prompts
from support.ports import nobody
from support.running_box import RunningBox
from support.web_process import WebProcess

VIEWERS = 20
GOAL_MS, GOAL_SHARE, GOAL_RSS, GOAL_PAGE_MS = 100.0, 3.0, 80.0, 60.0
TICK = os.sysconf("SC_CLK_TCK")
CHUNK = 256 * 1024
PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How often the office changes (a change a second), and how often the page is asked for."""

    changes: int
    pages: int


FULL, QUICK = Plan(60, 200), Plan(8, 20)


class Viewers:
    """Browsers that read the stream of events, all in this thread."""

    def __init__(self, url: str, count: int) -> None:
        self._connections = [
            http.client.HTTPConnection(url.partition("://")[2]) for _ in range(count)
        ]
        self._selector = selectors.DefaultSelector()
        for connection in self._connections:
            connection.request("GET", "/events", headers={"Accept": "text/event-stream"})
            response = connection.getresponse()
            if response.status != 200:
                raise SystemExit(f"the stream of events answers {response.status}")
            self._selector.register(connection.sock or response.fileno(), selectors.EVENT_READ)
        self.until("", PATIENCE)

    def until(self, words: str, seconds: float) -> list[float]:
        """Read until every viewer got `words`; returns when each did (monotonic)."""
        waiting = {key.fd: b"" for key in self._selector.get_map().values()}
        came: list[float] = []
        deadline = time.monotonic() + seconds
        while waiting and time.monotonic() < deadline:
            for key, _ in self._selector.select(max(0.0, deadline - time.monotonic())):
                read = os.read(key.fd, CHUNK)
                if key.fd in waiting:
                    waiting[key.fd] += read
                    if words and words.encode() in waiting[key.fd]:
                        came.append(time.monotonic())
                        del waiting[key.fd]
        return came

    def close(self) -> None:
        """Go away."""
        self._selector.close()
        for connection in self._connections:
            connection.close()


def main() -> int:
    """Measure, print, write JSON; returns 1 if --strict and a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few changes only")
    parser.add_argument("--strict", action="store_true", help="end with 1 if a goal is missed")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    asked = parser.parse_args()
    bystanders = Bystanders()
    with ExitStack() as house:
        figures = measure(house, QUICK if asked.quick else FULL)
    show(figures, (bystanders.sentence(),))
    if asked.json:
        write(asked.json, figures, (bystanders.sentence(),), asked.quick)
    return int(asked.strict and not all(figure.met in (True, None) for figure in figures))


def measure(house: ExitStack, plan: Plan) -> list[Figure]:
    """Start everything, and measure with no viewer, with all, and again in silence."""
    box = running_box(house)
    web = WebProcess(box.process, "--demo-without-password")
    house.enter_context(web)
    assert box.process.process
    processes = (pid_of(web), box.process.process.pid)
    pages = page_times(web, plan.pages)
    alone = changes(box, None, plan.changes, processes)
    viewers = Viewers(web.url, VIEWERS)
    house.callback(viewers.close)
    watched = changes(box, viewers, plan.changes, processes)
    idle = silence(viewers, 10.0, processes)
    return [
        Figure("event -> browser", "ms", tuple(watched.times), GOAL_MS, note=EVENT_NOTE),
        Figure("  viewers that missed a change", "times", (watched.missed,), 0, "max"),
        Figure(
            "20 viewers: page and switchboard together",
            "% of a core",
            (sum(watched.shares) - sum(alone.shares),),
            GOAL_SHARE,
            "max",
            note="at one change a second, less what the same changes cost with no viewer",
        ),
        Figure("  of it the switchboard", "% of a core", (watched.shares[1] - alone.shares[1],)),
        Figure("20 viewers, nothing happens", "% of a core", (sum(idle),), GOAL_SHARE, "max"),
        Figure("front panel, whole page", "ms", tuple(pages), GOAL_PAGE_MS),
        Figure("memory of the page's process (RSS)", "MB", (rss(processes[0]),), GOAL_RSS, "max"),
    ]


EVENT_NOTE = (
    "from just before a status is set over the control socket to the last byte read by each viewer"
)


@dataclass(frozen=True, slots=True)
class Watched:
    """How a row of changes went: ms to each viewer, and % of a core of each process."""

    times: list[float]
    missed: int
    shares: tuple[float, ...]


def changes(box: RunningBox, viewers: Viewers | None, count: int, pids: Sequence[int]) -> Watched:
    """Change a status once a second."""
    times: list[float] = []
    missed = 0
    before, began = cpu(pids), time.monotonic()
    for number in range(count):
        asked = time.monotonic()
        words = f"lunch {time.monotonic_ns()}"
        box.client.ask("presence", agent="anna", status="away", reason=words)
        if viewers:
            came = viewers.until(words, PATIENCE)
            times += [(at - asked) * 1000 for at in came]
            missed += VIEWERS - len(came)
        time.sleep(max(0.0, began + number + 1 - time.monotonic()))
    return Watched(times, missed, shares(before, cpu(pids), time.monotonic() - began))


def silence(viewers: Viewers, seconds: float, pids: Sequence[int]) -> tuple[float, ...]:
    """What all of it costs while nothing happens."""
    before, began = cpu(pids), time.monotonic()
    viewers.until("", seconds)
    return shares(before, cpu(pids), time.monotonic() - began)


def page_times(web: WebProcess, count: int) -> list[float]:
    """Ask for the front panel again and again; ms each."""
    connection = http.client.HTTPConnection(web.url.partition("://")[2])
    times = []
    for _ in range(count):
        began = time.monotonic()
        connection.request("GET", "/")
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit(f"the front panel answers {response.status}")
        times.append((time.monotonic() - began) * 1000)
    connection.close()
    return times


def running_box(house: ExitStack) -> RunningBox:
    """The little office of the tests, with everybody's telephone out of reach."""
    folder = Path(house.enter_context(tempfile.TemporaryDirectory(prefix="live-")))
    put_prompts(folder / "prompts")
    there = {name: nobody(name) for name in ("anna", "bo", "cato")}
    return house.enter_context(RunningBox(folder / "box", folder / "prompts", office(there)))


def pid_of(web: WebProcess) -> int:
    """The process that serves the page."""
    assert web._process
    return web._process.pid


def cpu(pids: Sequence[int]) -> tuple[float, ...]:
    """Seconds of processor that each process has used (proc(5), stat, fields 14 and 15)."""
    return tuple(_cpu(pid) for pid in pids)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def shares(before: Sequence[float], after: Sequence[float], seconds: float) -> tuple[float, ...]:
    """Used in that time, as % of a core."""
    return tuple((b - a) / seconds * 100 for a, b in zip(before, after, strict=True))


def rss(pid: int) -> float:
    """Resident memory in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    sys.exit(main())

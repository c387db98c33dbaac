"""Work that takes longer than a page: one command at a time, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass
class Job:
    """A running command: how far it is, and how it ended. `what` names it for the page."""

    what: str
    started_by: str
    done: int = 0
    total: int = 0
    ended: threading.Event = field(default_factory=threading.Event)
    ok: bool = False
    words: str = ""

    @property
    def percent(self) -> int:
        """How far it is."""
        return min(100, self.done * 100 // self.total) if self.total else 0


class Busy(Exception):
    """Another job is under way."""


class Jobs:
    """Runs `sentralbord` commands; the last one is remembered until the next.

    What is heavy runs outside the web process, so that it may be killed without anybody noticing.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.last: Job | None = None

    @property
    def under_way(self) -> bool:
        """Whether a job runs now."""
        return self.last is not None and not self.last.ended.is_set()

    def start(
        self,
        what: str,
        started_by: str,
        arguments: Sequence[str],
        secret: str,
        afterwards: Callable[[Job], None],
    ) -> Job:
        """Run a command that reads `secret` from its input; raises Busy.

        `afterwards` is called on the job's thread when the command has ended.
        """
        with self._lock:
            if self.under_way:
                raise Busy
            job = self.last = Job(what, started_by)
        command = [sys.executable, "-m", "appliance", *arguments]
        run = threading.Thread(
            target=_run, args=(job, command, secret, afterwards), name="job", daemon=True
        )
        run.start()
        return job


def _run(job: Job, command: list[str], secret: str, afterwards: Callable[[Job], None]) -> None:
    try:
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"{secret}\n")
            process.stdin.close()
            for line in process.stdout:
                _take(job, line.strip())
        job.ok = process.returncode == 0
    except OSError as error:
        job.words = str(error.strerror)
    afterwards(job)
    job.ended.set()


def _take(job: Job, line: str) -> None:
    """A line is how far it is, "DONE TOTAL", or words; the last words are those that count."""
    done, _, total = line.partition(" ")
    if done.isdecimal() and total.isdecimal():
        job.done, job.total = int(done), int(total)
    elif line:
        job.words = line.removeprefix("Error: ")

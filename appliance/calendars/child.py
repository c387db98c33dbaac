"""A calendar is read by a child process, with limits on its time; it can be stopped at once."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace

from appliance.calendars.answer import Answer, answer_read
from appliance.calendars.graph_token import LoginKept
from appliance.calendars.graph_troubles import LoginRests
from appliance.calendars.job import Job, Outcome, job_written
from appliance.calendars.troubles import CalendarError
from appliance.core.model.calendar import GraphApp

CHILD_SECONDS = 150.0
TOO_LONG = "The calendar takes too long to fetch and to work out."
CRASHED = "The calendar is too large or too strange to be worked out by this box."


class Reader:
    """Reads one calendar after another; `stop` is for a signal handler of the same thread.

    What Microsoft's log-in said for one mailbox is kept in memory for the next.
    """

    def __init__(self, seconds: float = CHILD_SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._login = LoginKept()

    def read(self, job: Job) -> Outcome:
        """Read a calendar; raises CalendarError."""
        if job.graph is None or not job.access.mailbox:
            return self._answer(job).outcome
        token = self._login.token(job.graph, time.monotonic())
        answer = self._answer(replace(job, token=token))
        self._keep(job.graph, answer)
        return answer.outcome

    def _keep(self, app: GraphApp, answer: Answer) -> None:
        now = time.monotonic()
        if answer.token:
            self._login.keep(app, answer.token, now)
        if isinstance(answer.said, LoginRests):
            self._login.rest(app, answer.said, now)

    def _answer(self, job: Job) -> Answer:
        with subprocess.Popen(
            [sys.executable, "-m", "appliance.calendars"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as self._child:
            if self._stopped:  # in between
                self._child.kill()
            try:
                said, _ = self._child.communicate(job_written(job), self._seconds)
            except subprocess.TimeoutExpired:
                self._child.kill()
                raise CalendarError(TOO_LONG) from None
        return understood(said)

    def stop(self) -> None:
        """Read no more: what is being read now ends at once."""
        self._stopped = True
        if self._child:
            self._child.kill()


def understood(said: bytes) -> Answer:
    """What the process answered; raises CalendarError where it came to its end before."""
    try:
        return answer_read(said)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise CalendarError(CRASHED) from None

"""A calendar is read by a child process, with limits on its time; it can be stopped at once."""

from __future__ import annotations

import subprocess
import sys

from appliance.calendars.job import Job, Outcome, job_written, outcome_read
from appliance.calendars.troubles import CalendarError
from appliance.common.foreign_json import object_in

CHILD_SECONDS = 150.0
TOO_LONG = "The calendar takes too long to fetch and to work out."
CRASHED = "The calendar is too large or too strange to be worked out by this box."


class Reader:
    """Reads one calendar after another; `stop` is for a signal handler of the same thread."""

    def __init__(self, seconds: float = CHILD_SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def read(self, job: Job) -> Outcome:
        """Read a calendar; raises CalendarError."""
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
        return _answer(said)

    def stop(self) -> None:
        """Read no more: what is being read now ends at once."""
        self._stopped = True
        if self._child:
            self._child.kill()


def _answer(said: bytes) -> Outcome:
    try:
        answer = object_in(said)
        if "reason" not in answer:
            return outcome_read(answer)
        after = float(answer.get("after", 0.0))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise CalendarError(CRASHED) from None
    raise CalendarError(str(answer["reason"]), after)

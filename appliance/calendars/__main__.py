"""The reading of one calendar, a process of its own that may be ended at any time.

    python -m appliance.calendars

The job is one JSON object on standard input, for its secrets are nobody else's business; the
answer is one on standard output: what was read, or {"reason": ...}, a sentence. What strangers
wrote into a calendar may cost this process its life, and nothing else.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from urllib.parse import unquote

from appliance.calendars.address import logged_in
from appliance.calendars.document import sift
from appliance.calendars.fetching import fetch
from appliance.calendars.job import Job, Outcome, job_read, outcome_written
from appliance.calendars.troubles import CalendarError
from appliance.calendars.window import Window

NICENESS = 15
"""Calls come before calendars."""

CPU_SECONDS = 120
MEMORY = 768 * 1024 * 1024
"""Of addresses; ten times what a calendar of the largest size takes."""

STRANGE = "The calendar is too large or too strange to be worked out by this box ({kind})."


def main() -> int:
    """Read one calendar; the status is 0 whether it could be read or not."""
    with contextlib.suppress(PermissionError):
        os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        answer = outcome_written(done(job_read(sys.stdin.buffer.read())))
    except CalendarError as error:
        answer = json.dumps({"reason": str(error), "after": error.after_seconds}).encode()
    except Exception as error:  # its words may hold what is nobody's business
        answer = json.dumps({"reason": STRANGE.format(kind=type(error).__name__)}).encode()
    sys.stdout.buffer.write(answer + b"\n")
    return 0


def done(job: Job) -> Outcome:
    """Fetch the calendar and work it out; raises CalendarError."""
    window = Window.around(job.now, job.zone)
    if job.access.mailbox:
        from appliance.calendars.graph import read_mailbox

        return read_mailbox(job.access.mailbox, job.graph, window)
    fetched = fetch(job.access, window, job.marks, lambda pieces: sift(pieces, window))
    if fetched is None:
        return Outcome(None, marks=job.marks)
    from appliance.calendars.reading import read  # slow to load, and seldom needed

    reading = read(fetched.document, window, owners(job))
    return Outcome(reading.entries, reading.words, fetched.marks, reading.skipped, reading.mended)


def owners(job: Job) -> list[str]:
    """What may be the owner's e-mail address; some servers put it into the calendar's."""
    access = logged_in(job.access)
    return [access.user, *unquote(access.url.partition("?")[0]).split("/")]


if __name__ == "__main__":
    sys.exit(main())

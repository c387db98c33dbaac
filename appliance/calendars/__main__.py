"""The reading of one calendar, a process of its own that may be ended at any time.

    python -m appliance.calendars

The job is one JSON object on standard input, for its secrets are nobody else's business; the
answer is one on standard output: what was read, or {"reason": ...}, a sentence; and the access
token that Microsoft gave, which only a pipe ever carries. What strangers wrote into a calendar may
cost this process its life, and nothing else.
"""

from __future__ import annotations

import contextlib
import os
import resource
import sys
from collections.abc import Callable
from urllib.parse import unquote

from appliance.calendars.address import logged_in
from appliance.calendars.answer import Answer, answer_written
from appliance.calendars.document import sift
from appliance.calendars.fetching import fetch
from appliance.calendars.graph_token import AccessToken
from appliance.calendars.job import Job, Outcome, job_read
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
    tokens: list[AccessToken] = []
    said = worked_out(sys.stdin.buffer.read(), tokens.append)
    answer = Answer(said, tokens[-1] if tokens else None)
    sys.stdout.buffer.write(answer_written(answer) + b"\n")
    return 0


def worked_out(line: bytes, keep: Callable[[AccessToken], None]) -> Outcome | CalendarError:
    """What comes of a job as it is written; `keep` takes the token that a log-in gave."""
    try:
        return done(job_read(line), keep)
    except CalendarError as error:
        return error
    except Exception as error:  # its words may hold what is nobody's business
        return CalendarError(STRANGE.format(kind=type(error).__name__))


def done(job: Job, keep: Callable[[AccessToken], None]) -> Outcome:
    """Fetch the calendar and work it out; raises CalendarError."""
    window = Window.around(job.now, job.zone)
    if job.access.mailbox:
        return of_mailbox(job, window, keep)
    fetched = fetch(job.access, window, job.marks, lambda pieces: sift(pieces, window))
    if fetched is None:
        return Outcome(None, marks=job.marks)
    from appliance.calendars.reading import read  # slow to load, and seldom needed

    reading = read(fetched.document, window, owners(job))
    return Outcome(reading.entries, reading.words, fetched.marks, reading.skipped, reading.mended)


def of_mailbox(job: Job, window: Window, keep: Callable[[AccessToken], None]) -> Outcome:
    """Ask Microsoft for the calendar; a token is kept whether there was one or not."""
    from appliance.calendars.graph import read_mailbox, session_of  # not everybody has them

    session = session_of(job.graph, job.token)
    try:
        return read_mailbox(session, job.access.mailbox, window, job.marks)
    finally:
        if session.fresh:
            keep(session.fresh)


def owners(job: Job) -> list[str]:
    """What may be the owner's e-mail address; some servers put it into the calendar's."""
    access = logged_in(job.access)
    return [access.user, *unquote(access.url.partition("?")[0]).split("/")]


if __name__ == "__main__":
    sys.exit(main())

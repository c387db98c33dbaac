"""What the store keeps of recorded talks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CallRecording:
    """A part of a recorded talk, both directions in one sound; a long talk has several.

    `recording` is the path of a WAV file in memory, which the store moves to the disk as it
    commits the row; None where nothing could be recorded, and `problem` says why.
    """

    id: str
    call: str
    part: int
    line: str
    client: str | None
    caller: str | None
    agent: str | None
    started: datetime
    clock_set: bool
    seconds: float = 0.0
    recording: str | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RecordingsExpired:
    """Recordings of talks that began before this moment are to be deleted, rows and files."""

    before: datetime

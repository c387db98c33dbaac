"""The event that ends the recording of a talk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TalkRecorded:
    """The recording of a talk is closed; exactly one per RecordTalk.

    `path` is None where nothing could be recorded, and `problem` then says why; with no problem
    either, the caller had gone before anything was said.
    """

    talk: str
    path: str | None
    seconds: float
    problem: str = ""

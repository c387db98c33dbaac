"""What comes in about the calendars of the staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from appliance.core.model.calendar import Entry


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """A member's calendar was read: this is all that is in it, some weeks ahead.

    So many entries more are `skipped`, for they mean nothing; so many were `mended`.
    """

    agent: str
    entries: tuple[Entry, ...]
    read_at: datetime
    request: str | None = None
    skipped: int = 0
    mended: int = 0


@dataclass(frozen=True, slots=True)
class CalendarNotRead:
    """A member's calendar could not be read; `reason` is a sentence without its address."""

    agent: str
    reason: str
    request: str | None = None


CalendarEvent = CalendarRead | CalendarNotRead

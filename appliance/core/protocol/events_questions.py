"""What somebody asks of the office without changing anything."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """Somebody wants to know why a member's telephone rings or not."""

    agent: str
    request: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarsAsked:
    """The reader of calendars wants to know which there are: the next ones `after` a member."""

    after: str = ""
    request: str | None = None


Question = WhyAsked | CalendarsAsked

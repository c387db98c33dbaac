"""What a client wants done with its callers at a time of the week (office.md A5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """Whether it is necessary to disturb the client."""

    ANSWER = "answer"
    """Answer from the card; the client is not disturbed."""
    MESSAGE = "message"
    """Take a message; the client is not disturbed."""
    PUT_THROUGH = "put_through"
    """Put every caller through who wants it."""
    URGENT = "urgent"
    """Put through only what the agent has marked as urgent; else take a message."""


@dataclass(frozen=True, slots=True)
class Screening:
    """One rule, and when it holds: within `hours` (an entry of [hours]); none: always.

    `note` tells the agent more, in the office's own words.
    """

    rule: Rule
    hours: str | None = None
    note: str = ""

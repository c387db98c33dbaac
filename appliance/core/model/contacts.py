"""Whose a number is, as somebody has written it down: a hint for the agent, never a certainty."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """A number (E.164) and who it is registered to (office.md D7)."""

    id: str
    number: str
    name: str

"""Whose a number is, as somebody has written it down: a hint for the agent, never a certainty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """A number (E.164) and who it is registered to (office.md D7)."""

    id: str
    number: str
    name: str


def registered_to(contacts: Iterable[Contact], number: str | None) -> str:
    """Everybody whom a number is registered to, or nothing; a withheld number is nobody's."""
    if not number:
        return ""
    return " / ".join(contact.name for contact in contacts if contact.number == number)

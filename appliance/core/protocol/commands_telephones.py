"""What is to be done about the staff's telephones besides ringing them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LookFor:
    """Ask whether anything answers at this person's telephone (OPTIONS, RFC 3261 section 11)."""

    agent: str
    uri: str

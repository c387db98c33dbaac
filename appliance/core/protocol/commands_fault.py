"""What is done about a fault inside: the log gets where it was."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TellFault:
    """A rule has failed with `error` at `about`: log where, and nothing that the event held."""

    about: str
    error: Exception

"""What has become known of the staff's telephones besides how they are rung."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TelephoneFound:
    """This person's telephone has answered when it was looked for, whatever it said."""

    agent: str

"""What the store is asked to forget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Expire:
    """Delete some of what began before these times (None: nothing); answer Expired.

    Promises that are not kept yet stay, and so do the figures for the bill, by days of `zone`.
    """

    calls: datetime | None
    messages: datetime | None
    sms: datetime | None
    zone: str

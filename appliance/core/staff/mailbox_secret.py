"""The secret by which mailboxes are read ends on a day that Microsoft does not tell the app."""

from __future__ import annotations

from datetime import date

from appliance.core.model.ids import Moment
from appliance.core.settings.directory import Office

SOON = 30
"""Days before its end from which it is told: who makes a new one has holidays too."""


def days_left(office: Office, now: Moment) -> int | None:
    """In how many days it ends, below nought once it is over; None while nobody need do anything.

    On the office's calendar; nothing is known where the settings give no day or nobody knows the
    time.
    """
    if office.graph is None or not office.graph_secret_until or not now.clock_set:
        return None
    left = (date.fromisoformat(office.graph_secret_until) - now.wall.date()).days
    return left if left <= SOON else None

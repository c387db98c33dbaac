"""The days of a calendar that the switchboard needs, and where midnight is in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from appliance.core.model.calendar import Entry

DAYS_BEHIND = 1
"""An entry that began yesterday may still go on."""

DAYS_AHEAD = 28
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Window:
    """From midnight to midnight in the office's time zone; `ends` is exclusive."""

    begins: datetime
    ends: datetime
    zone: ZoneInfo

    @classmethod
    def around(cls, now: datetime, zone: ZoneInfo) -> Self:
        """From yesterday to four weeks ahead."""
        today = now.astimezone(zone).date()
        first, last = today - timedelta(DAYS_BEHIND), today + timedelta(DAYS_AHEAD)
        return cls(midnight(first, zone), midnight(last, zone), zone)

    def has(self, begins: datetime, ends: datetime) -> bool:
        """Whether any of that time lies within."""
        return begins < self.ends and ends > self.begins

    def near(self, entry: Entry) -> Entry:
        """The entry, which is no longer than a year to either side: for some never ends."""
        begins = max(entry.begins, self.begins - YEAR)
        return replace(entry, begins=begins, ends=min(entry.ends, self.ends + YEAR))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Where a day begins on the office's clock."""
    return datetime.combine(day, time.min, zone)

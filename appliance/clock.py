"""The clock of the loop: monotonic seconds for measuring, the office's wall time for people."""

from __future__ import annotations

import time
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from appliance.core.model import Moment

BUILT = datetime(2026, 11, 1, tzinfo=UTC)
"""A wall clock before this day cannot be right: the box has no battery, the time is not set."""


class Clock:
    """Gives Moments in the office's time zone."""

    def __init__(self) -> None:
        self._zone: tzinfo = UTC

    def keep(self, zone: str) -> None:
        """Give wall times of an IANA zone from now on."""
        self._zone = ZoneInfo(zone)

    def now(self) -> Moment:
        """This instant."""
        wall = datetime.now(self._zone)
        return Moment(time.monotonic(), wall, clock_set=wall > BUILT)

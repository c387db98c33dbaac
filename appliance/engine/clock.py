"""The clock of the loop: monotonic seconds for measuring, the office's wall time for people."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from appliance.core.model.ids import Moment
from appliance.core.state.known_time import Vouchers, is_known, is_possible

JUMP_SECONDS = 2.0
"""A wall clock that gains or loses as much on the monotonic one was set by somebody."""
ASK_SECONDS = 1.0
"""How often it is asked who vouches for the clock, until somebody does."""


def trusted() -> Vouchers:
    """Everything is believed: for a clock that others keep right."""
    return Vouchers(trusted=True)


class Clock:
    """Gives Moments in the office's time zone; `vouchers` says who vouches for the system's clock.

    Once known, the time stays known. `correct` is for a clock that nobody vouches for; whoever
    sets the system's clock afterwards knows better, and the correction ends.
    """

    def __init__(
        self,
        vouchers: Callable[[], Vouchers] = trusted,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        system: Callable[[], float] = time.time,
    ) -> None:
        self._zone: tzinfo = UTC
        self._vouchers, self._monotonic, self._system = vouchers, monotonic, system
        self._ahead = system() - monotonic()
        self._known = False
        self._correction = timedelta()
        self._ask_at = monotonic()

    def keep(self, zone: str) -> None:
        """Give wall times of an IANA zone from now on."""
        self._zone = ZoneInfo(zone)

    def correct(self, seconds: float) -> None:
        """The true time is so much later than the system's, somebody says who knows."""
        self._correction = timedelta(seconds=seconds)
        self._known = True

    def now(self) -> Moment:
        """This instant."""
        monotonic, system = self._monotonic(), self._system()
        if was_set := self._has_jumped(monotonic, system):
            self._correction = timedelta()
        at = datetime.fromtimestamp(system, UTC)
        if was_set or (not self._known and monotonic >= self._ask_at):
            self._ask(at, monotonic, was_set)
        wall = (at + self._correction).astimezone(self._zone)
        return Moment(monotonic, wall, clock_set=self._known and is_possible(wall))

    def _has_jumped(self, monotonic: float, system: float) -> bool:
        if self._monotonic() - monotonic > JUMP_SECONDS / 4:
            return False  # we were put aside between the two readings, which compare with nothing
        before, self._ahead = self._ahead, system - monotonic
        return abs(self._ahead - before) > JUMP_SECONDS

    def _ask(self, at: datetime, monotonic: float, was_set: bool) -> None:
        self._ask_at = monotonic + ASK_SECONDS
        self._known = self._known or is_known(at, replace(self._vouchers(), was_set=was_set))

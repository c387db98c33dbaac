"""When each calendar is read next: every five minutes, spread, later and later while it fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from appliance.core.model.calendar import CalendarAccess

PERIOD = 300.0
FIRST_RETRY = 60.0
LONGEST_RETRY = 1800.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A calendar's next reading, in seconds of a clock that only goes forward."""

    access: CalendarAccess
    at: float
    failures: int = 0
    again: float = PERIOD
    """After a good reading; the first time another for each, so that they are spread."""


class Schedule:
    """Whose calendar is read when; times are in seconds."""

    def __init__(self, period: float = PERIOD) -> None:
        self._period = period
        self._turns: dict[str, Turn] = {}

    @property
    def calendars(self) -> dict[str, CalendarAccess]:
        """Those that are read."""
        return {agent: turn.access for agent, turn in self._turns.items()}

    def name(self, calendars: Mapping[str, CalendarAccess], now: float) -> None:
        """Read these from now on, new and changed ones at once."""
        turns: dict[str, Turn] = {}
        for place, (agent, access) in enumerate(calendars.items(), 1):
            known = self._turns.get(agent)
            if known and known.access == access:
                turns[agent] = known
            else:
                turns[agent] = Turn(access, now, again=self._period * place / len(calendars))
        self._turns = turns

    def all_at(self, now: float) -> None:
        """Read all of them anew, for the clock was wrong."""
        self._turns = {agent: replace(turn, at=now) for agent, turn in self._turns.items()}

    def next(self) -> tuple[str, Turn] | None:
        """Who comes next; None if there is no calendar."""
        return min(self._turns.items(), key=lambda each: each[1].at, default=None)

    def read(self, agent: str, now: float) -> None:
        """It could be read."""
        turn = self._turns[agent]
        self._turns[agent] = Turn(turn.access, now + turn.again, again=self._period)

    def failed(self, agent: str, now: float, at_least: float = 0.0) -> None:
        """It could not be read; its server may want to be left alone `at_least` so long."""
        turn = self._turns[agent]
        pause = max(at_least, min(FIRST_RETRY * 2**turn.failures, LONGEST_RETRY))
        failures = min(turn.failures + 1, 10)
        self._turns[agent] = replace(turn, at=now + pause, failures=failures)

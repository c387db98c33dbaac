"""A switchboard without a box: events go in, and what somebody waits for is answered at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from appliance.core.model.ids import LegId, Moment
from appliance.core.panel.view import view
from appliance.core.protocol.commands import Ring, Save
from appliance.core.protocol.events import (
    CallArrived,
    DigitPressed,
    Event,
    LegAnswered,
    Saved,
    Started,
)
from appliance.core.protocol.view import View
from appliance.core.settings.directory import Directory
from appliance.core.switchboard import Switchboard
from appliance.showcase.office import CALLER, LINE

START = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)


class Stage:
    """Where a moment is played; its disk takes everything, its telephones ring for ever."""

    def __init__(self, directory: Directory) -> None:
        self._switchboard = Switchboard()
        self._seconds = 0.0
        self._clock_set = True
        self._rung: list[Ring] = []
        self._calls = 0
        self.happens(Started(directory))

    def happens(self, *events: Event) -> None:
        """These things happen, one after another."""
        for event in events:
            for command in self._switchboard.handle(event, self._now()):
                if isinstance(command, Ring):
                    self._rung.append(command)
                elif isinstance(command, Save):
                    self.happens(Saved(command.receipt))

    def rings(self, number: str = LINE, caller: str | None = CALLER, *keys: str) -> LegId:
        """Somebody calls a number, and presses keys."""
        self._calls += 1
        leg = LegId(f"c{self._calls}")
        self.happens(CallArrived(leg, number, caller))
        self.happens(*(DigitPressed(leg, key) for key in keys))
        return leg

    def is_answered(self) -> LegId:
        """The telephone that rang last is taken off the hook."""
        leg = self._rung[-1].leg
        self.happens(LegAnswered(leg))
        return leg

    def passes(self, seconds: float) -> None:
        """Time goes by; no timer runs out."""
        self._seconds += seconds

    def forgets_the_time(self) -> None:
        """The box has no battery and has asked nobody yet."""
        self._clock_set = False

    def looks(self) -> View:
        """What the panel shows now."""
        return view(self._switchboard.picture, self._now())

    def shows(self, **other: object) -> View:
        """What the panel shows now, with parts of the view given."""
        return replace(self.looks(), **other)  # type: ignore[arg-type]

    def _now(self) -> Moment:
        return Moment(self._seconds, START + timedelta(seconds=self._seconds), self._clock_set)

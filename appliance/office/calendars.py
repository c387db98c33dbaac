"""The rounds of the office process: settings and calendars are read, the switchboard is told."""

from __future__ import annotations

import logging
import os
import select
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from appliance.calendars.child import Reader
from appliance.calendars.job import Job, Outcome, entry_fields
from appliance.calendars.schedule import PERIOD, Schedule
from appliance.calendars.troubles import CalendarError
from appliance.control import ControlClient, ControlUnavailable
from appliance.core.model.calendar import CalendarAccess, GraphApp
from appliance.engine.watchdog import Watchdog

log = logging.getLogger(__name__)

LOOK_SECONDS = 15.0
"""How often it is looked whether the settings have changed or the switchboard has restarted."""

JUMP_SECONDS = 60.0
"""A clock that is set by so much was wrong before, and so were the days that were read."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a calendar: the last outcome, and the day around which it was read."""

    outcome: Outcome
    day: date


class CalendarRounds:
    """Reads the calendars that the settings name, until `stop`, which a signal handler may call."""

    def __init__(
        self,
        socket: Path,
        *,
        period: float = PERIOD,
        look_seconds: float = LOOK_SECONDS,
        watchdog: Watchdog | None = None,
    ) -> None:
        self._watchdog = watchdog or Watchdog({})
        self._client, self._look_seconds = ControlClient(socket), look_seconds
        self._schedule, self._reader = Schedule(period), Reader()
        self._zone = ZoneInfo("UTC")
        self._graph: GraphApp | None = None
        self._known: dict[str, Known] = {}
        self._news: dict[str, dict[str, Any]] = {}
        self._untold: set[str] = set()
        self._switchboard: object = None
        self._said: dict[str, str] = {}
        self._clock = time.time() - time.monotonic()
        self._ended, self._end = os.pipe()
        self._stopping = False

    def run(self) -> None:
        """Read and tell until told to stop."""
        self._watchdog.ready()
        while not self._stopping:
            self.look()
            look_at = time.monotonic() + self._look_seconds
            while not self._stopping and (now := time.monotonic()) < look_at:
                self._watchdog.fed(now)
                if not self.read_what_is_due():
                    self._rest(min(look_at, self._due_at(look_at)) - now)
        self._watchdog.stopping()

    def _due_at(self, otherwise: float) -> float:
        upcoming = self._schedule.next()
        return upcoming[1].at if upcoming else otherwise

    def _rest(self, seconds: float) -> None:
        select.select([self._ended], [], [], max(0.0, seconds))

    def stop(self) -> None:
        """End the rounds, at once."""
        self._stopping = True
        self._reader.stop()
        os.write(self._end, b"x")

    def close(self) -> None:
        """Let go of what was opened."""
        os.close(self._ended)
        os.close(self._end)

    # Looking

    def look(self) -> None:
        """See what has changed: the clock, the settings, the switchboard."""
        clock = time.time() - time.monotonic()
        if abs(clock - self._clock) > JUMP_SECONDS:
            self._known.clear()
            self._schedule.all_at(time.monotonic())
        self._clock = clock
        self._look_at_switchboard()

    def _look_at_switchboard(self) -> None:
        """Another process than before has forgotten what was told; tell what is left to tell.

        What is to be read, the switchboard says; while nobody answers, it stays as it was.
        """
        try:
            info = self._client.ask("info").data.get("info")
            named, zone, graph = self._named()
        except ControlUnavailable as trouble:
            self._switchboard = None
            self._say("", str(trouble))
            return
        self._say("", "")
        self._take(named, zone, graph)
        pid = info.get("pid") if isinstance(info, Mapping) else None
        if pid != self._switchboard:
            self._untold = set(self._news)
            self._switchboard = pid
        for agent in sorted(self._untold):
            self._tell(agent)

    def _named(self) -> tuple[dict[str, CalendarAccess], ZoneInfo, GraphApp | None]:
        """Ask which calendars there are, some at a time; raises ControlUnavailable."""
        found: dict[str, CalendarAccess] = {}
        after: dict[str, str] = {}
        while True:
            answer = self._client.ask("calendars", **after)
            said: Any = answer.data.get("data")
            if not answer.ok or not isinstance(said, Mapping):
                raise ControlUnavailable(answer.words or "the switchboard names no calendars")
            found |= {name: CalendarAccess(**access) for name, access in said["calendars"].items()}
            if not said["more"]:
                graph = GraphApp(**said["graph"]) if said["graph"] else None
                return found, ZoneInfo(said["zone"]), graph
            after = {"after": max(said["calendars"])}

    def _take(
        self, named: Mapping[str, CalendarAccess], zone: ZoneInfo, graph: GraphApp | None
    ) -> None:
        if (zone, graph) != (self._zone, self._graph):
            self._zone, self._graph = zone, graph
            self._known.clear()
            self._schedule.all_at(time.monotonic())
        before = dict(self._schedule.calendars)
        self._schedule.name(named, time.monotonic())
        for agent, access in before.items():
            if named.get(agent) != access:
                for forgotten in (self._known, self._news, self._said):
                    forgotten.pop(agent, None)
        self._untold &= self._news.keys()

    # Reading

    def read_what_is_due(self) -> bool:
        """Read the calendar whose turn it is, and tell it; False if it is nobody's."""
        upcoming = self._schedule.next()
        if upcoming is None or upcoming[1].at > time.monotonic():
            return False
        self._read(upcoming[0], upcoming[1].access)
        return True

    def _read(self, agent: str, access: CalendarAccess) -> None:
        now = datetime.now(UTC)
        day, known = now.astimezone(self._zone).date(), self._known.get(agent)
        marks = known.outcome.marks if known and known.day == day else {}
        try:
            outcome = self._reader.read(Job(access, self._zone, now, marks, self._graph))
        except CalendarError as error:
            self._failed(agent, str(error), error.after_seconds)
            return
        if outcome.entries is None and known:
            outcome = known.outcome
        self._known[agent] = Known(outcome, day)
        self._schedule.read(agent, time.monotonic())
        self._say(agent, outcome.words)
        self._news[agent] = {
            "do": "calendar_read",
            "agent": agent,
            "entries": [entry_fields(entry) for entry in outcome.entries or ()],
            "read_at": now.isoformat(timespec="seconds"),
            "skipped": outcome.skipped,
            "mended": outcome.mended,
        }
        self._tell(agent)

    def _failed(self, agent: str, reason: str, after_seconds: float) -> None:
        if self._stopping:
            return
        self._schedule.failed(agent, time.monotonic(), after_seconds)
        self._say(agent, reason)
        self._news[agent] = {"do": "calendar_not_read", "agent": agent, "reason": reason}
        self._tell(agent)

    def _tell(self, agent: str) -> None:
        """Tell the newest of a calendar; who does not take it now, is told again."""
        try:
            answer = self._client.ask(**self._news[agent])
        except ControlUnavailable:
            self._untold.add(agent)
            return
        if answer.ok:
            self._untold.discard(agent)
        else:
            self._untold.add(agent)
            log.info("the switchboard did not take the calendar of %s: %s", agent, answer.words)

    def _say(self, agent: str, words: str) -> None:
        """Write into the log what is new."""
        if words and self._said.get(agent) != words:
            log.warning("%s", f"the calendar of {agent}: {words}" if agent else words)
        self._said[agent] = words

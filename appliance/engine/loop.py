"""The one loop: it polls SIP, fires timers, drains the inbox, and performs the commands."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

from appliance.common.where_it_failed import log_fault, where
from appliance.core.protocol.commands import Command, CorrectClock, KeepTime, StartTimer, StopTimer
from appliance.core.protocol.commands_fault import TellFault
from appliance.core.protocol.events import Event, TimerFired
from appliance.core.protocol.events_box import RuleFailed
from appliance.core.switchboard import Switchboard
from appliance.engine.clock import Clock
from appliance.engine.timers import Timers
from appliance.engine.watchdog import Watchdog

log = logging.getLogger(__name__)

LONGEST_POLL_SECONDS = 0.25
"""So long the loop sleeps when nothing happens; whatever happens wakes it at once."""

LOOK_FAILS_SECONDS = 5.0
"""How often a picture of the office that cannot be drawn counts as a failure."""

Performer = Callable[[Any], None]
"""Takes one command; which types it gets is settled by the wiring."""


class Telephone(Protocol):
    """What the loop needs of telephony between events."""

    def poll(self, seconds: float) -> None:
        """Handle SIP for so long at most; return as soon as something happened."""

    def tidy(self) -> None:
        """Do what can wait until all that has happened is dealt with; may put events."""

    def wake(self) -> None:
        """End the poll at once; from any thread."""


class Inbox:
    """Where events wait for the loop; every thread may put, the loop alone takes."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque()
        self._owner: int | None = None
        self._wake: Callable[[], None] = lambda: None

    def owned_by(self, wake: Callable[[], None]) -> None:
        """The calling thread is the loop's from now on; puts from others wake it by `wake`."""
        self._owner = threading.get_ident()
        self._wake = wake

    def put(self, event: Event) -> None:
        """Add an event; wakes the loop if it comes from another thread."""
        self._events.append(event)
        if threading.get_ident() != self._owner:
            self._wake()

    def __bool__(self) -> bool:
        """Whether an event waits."""
        return bool(self._events)

    def take(self) -> Event | None:
        """The oldest event, or None."""
        return self._events.popleft() if self._events else None


class Loop:
    """Owns the switchboard; everything in it happens on one thread."""

    def __init__(
        self,
        switchboard: Switchboard,
        telephone: Telephone,
        inbox: Inbox,
        performers: Mapping[type, Performer],
        clock: Clock | None = None,
        watchdog: Watchdog | None = None,
    ) -> None:
        self.timers = Timers()
        self.clock = clock or Clock()
        self._watchdog = watchdog or Watchdog({})
        self._switchboard = switchboard
        self._telephone = telephone
        self._inbox = inbox
        self._performers: dict[type, Performer] = {
            StartTimer: self._start_timer,
            StopTimer: lambda command: self.timers.stop(command.timer),
            KeepTime: lambda command: self.clock.keep(command.zone),
            TellFault: lambda command: log_fault(command.about, command.error),
            CorrectClock: lambda command: self.clock.correct(command.seconds),
            **performers,
        }
        self._stopping = False
        self._look_fails_again = 0.0

    def run(self) -> None:
        """Turn until `stop` is called; not at all if it was called before."""
        self._inbox.owned_by(self._telephone.wake)
        self._watchdog.ready()
        while not self._stopping:
            self.turn()
            self._watchdog.fed(self.clock.now().monotonic)
        self._watchdog.stopping()

    def stop(self) -> None:
        """End `run` after the turn under way; from a signal handler or any thread."""
        self._stopping = True
        self._telephone.wake()

    def turn(self) -> None:
        """One round: what has come in, what is due, then SIP until the next thing happens."""
        happened = self._drain()
        for timer in self.timers.due(self.clock.now().monotonic):
            self._handle(TimerFired(timer))
            happened = True
        if self._drain() or happened or self._switchboard.behind:
            self._look()
        self._telephone.tidy()
        wait = self.timers.seconds_to_next(self.clock.now().monotonic, LONGEST_POLL_SECONDS)
        at_once = self._inbox or self._switchboard.behind
        self._telephone.poll(0.0 if at_once else wait)

    def _drain(self) -> bool:
        happened = False
        while (event := self._inbox.take()) is not None:
            self._handle(event)
            happened = True
        return happened

    def _look(self) -> None:
        now = self.clock.now()
        looked = self._perform_all(partial(self._switchboard.look, now), "a look")
        if not looked and now.monotonic >= self._look_fails_again:  # not at every turn
            self._look_fails_again = now.monotonic + LOOK_FAILS_SECONDS
            self._inbox.put(RuleFailed())

    def _handle(self, event: Event) -> None:
        rule = partial(self._switchboard.handle, event, self.clock.now())
        self._perform_all(rule, type(event).__name__)

    def _perform_all(self, rule: Callable[[], list[Command]], about: str) -> bool:
        """A fault that the switchboard itself did not stop is logged, and the telephone goes on."""
        try:
            commands = rule()
        except Exception as error:
            log_fault(about, error)
            return False
        for command in commands:
            self._perform(command)
        return True

    def _perform(self, command: Command) -> None:
        try:
            self._performers[type(command)](command)
        except Exception as error:
            log.error("could not perform %s:\n%s", type(command).__name__, where(error))

    def _start_timer(self, command: StartTimer) -> None:
        self.timers.start(command.timer, self.clock.now().monotonic + command.seconds)

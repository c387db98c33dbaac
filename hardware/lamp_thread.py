"""The thread of one bank of lamps, which blinks by the clock that all banks share."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from hardware.device_thread import DeviceThread, Stall
from hardware.lamp_banks import LampBank
from hardware.lamps import (
    FRESH_TICKS,
    TICK_SECONDS,
    blinks,
    first_levels,
    levels,
    step_of_test,
    ticks_to_change,
)
from hardware.mailbox import Mailbox

Clock = Callable[[], float]


@dataclass(frozen=True)
class Wanted:
    """What all lamps are to show: patterns by name, and a lamp test (its start and length in s).

    `since`: the tick in which a lamp got its pattern.
    """

    patterns: Mapping[str, str] = field(default_factory=dict)
    since: Mapping[str, int] = field(default_factory=dict)
    test_from: float = 0.0
    test_seconds: float = 0.0

    def pattern(self, name: str, now: float) -> str:
        """Return what one lamp shows now: "logged_out" (dark) for a name that has no pattern."""
        step = step_of_test(now - self.test_from, self.test_seconds)
        return step or self.patterns.get(name, "logged_out")

    def showing(self, patterns: Mapping[str, str], now: float) -> "Wanted":
        """Return the same with other patterns from now on."""
        tick = int(now / TICK_SECONDS)
        since = {
            name: self.since.get(name, tick) if pattern == self.patterns.get(name) else tick
            for name, pattern in patterns.items()
        }
        return replace(self, patterns=dict(patterns), since=since)

    def levels(self, name: str, now: float) -> tuple[bool, bool]:
        """Return whether red and green of one lamp burn now."""
        tick, pattern = int(now / TICK_SECONDS), self.pattern(name, now)
        fresh = name in self.since and tick - self.since[name] < FRESH_TICKS
        return first_levels(pattern) if fresh else levels(pattern, tick)

    def fresh(self, names: Iterable[str], now: float) -> bool:
        """Whether one of these lamps got a pattern just now that will blink."""
        oldest = int(now / TICK_SECONDS) - FRESH_TICKS
        return any(
            self.since.get(name, oldest) > oldest and blinks(self.pattern(name, now))
            for name in names
        )

    def testing(self, now: float) -> bool:
        """Whether the lamp test is going on."""
        return step_of_test(now - self.test_from, self.test_seconds) is not None


class LampThread:
    """Drive the lamps of one bank; `put` never waits.

    The tick is counted from the clock, not from a start: banks with the same clock blink in step
    although none waits for another.
    """

    def __init__(
        self,
        names: Iterable[str],
        open_bank: Callable[[], AbstractContextManager[LampBank]],
        *,
        device: str,
        lost: Callable[[str], None],
        found: Callable[[], None],
        retry_seconds: float,
        clock: Clock,
        stall: Stall,
        verify_seconds: float | None = None,
    ) -> None:
        self._names = tuple(names)
        self._clock = clock
        self._verify_seconds = verify_seconds
        self._wanted = Wanted()
        self._mailbox: Mailbox[Wanted] = Mailbox()
        self._thread = DeviceThread(
            device,
            self._mailbox,
            open_device=open_bank,
            serve=self._serve,
            lost=lost,
            found=found,
            retry_seconds=retry_seconds,
            stall=stall,
        )
        self._thread.start()

    def put(self, wanted: Wanted) -> None:
        """Show this from now on."""
        self._mailbox.put(wanted)

    def close(self) -> None:
        """Put the lamps out and let the pins go."""
        self._thread.close()

    def _serve(self, bank: LampBank, working: Callable[[], None]) -> None:
        pause: float | None = 0.0
        verified = self._clock()
        while not self._mailbox.closed:
            newest = self._mailbox.take(pause)
            if newest is not None:
                self._wanted = newest
            now = self._clock()
            bank.write(self._levels(now))
            if self._verify_seconds is not None and now - verified >= self._verify_seconds:
                bank.verify()
                verified = now
            working()
            pause = self._pause(now)

    def _levels(self, now: float) -> dict[str, tuple[bool, bool]]:
        return {name: self._wanted.levels(name, now) for name in self._names}

    def _pause(self, now: float) -> float | None:
        """Return the seconds until a lamp changes or is to be verified; None is for ever."""
        due = [] if self._verify_seconds is None else [now + self._verify_seconds]
        tick = int(now / TICK_SECONDS)
        patterns = {self._wanted.pattern(name, now) for name in self._names}
        every_tick = self._wanted.testing(now) or self._wanted.fresh(self._names, now)
        steps = 1 if every_tick else ticks_to_change(patterns, tick)
        if steps is not None:
            due.append((tick + steps) * TICK_SECONDS)
        return max(0.0, min(due) - self._clock()) if due else None

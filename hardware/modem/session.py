"""One sitting at an open port: ask and wait for the answer, while mail is heard at once."""

import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from hardware.modem.at import (
    Accepted,
    Answer,
    Dialogue,
    Outcome,
    Refused,
    Restarted,
    Resynchronised,
    SubmitOutcome,
    Timings,
    Uncertain,
    Unresponsive,
    Unsolicited,
)
from hardware.modem.pdu import SubmitPart
from hardware.modem.port import ModemSilent, ModemTrouble, Port

Wanted = TypeVar("Wanted", bound=Outcome)


class Stopped(Exception):
    """The owner wants its thread back."""


class Session:
    """Runs a Dialogue over a Port; every wait also calls `on_mail` when the mailbox fills.

    ModemTrouble ends a session, and so does Stopped once `stop` was called. A submission under
    way has until the given time to end by itself, and always returns an outcome.
    """

    def __init__(
        self,
        port: Port,
        mail: int,
        timings: Timings,
        *,
        on_mail: Callable[[], None],
        on_unsolicited: Callable[[Unsolicited], None],
    ) -> None:
        self._port = port
        self._mail = mail
        self._dialogue, self.timings = Dialogue(timings), timings
        self._on_mail = on_mail
        self._on_unsolicited = on_unsolicited
        self._outcomes: deque[Outcome] = deque()
        self._trouble: ModemTrouble | None = None
        self._stop_at: float | None = None
        self._ticked = time.monotonic()

    def stop(self, grace_seconds: float) -> None:
        """End the session: at once, or within the grace when an SMS is being handed over."""
        self._stop_at = time.monotonic() + grace_seconds

    def resync(self) -> None:
        """Bring the modem to a known state; ModemTrouble when it does not answer."""
        self._dialogue.resync()
        self._await(Resynchronised)

    def ask(
        self, command: str, seconds: float | None = None, *, every_line: bool = False
    ) -> Answer:
        """Run one command and return its answer, which may be an error (see Dialogue.command)."""
        self._give_way()
        self._settle()
        self._dialogue.command(command, seconds, every_line=every_line)
        return self._await(Answer)

    def submit(self, part: SubmitPart) -> SubmitOutcome:
        """Hand one part over and return what became of it; raises only before it began."""
        self._settle()
        self._dialogue.submit(part)
        while not isinstance(found := self._take(Accepted, Refused, Uncertain), SubmitOutcome):
            if self._overdue():
                self._outcomes += self._dialogue.lost("the switchboard stopped")
                with suppress(ModemTrouble):
                    self._write()
            else:
                self._pump(self._stop_at)
        return found

    def rest(self, seconds: float) -> None:
        """Let unsolicited lines in; returns when some came, when mail came or the time is over."""
        self._give_way()
        if not self._outcomes and self._dialogue.idle:
            self._pump(time.monotonic() + seconds)
        self._settle()

    def pause(self, seconds: float) -> None:
        """Let the whole time go by, or less when the owner wants its thread back."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.rest(left)

    def _settle(self) -> None:
        """Finish what an earlier command left behind, so that its answer cannot be ours."""
        while not self._dialogue.idle:
            self._await(Resynchronised)
        self._take()
        if self._trouble is not None:
            raise self._trouble

    def _await(self, wanted: type[Wanted]) -> Wanted:
        while not (found := self._take(wanted)):
            self._give_way()
            self._pump(None)
        return found

    def _give_way(self) -> None:
        if self._stop_at is not None:
            raise Stopped
        if self._trouble is not None:
            raise self._trouble

    def _overdue(self) -> bool:
        return self._stop_at is not None and time.monotonic() >= self._stop_at

    def _take(self, *wanted: type[Wanted]) -> Wanted | None:
        """Handle outcomes in order, up to and with the first one that is wanted."""
        while self._outcomes:
            outcome = self._outcomes.popleft()
            if isinstance(outcome, wanted):
                return outcome
            match outcome:
                case Unsolicited():
                    self._on_unsolicited(outcome)
                case Restarted():
                    raise ModemTrouble("The modem restarted: check its power if this comes back.")
                case Unresponsive():
                    raise ModemSilent(
                        "The modem does not answer: restart it, and check port and speed."
                    )
        return None

    def _pump(self, until: float | None) -> None:
        """Write what is due, wait once, and let bytes, time and mail have their effect."""
        try:
            self._write()
            data = self._port.wait(self._mail, self._patience(until))
            self._outcomes += self._dialogue.feed(data) + self._tick()
            self._write()
        except ModemTrouble as trouble:
            self._trouble = trouble
            self._outcomes += self._dialogue.lost("the port was lost")
            if not self._outcomes:
                raise
        self._on_mail()

    def _write(self) -> None:
        if data := self._dialogue.outgoing():
            self._port.write(data)

    def _patience(self, until: float | None) -> float | None:
        now = time.monotonic()
        waits = [self._dialogue.seconds_left, until - now if until is not None else None]
        return min((wait for wait in waits if wait is not None), default=None)

    def _tick(self) -> list[Outcome]:
        now = time.monotonic()
        elapsed, self._ticked = now - self._ticked, now
        return self._dialogue.tick(elapsed)

"""Whether the page goes on serving, as systemd hears of it: else it is started anew."""

from __future__ import annotations

from collections.abc import Callable

from appliance.engine.watchdog import Watchdog


class Progress:
    """Feeds the watchdog while the page accepts connections and answers what waits."""

    def __init__(self, watchdog: Watchdog, waiting: Callable[[], int]) -> None:
        """`waiting` tells how many whole requests nobody has begun to answer."""
        self._watchdog, self._waiting = watchdog, waiting
        self._answered = self._seen = 0

    def answered(self) -> None:
        """One request more is answered; from any thread."""
        self._answered += 1

    def went_round(self, now: float) -> None:
        """The thread that accepts connections has looked at all of them; from that one alone.

        Where requests wait and none is answered between two rounds, all others hang.
        """
        answered = self._answered
        if not self._waiting() or answered != self._seen:
            self._watchdog.fed(now)
        self._seen = answered

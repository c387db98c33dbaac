"""From where the internet sees us: STUN servers are asked on a thread of their own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping

from appliance.telephony.network.stun import seen_from

log = logging.getLogger(__name__)

ASK_SECONDS = 60.0
"""A router may get another address at any time, in many places every night."""


class Reflections:
    """What each server sees. `changed` is called, on the other thread, when that is known anew."""

    def __init__(self, changed: Callable[[], None], ask_seconds: float = ASK_SECONDS) -> None:
        self._changed = changed
        self._ask_seconds = ask_seconds
        self._servers: frozenset[str] = frozenset()
        self._seen: Mapping[str, str] = {}
        self._work = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None

    def ask(self, servers: Iterable[str]) -> None:
        """From now on ask these."""
        self._servers = frozenset(filter(None, servers))
        if not self._servers:
            return
        self._work.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="stun", daemon=True)
            self._thread.start()

    def by(self, server: str) -> str:
        """The address that this server saw last; "" as long as nobody knows."""
        return self._seen.get(server, "")

    def stop(self) -> None:
        """Ask nobody any more; a question under way ends by itself."""
        self._stopping = True
        self._work.set()

    def _run(self) -> None:
        while not self._stopping:
            self._work.wait(self._ask_seconds)
            self._work.clear()
            if not self._stopping:
                self._look()

    def _look(self) -> None:
        # A server that is away for a moment has not moved us.
        seen = {server: _seen_by(server) or self.by(server) for server in self._servers}
        if seen != self._seen:
            self._seen = seen
            self._changed()


def _seen_by(server: str) -> str:
    try:
        return seen_from(server)
    except (OSError, ValueError) as error:
        log.warning("the STUN server %s cannot be asked: %s", server, error)
        return ""

"""The requests that wait for the switchboard's answer, each with its asker and its last moment."""

import itertools
from dataclasses import asdict, dataclass
from typing import Any

from appliance.control.peer import Peer


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked, and until when (monotonic seconds) the answer is worth waiting for."""

    peer: Peer
    until: float


class OpenRequests:
    """Draws the ids of requests and brings each answer to its asker, once."""

    def __init__(self, patience: float, socket: str = "control") -> None:
        self._patience, self._socket = patience, socket
        self._numbers = itertools.count(1)
        self._asked: dict[str, Asked] = {}

    def new_id(self) -> str:
        """Return an id that no request of this process has had."""
        return f"{self._socket}-{next(self._numbers)}"

    def open(self, id: str, peer: Peer, now: float) -> None:
        """Let `peer` wait for the answer to `id`."""
        peer.open_requests += 1
        self._asked[id] = Asked(peer, now + self._patience)

    def answer(self, id: str, ok: bool, words: str, data: Any = None) -> None:
        """Answer whoever waits; an answer that comes too late finds nobody.

        `data` is a dataclass that JSON can carry.
        """
        if asked := self._asked.pop(id, None):
            asked.peer.open_requests -= 1
            more = {"data": asdict(data)} if data else {}
            asked.peer.say({"ok": ok, "words": words, **more})

    def answer_late(self, now: float) -> None:
        """Tell those whose time is over that no answer came."""
        for id in [id for id, asked in self._asked.items() if asked.until <= now]:
            self.answer(id, False, "the switchboard did not answer")

    @property
    def next_due(self) -> float | None:
        """When the first of them has waited long enough; they were asked in this order."""
        return next((asked.until for asked in self._asked.values()), None)

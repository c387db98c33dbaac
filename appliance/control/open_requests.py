"""The requests that wait for the switchboard's answer, each with its asker and its last moment."""

import itertools
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from appliance.control.peer import Peer
from appliance.control.verdict_line import answer_of, packed
from appliance.core.model.verdict import Refused, refused
from appliance.core.protocol.commands import Reply


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

    def answer(self, reply: Reply) -> None:
        """Answer whoever waits; an answer that comes too late finds nobody.

        Its `data` is a dataclass that JSON can carry.
        """
        data: Any = reply.data
        more = packed(reply.verdict) | ({"data": asdict(data)} if data else {})
        self._say(reply.request, {"ok": reply.ok, "words": reply.words, **more})

    def answer_late(self, now: float) -> None:
        """Tell those whose time is over that no answer came."""
        for id in [id for id, asked in self._asked.items() if asked.until <= now]:
            self._say(id, answer_of(refused(Refused.NO_ANSWER)))

    def _say(self, id: str, answer: Mapping[str, object]) -> None:
        if asked := self._asked.pop(id, None):
            asked.peer.open_requests -= 1
            asked.peer.say(answer)

    @property
    def next_due(self) -> float | None:
        """When the first of them has waited long enough; they were asked in this order."""
        return next((asked.until for asked in self._asked.values()), None)

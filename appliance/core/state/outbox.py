"""The rows of the outbox, sorted by what is to become of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from appliance.core.model.ids import Moment, Sms, SmsId, SmsPriority, SmsState

Rows = Mapping[SmsId, Sms]
NO_ROWS: Rows = {}


@dataclass(frozen=True, slots=True)
class Tally:
    """Parts that went out on a day, in all and to each number."""

    day: date | None = None
    parts: int = 0
    to: Mapping[str, int] = field(default_factory=dict)

    def on(self, now: Moment) -> Tally:
        """The tally of this day; a new day starts from nothing."""
        today = now.wall.date()
        return self if self.day in (None, today) else Tally(today)

    def with_sent(self, row: Sms, now: Moment) -> Tally:
        """The tally after a row has gone to the modem."""
        today = self.on(now)
        to = {**today.to, row.number: today.to.get(row.number, 0) + row.parts}
        return Tally(now.wall.date(), today.parts + row.parts, to)


@dataclass(frozen=True, slots=True)
class Outbox:
    """Every row that somebody may still ask about.

    `lanes` wait or are with the modem, oldest first; `failed` and `doubtful` wait for a person,
    `sent` for their delivery reports. `saving` are on their way to the disk, `changed_again`
    must go there once more. Held back are those that rest after a failure (`resting`) and those
    to numbers that had theirs today (`enough`). `looked`: nothing can be sent until something
    changes; `used_up`: because the day's SMS are used up. `stopped` numbers get only replies.
    `delivered` counts those that a telephone has confirmed since the start.
    """

    lanes: Mapping[SmsPriority, Rows] = field(default_factory=dict)
    sending: Rows = field(default_factory=dict)
    failed: Rows = field(default_factory=dict)
    doubtful: Rows = field(default_factory=dict)
    sent: Rows = field(default_factory=dict)
    saving: frozenset[SmsId] = frozenset()
    changed_again: Rows = field(default_factory=dict)
    resting: frozenset[SmsId] = frozenset()
    enough: frozenset[str] = frozenset()
    stopped: frozenset[str] = frozenset()
    tally: Tally = field(default_factory=Tally)
    delivered: int = 0
    modem: bool = False
    looked: bool = False
    used_up: bool = False

    @classmethod
    def of(cls, rows: Iterable[Sms]) -> Outbox:
        """An outbox of rows in the order of their promises."""
        return cls().having(rows)

    @property
    def unsent(self) -> int:
        """How many SMS are promised and not sent, those in doubt included."""
        waiting = sum(map(len, self.lanes.values()))
        return waiting + len(self.failed) + len(self.doubtful)

    def row(self, sms: SmsId) -> Sms | None:
        """The row of an SMS, wherever it stands; a settled one is gone."""
        places = (self.sending, self.failed, self.doubtful, self.sent, *self.lanes.values())
        return next((place[sms] for place in places if sms in place), None)

    def having(self, rows: Iterable[Sms]) -> Outbox:
        """The outbox in which these rows stand where their state says.

        A row under way keeps its place in the lane, so that it is no later in it if it fails.
        """
        drafts = _Drafts(self)
        for row in rows:
            drafts.put(row)
        return replace(self, **drafts.changes(), looked=False)


PLACES = {
    SmsState.SENDING: "sending",
    SmsState.FAILED: "failed",
    SmsState.MAYBE: "doubtful",
    SmsState.SENT: "sent",
}


class _Drafts:
    """Copies of those places that change, each made once."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._places: dict[str, dict[SmsId, Sms]] = {}
        self._lanes: dict[SmsPriority, dict[SmsId, Sms]] = {}

    def put(self, row: Sms) -> None:
        """Move a row to where it belongs."""
        self._take_out(row)
        if row.state in (SmsState.QUEUED, SmsState.SENDING):
            self._lane(row.priority)[row.id] = row
        place = PLACES.get(row.state)
        gone = row.settled or (row.state is SmsState.SENT and not row.unreported)
        if place and not gone:
            self._place(place)[row.id] = row

    def changes(self) -> dict[str, Any]:
        """What is to be replaced in the outbox."""
        lanes = {**self._outbox.lanes, **self._lanes} if self._lanes else self._outbox.lanes
        return {**self._places, "lanes": lanes}

    def _take_out(self, row: Sms) -> None:
        for place in PLACES.values():
            if row.id in self._now(place):
                del self._place(place)[row.id]
        waits = row.state in (SmsState.QUEUED, SmsState.SENDING)
        if not waits and row.id in self._lane_now(row.priority):
            del self._lane(row.priority)[row.id]

    def _now(self, place: str) -> Rows:
        rows: Rows = getattr(self._outbox, place)
        return self._places.get(place, rows)

    def _place(self, place: str) -> dict[SmsId, Sms]:
        if place not in self._places:
            self._places[place] = dict(getattr(self._outbox, place))
        return self._places[place]

    def _lane_now(self, priority: SmsPriority) -> Rows:
        return self._lanes.get(priority, self._outbox.lanes.get(priority, NO_ROWS))

    def _lane(self, priority: SmsPriority) -> dict[SmsId, Sms]:
        if priority not in self._lanes:
            self._lanes[priority] = dict(self._outbox.lanes.get(priority, NO_ROWS))
        return self._lanes[priority]

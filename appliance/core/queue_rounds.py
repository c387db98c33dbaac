"""Who waits gets what can be done for them now: rounds of moves, until there are none."""

from __future__ import annotations

from functools import partial

from appliance.core import amends
from appliance.core.calls import (
    offering,
    queue,
    serving,
    waiting,
)
from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment
from appliance.core.protocol.commands import (
    Command,
)
from appliance.core.staff import presence
from appliance.core.state.call import Waiting
from appliance.core.state.stirred import ALL, NOTHING
from appliance.core.whole_or_not import WholeOrNot

MOST_ROUNDS = 20
"""A call passes through fewer loops than this at once; a mistake shall not stop the telephone."""


class QueueRounds(WholeOrNot):
    """Serves those who wait, after every event."""

    def _serve_waiting(self, now: Moment) -> list[Command]:
        """Do for the waiting what can be done now; a call that overflows may be served at once."""
        commands: list[Command] = []
        for _ in range(MOST_ROUNDS):
            moves: list[queue.Move] = []
            commands += self._whole("queue", partial(self._look_for_moves, moves, now))
            if not moves:
                break
            for move in moves:
                commands += self._moved(move, now)
            if all(isinstance(move, queue.OfferTo) for move in moves):
                break  # only a call that was sent elsewhere may have more to come at once
        return commands

    def _look_for_moves(self, found: list[queue.Move], now: Moment) -> list[Command]:
        found += self._next_moves(now)
        return []

    def _moved(self, move: queue.Move, now: Moment) -> list[Command]:
        """Do for a caller what can be done; after a fault they wait on, or leave a message."""
        todo, amend = partial(self._move, move, now), partial(self._not_moved, move, now)
        return self._whole(type(move).__name__, todo, amend, partial(self._cut_off, move.call, now))

    def _not_moved(self, move: queue.Move, now: Moment) -> list[Command]:
        call = self.picture.calls[move.call]
        if isinstance(move, queue.OfferTo) and isinstance(call.phase, Waiting):
            return self._left(call, amends.not_offered(call, call.phase, move.agent), now)
        return self._left(call, amends.onward(call, now), now)

    def _next_moves(self, now: Moment) -> tuple[queue.Move, ...]:
        """What those get for whom something has changed since the round before."""
        if not self.picture.calls.queue:
            return ()
        before = presence.with_calendars(self.picture, now)
        roomier = before.crowded and before.calls.room > 0
        stirred = ALL if roomier else before.unserved
        staff, kept = presence.staff_known(before), before.calls.kept
        hunting = before.hunting.after(before.unserved, before.directory, staff, kept)
        served = serving.serve(before.calls, hunting, stirred)
        crowded = served.crowded or (before.crowded and not roomier)
        self.picture = changed(before, unserved=NOTHING, crowded=crowded, hunting=hunting)
        return served.moves

    def _move(self, move: queue.Move, now: Moment) -> list[Command]:
        call = self.picture.calls[move.call]
        assert isinstance(call.phase, Waiting)
        match move:
            case queue.OfferTo(agent=agent):
                self.picture = self.picture.with_rung(agent, now)
                step = offering.offer(call, call.phase, agent, now)
            case queue.CannotServe(why=why, n=n, empty=empty):
                step = waiting.overflow(call, call.phase, why, now, n=n, empty=empty)
        return self._step(call.id, step, now)

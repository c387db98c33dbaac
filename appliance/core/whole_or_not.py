"""The picture of the office, which a rule changes whole or not at all; calls go on all the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from appliance.core import amends, house_amends
from appliance.core.box import crash_guard
from appliance.core.calls import (
    recorded_talks,
    too_late,
)
from appliance.core.calls import (
    waiting_time as estimate,
)
from appliance.core.model.frozen import changed
from appliance.core.model.ids import CallId, Moment
from appliance.core.model.trial import NoteFailure
from appliance.core.protocol.commands import (
    Command,
    Reject,
)
from appliance.core.protocol.commands_fault import TellFault
from appliance.core.protocol.events import (
    CallArrived,
    Event,
    Saved,
    SaveFailed,
)
from appliance.core.protocol.replies import reply_to
from appliance.core.state import staff
from appliance.core.state.call import Call, Step, call_of
from appliance.core.state.picture import Picture

SERVER_ERROR = 500
"""RFC 3261 section 21.5.1."""

Rule = Callable[[], list[Command]]


class WholeOrNot:
    """Holds the picture between events; a rule with a fault leaves it as it was, and is told of."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture

    def _whole(self, about: str, *rules: Rule, times: int = 1) -> list[Command]:
        """What the first of these rules does that does not fail; what failed has done nothing."""
        told: list[Command] = []
        for rule in rules:
            before = self.picture
            try:
                return told + rule()
            except Exception as error:
                self.picture = crash_guard.with_fault(before, about)
                told += [TellFault(about, error), *([] if told else [NoteFailure(times)])]
        return told

    def _about_event(self, event: Event, now: Moment, rule: Rule) -> list[Command]:
        """What a rule does about an event, or what must be done instead."""
        name, times = amends.name_in(event), crash_guard.failures(event)
        amend, cut = partial(self._amended, event, now), partial(self._cut_off, name, now, event)
        return self._whole(type(event).__name__, rule, amend, cut, times=times)

    def _amended(self, event: Event, now: Moment) -> list[Command]:
        """The call of an event goes on, or its part of the house; who asked learns of it."""
        replies = reply_to(getattr(event, "request", None), crash_guard.REFUSED)
        call = self.picture.calls.get(call_of(amends.name_in(event)))
        if call is None or isinstance(event, Saved | SaveFailed):
            replies += self._taken(house_amends.amended(self.picture, event, now))
        return replies + (self._left(call, amends.amended(call, event, now), now) if call else [])

    def _left(self, call: Call, step: Step, now: Moment) -> list[Command]:
        """As `_step`, with nothing that is not needed for the call."""
        kept = {*self.picture.calls.kept_by(call.id)}
        self.picture = self.picture.with_call(call.id, step[0])
        for agent in kept.difference(self.picture.calls.kept_by(call.id)):
            self.picture = self.picture.with_idle(agent, now)
        return step[1]

    def _cut_off(self, name: str, now: Moment, event: Event | None = None) -> list[Command]:
        """Nothing has helped: the call is over."""
        call = self.picture.calls.get(call_of(name))
        if call is None:
            return [Reject(event.leg, SERVER_ERROR)] if isinstance(event, CallArrived) else []
        self.picture = too_late.cut_short(self.picture, call, event)
        over = self._left(call, (None, amends.cut_off(call, event, now)), now)
        if event and isinstance(event, Saved | SaveFailed):
            over += self._whole("promise", partial(self._amended_promise, event, now))
        return over

    def _amended_promise(self, event: Saved | SaveFailed, now: Moment) -> list[Command]:
        return self._taken(house_amends.amended(self.picture, event, now))

    def _taken(self, step: tuple[Picture, list[Command]]) -> list[Command]:
        """The office as a rule has left it."""
        self.picture, commands = step
        return commands

    def _step(self, name: str, step: Step, now: Moment) -> list[Command]:
        """Keep what became of a call, and note who has become free by it."""
        call_id = call_of(name)
        before = self.picture.calls.get(call_id)
        call, commands = step
        self.picture = self.picture.with_call(call_id, call)
        told = self._whole("pace", partial(self._noted_pace, call_id, call, now))
        self.picture = recorded_talks.begun(self.picture, call, commands, now)
        if before and (agent := _released(before, call)):
            self.picture = self.picture.with_idle(agent, now)
        return commands + told

    def _noted_pace(self, name: CallId, call: Call | None, now: Moment) -> list[Command]:
        pace = estimate.noted(self.picture.pace, name, call, now)
        self.picture = changed(self.picture, pace=pace)
        return []


def _released(before: Call, after: Call | None) -> str | None:
    """The agent who was kept by the call before the step, and is not any more."""
    kept = staff.kept_by(before)
    if not kept:
        return None
    return next(iter(kept.keys() - (staff.kept_by(after) if after else {})), None)

"""Transfers by REFER: the trunk that brought a call takes it back and connects it elsewhere."""

from __future__ import annotations

from appliance.core.calls import waiting
from appliance.core.calls.closing import finish
from appliance.core.model.ids import Disposition, Moment, Sound
from appliance.core.model.told import Cause, Told
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.commands import HangUp, Refer, StartTimer, StopTimer
from appliance.core.protocol.events_leg import Referred
from appliance.core.state.call import OUTSIDE, Call, Referring, Step, enter, noted, play, timer

PATIENCE_SECONDS = 60.0
"""So long the trunk may try; RFC 3515 lets it say nothing at all."""


def is_possible(call: Call, target: str) -> bool:
    """Whether the trunk that brought the call can be asked to transfer it there."""
    came_by = next((t for t in call.directory.every_trunk if t.id == call.trunk), None)
    by_it = came_by is not None and came_by.refer and call.called_back_on is None
    return by_it and target.startswith(OUTSIDE)


def refer(call: Call, loop: str, target: str) -> Step:
    """Ask the trunk; the caller hears the waiting sound meanwhile."""
    came_by = next(t for t in call.directory.every_trunk if t.id == call.trunk)
    call, sound = play(call, call.caller_leg, Sound.WAITING, loop=True)
    ask = Refer(call.caller_leg, f"sip:{target.removeprefix(OUTSIDE)}@{came_by.host}")
    limit = StartTimer(timer(call, "refer"), PATIENCE_SECONDS)
    return enter(call, Referring(loop, target), [ask, sound, limit])


def answered(call: Call, phase: Referring, event: Referred, now: Moment) -> Step:
    """Connected: let go. Refused: connect it ourselves. Failed: the caller is back in the loop."""
    stop = StopTimer(timer(call, "refer"))
    said = f"{event.code} {event.reason}".strip()
    if not event.accepted:
        call = noted(call, now, Told.REFER_REFUSED, answer=said)
        onward, commands = waiting.wait_for(call, phase.loop, phase.target, now)
    elif event.code // 100 == 2:
        call = noted(call, now, Told.REFER_DONE)
        onward, commands = finish(call, Disposition.PUT_THROUGH, now)
        commands.append(HangUp(call.caller_leg))
    else:
        onward, commands = _back(call, phase, Trouble(Cause.STATUS, {"said": said}), now)
    return onward, [stop, *commands]


def unanswered(call: Call, phase: Referring, now: Moment) -> Step:
    """The trunk has not said what became of it."""
    return _back(call, phase, Trouble(Cause.NO_WORD), now)


def caller_left(call: Call, now: Moment) -> Step:
    """The trunk took the call away, or the caller hung up: nobody can tell which."""
    onward, commands = finish(call, Disposition.PUT_THROUGH, now)
    return onward, [StopTimer(timer(call, "refer")), *commands]


def _back(call: Call, phase: Referring, why: Trouble, now: Moment) -> Step:
    """A transfer that failed gives the caller back to the loop, where anybody may take them."""
    return waiting.join(noted(call, now, Told.TRANSFER_FAILED, why=why), phase.loop, now)

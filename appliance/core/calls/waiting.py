"""Waiting in a loop: the sound, the place in the queue, overflow, and when we take a message."""

from __future__ import annotations

from appliance.core.calls import message, recording
from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment, Prompt, Sound
from appliance.core.model.told import Told
from appliance.core.protocol.commands import Command, HangUp, Play, StartTimer, StopTimer
from appliance.core.settings.directory import Directory
from appliance.core.settings.hours import closed_at
from appliance.core.settings.loops import Loop
from appliance.core.settings.partners import target_of
from appliance.core.state.call import (
    Call,
    Offer,
    Step,
    Waiting,
    enter,
    noted,
    play,
    ring_timer,
    timer,
)
from appliance.core.trunks.limits import offers_call_back
from appliance.core.words.spoken import spoken

TIMERS = ("wait", "again", "announce", "overflow")


def join(
    call: Call, loop: str, now: Moment, before: Waiting | None = None, *, first: str = ""
) -> Step:
    """The caller waits; the switchboard finds somebody free.

    `before` is the waiting in another loop that led here: its time counts as waited. `first` of
    the staff was asked for in person.
    """
    waits = call.directory.loops[loop]
    if wanted := call.directory.agents.get(first):
        call = noted(call, now, Told.WANTS_TO_SPEAK, who=wanted.name)
    call = noted(call, now, Told.WAITS, loop=waits.name, id=waits.id)
    since = before.since if before else now
    came_by = (*before.came_by, before.loop) if before else ()
    phase = Waiting(loop, since, came_by=came_by, first=first)
    if is_after_hours(call.directory, waits, now):
        return _after_hours(call, phase, now)
    return _queue_up(call, phase, waits)


def _queue_up(call: Call, phase: Waiting, waits: Loop) -> Step:
    """The caller hears that they wait, and the loop's times begin to run."""
    call, saying = _first_said(call, phase, waits)
    if not saying.loop:
        phase = changed(phase, announcing=saying.play)
    return enter(call, phase, [saying, *_timers_on(call, waits)])


def is_after_hours(directory: Directory, loop: Loop, now: Moment) -> bool:
    """Whether the loop's callers go elsewhere at this time; a clock that is not set decides
    nothing."""
    outside = loop.overflow.outside if loop.overflow else None
    return bool(outside and now.clock_set and closed_at(directory, outside, now.wall))


def _after_hours(call: Call, phase: Waiting, now: Moment) -> Step:
    """Nobody of the loop is rung at this time: another loop, the partner alone, or a message."""
    onward, commands = overflow(call, phase, Told.NO_HOURS, now)
    here = onward.phase if onward else None
    if onward is None or not (isinstance(here, Waiting) and here.loop == phase.loop):
        return onward, commands
    return _queue_up(onward, changed(here, after_hours=True), call.directory.loops[phase.loop])


def _first_said(call: Call, phase: Waiting, waits: Loop) -> tuple[Call, Play]:
    """What a caller hears first: that the talk will be recorded, the offer to be called back."""
    said = notice = recording.due(call, waits.id)
    if offers_call_back(call, phase):
        said = (*said, spoken("call_back_offer", call.language))
    if not said:
        return play(call, call.caller_leg, Sound.WAITING, loop=True)
    call, saying = play(call, call.caller_leg, said)
    return (changed(call, notice=saying.play) if notice else call), saying


def wait_for(call: Call, loop: str, target: str, now: Moment) -> Step:
    """The caller is transferred: waits for somebody certain, whose loop takes over on failure."""
    waits = call.directory.loops[loop]
    call, sound = play(call, call.caller_leg, Sound.WAITING, loop=True)
    limit = StartTimer(timer(call, "wait"), waits.wait_seconds)
    return enter(call, Waiting(loop, now, only=(target,)), [sound, limit])


def announce(call: Call, phase: Waiting, said: tuple[Prompt, ...]) -> Step:
    """Say how the caller stands, in the middle of the waiting sound."""
    again = StartTimer(timer(call, "announce"), _loop(call, phase).announce_seconds or 60.0)
    if recording.is_telling(call, phase):
        return call, [again]
    call, saying = play(call, call.caller_leg, said)
    return enter(call, changed(phase, announcing=saying.play), [saying, again])


def announced(call: Call, phase: Waiting) -> Step:
    """The place was heard: the waiting sound again."""
    call, sound = play(call, call.caller_leg, Sound.WAITING, loop=True)
    return enter(call, changed(phase, announcing=None), [sound])


def rested(call: Call, phase: Waiting) -> Step:
    """Those who did not answer may be rung again."""
    return enter(call, changed(phase, tried=frozenset()), [])


def overflow(
    call: Call, phase: Waiting, why: Told, now: Moment, *, n: int = 0, empty: bool = False
) -> Step:
    """The loop cannot serve this caller: another loop, the partner, or a message."""
    rule = _loop(call, phase).overflow
    if rule and empty and not rule.when_empty:
        rule = None
    call = noted(call, now, why, n=n or "")
    if rule and rule.loop and rule.loop not in (*phase.came_by, phase.loop):
        onward, commands = join(call, rule.loop, now, before=phase)
        return onward, [*stop_waiting(call, phase), *commands]
    if rule and target_of(_loop(call, phase)):
        return enter(call, changed(phase, overflowing=True), [])
    return give_up(call, phase, Told.NOBODY_CAN, now)


def give_up(call: Call, phase: Waiting, why: Told, now: Moment) -> Step:
    """Nobody can take the call in time: the caller leaves a message."""
    onward, commands = message.ask(noted(call, now, why), "leave_message", now)
    return onward, [*stop_waiting(call, phase), *commands]


def stop_waiting(call: Call, phase: Waiting) -> list[Command]:
    """End what belongs to the waiting: timers, and every telephone that rings for it."""
    return stop_offers(call, phase.offers) + [StopTimer(timer(call, name)) for name in TIMERS]


def stop_offers(call: Call, offers: tuple[Offer, ...]) -> list[Command]:
    """Let these telephones stop ringing."""
    stopped: list[Command] = []
    for offer in offers:
        stopped += [HangUp(offer.leg), StopTimer(ring_timer(call, offer.leg))]
    return stopped


def _timers_on(call: Call, loop: Loop) -> list[Command]:
    seconds = {
        "wait": loop.wait_seconds,
        "announce": loop.announce_seconds,
        "overflow": loop.overflow.after_seconds if loop.overflow else None,
    }
    return [StartTimer(timer(call, name), after) for name, after in seconds.items() if after]


def _loop(call: Call, phase: Waiting) -> Loop:
    return call.directory.loops[phase.loop]

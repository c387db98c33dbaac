"""What cannot be played or recorded: it is told, and the prompts are brought to memory anew."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment, TimerId
from appliance.core.prompts import every_prompt
from appliance.core.protocol.commands import Command, Prepare, StartTimer
from appliance.core.protocol.events import DeviceLost, PromptEnded, RecordingEnded
from appliance.core.state.picture import Picture
from appliance.core.state.readiness import Readiness

SPEECH, MESSAGES = "speech", "recording message"
"""The parts whose faults these are."""
AGAIN = TimerId("prepare")
LEAST_SECONDS = 60.0
"""A prompt that is not heard has all of them prepared, and not again before so long."""
LONGEST_SECONDS = 1800.0
"""What cannot be spoken is tried ever more rarely, at last so often."""

Step = tuple[Picture, list[Command]]


def heard(picture: Picture, event: PromptEnded | RecordingEnded, now: Moment) -> Step:
    """A prompt or a recording has ended, perhaps in a way that somebody must know of."""
    if isinstance(event, PromptEnded):
        return _unheard(picture, event, now) if event.problem else (picture, [])
    if event.problem:
        words = f"What a caller said was not recorded: {event.problem}"
        return picture.with_fault(MESSAGES, words), []
    healed = event.path and MESSAGES in picture.faults
    return (picture.with_fault(MESSAGES, "") if healed else picture), []


def told(picture: Picture, event: DeviceLost | None) -> Step:
    """All is prepared (None), or something cannot be: it is tried again later."""
    if event is None:
        return changed(picture, readiness=Readiness(picture.readiness.since)), []
    pause = picture.readiness.pause
    later = replace(picture.readiness, pause=min(2 * pause, LONGEST_SECONDS))
    return changed(picture, readiness=later), [StartTimer(AGAIN, pause)]


def prepared(picture: Picture, now: Moment) -> Step:
    """Everything that can be said is brought to memory, if something is amiss."""
    if SPEECH not in picture.faults:
        return picture, []
    since = replace(picture.readiness, since=now.monotonic)
    return changed(picture, readiness=since), [Prepare(every_prompt(picture.directory))]


def _unheard(picture: Picture, event: PromptEnded, now: Moment) -> Step:
    if SPEECH in picture.faults:
        return picture, []  # it is being seen to
    picture = picture.with_fault(SPEECH, f"A prompt was not heard: {event.problem}")
    early = picture.readiness.since + LEAST_SECONDS - now.monotonic
    return (picture, [StartTimer(AGAIN, early)]) if early > 0 else prepared(picture, now)

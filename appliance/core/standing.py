"""What a waiting caller is told at intervals: their place, and how long they will wait."""

from __future__ import annotations

from appliance.core import queue
from appliance.core.estimate import seconds_to_wait, wait_in_words
from appliance.core.model import Moment, Prompt
from appliance.core.office import Picture
from appliance.core.phases import Call, Waiting
from appliance.core.presence import staff_now
from appliance.core.wording import place_in_queue


def told(picture: Picture, call: Call, now: Moment) -> tuple[Prompt, ...]:
    """The sentences of one announcement."""
    assert isinstance(call.phase, Waiting)
    calls = picture.calls
    place = place_in_queue(call.language, queue.place(calls, call))
    if not call.directory.loops[call.phase.loop].announce_wait:
        return (place,)
    seconds = seconds_to_wait(call, calls, staff_now(picture, now), picture.pace, now)
    return place, wait_in_words(seconds, call.language)

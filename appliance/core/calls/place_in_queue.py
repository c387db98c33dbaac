"""What a waiting caller is told at intervals: their place, and how long they will wait."""

from __future__ import annotations

from appliance.core.calls import queue
from appliance.core.calls.waiting_time import seconds_to_wait, wait_in_words
from appliance.core.model.ids import Moment, Prompt
from appliance.core.staff.presence import staff_now
from appliance.core.state.call import Call, Waiting
from appliance.core.state.picture import Picture
from appliance.core.words.spoken import place_in_queue


def told(picture: Picture, call: Call, now: Moment) -> tuple[Prompt, ...]:
    """The sentences of one announcement."""
    assert isinstance(call.phase, Waiting)
    calls = picture.calls
    place = place_in_queue(call.language, queue.place(calls, call))
    if not call.directory.loops[call.phase.loop].announce_wait:
        return (place,)
    seconds = seconds_to_wait(call, calls, staff_now(picture, now), picture.pace, now)
    return place, wait_in_words(seconds, call.language)

"""Whoever was cut off by a power cut goes on sending sound: it must not reach the next call."""

from __future__ import annotations

from support.little_office import CALLER_SAYS, tone_seconds
from support.messages import hears, rings, speaks_message

STALE = 1900


def test_callers_from_before_a_power_cut_are_not_mixed_up_with_the_next_one(box, telephone):
    cut_off = [rings(telephone, box) for _ in range(4)]
    for call in cut_off:
        hears(call, "Nordlys.")
        call.send_tone(STALE)
    box.kill()
    box.start()

    heard_before = [len(call.heard_packets) for call in cut_off]
    call = speaks_message(telephone, box)
    hears(call, "message_taken")
    (message,) = box.messages()
    assert tone_seconds(box.recording(message), CALLER_SAYS) > 0.2
    assert tone_seconds(box.recording(message), STALE) == 0
    heard_after = [len(call.heard_packets) for call in cut_off]
    assert heard_after == heard_before, "they hear what is meant for the next caller"
    ports = {call.media.there.port for call in cut_off}
    assert call.media.there.port not in ports, "its sound goes where theirs still goes"

"""What could not be played or recorded is told, and what can be mended mends itself."""

from __future__ import annotations

from itertools import pairwise

import pytest
from support.world import World

from appliance.core.model.ids import LegId
from appliance.core.protocol import events as seen
from appliance.core.protocol.commands import Prepare
from appliance.core.words.trail import in_english

CALLER_LEG = LegId("c1")
GONE = "it is not there"


def is_not_heard(world: World, leg: LegId) -> None:
    play = world.playing.pop(leg)
    world.happens(seen.PromptEnded(leg, play.play, GONE))


def preparations(world: World) -> int:
    return sum(isinstance(command, Prepare) for command in world.done)


def test_a_prompt_that_is_not_heard_has_all_of_them_brought_to_memory_anew() -> None:
    world = World()
    world.passes(100)
    before = preparations(world)
    leg = world.rings()
    is_not_heard(world, leg)
    assert preparations(world) == before + 1
    assert f"A prompt was not heard: {GONE}" in world.view.details
    assert "Noen setninger kan ikke sies: se loggen." in world.view.faults
    second = world.rings(leg="c2")
    is_not_heard(world, second)
    assert preparations(world) == before + 1, "once is enough"
    world.happens(seen.DeviceFound("speech"))
    assert world.view.faults == ()


def test_what_stays_unheard_is_prepared_once_a_minute_and_no_more() -> None:
    world = World()
    before = preparations(world)
    for call in range(30):
        leg = world.rings(leg=f"c{call}")
        is_not_heard(world, leg)
        world.hangs_up(leg)
        world.happens(seen.DeviceFound("speech"))
        world.passes(10)
    assert preparations(world) - before <= 6


def test_what_cannot_be_prepared_is_tried_ever_more_rarely_until_it_can() -> None:
    world = World()
    times = []
    while world.seconds < 24 * 3600:
        before = preparations(world)
        world.happens(seen.DeviceLost("speech", "there is no room"))
        while preparations(world) == before:
            world.passes(10)
        times.append(world.seconds)
    pauses = [round(b - a) for a, b in pairwise(times)]
    assert pauses[:6] == [60, 120, 240, 480, 960, 1800]
    assert set(pauses[6:]) == {1800}
    world.happens(seen.DeviceFound("speech"))
    before = preparations(world)
    world.passes(7200)
    assert preparations(world) == before
    world.happens(seen.DeviceLost("speech", "there is no room"))
    world.passes(40)
    assert preparations(world) == before + 1


def speaks(world: World) -> None:
    world.rings()
    world.presses(CALLER_LEG, "4")
    world.hears_all(CALLER_LEG)
    world.hears_all(CALLER_LEG)
    assert world.recording == {CALLER_LEG}
    world.recording.clear()


@pytest.mark.parametrize("path", [None, "/run/c1.wav"], ids=["nothing", "a part"])
def test_a_message_that_was_not_recorded_to_its_end_is_not_promised(path: str | None) -> None:
    world = World()
    speaks(world)
    world.happens(seen.RecordingEnded(CALLER_LEG, path, 1.0 if path else 0.0, "no room"))
    world.disk_takes_all()
    assert "Vi kunne ikke lagre beskjeden din" in world.hears(CALLER_LEG)
    assert "En beskjed ble ikke tatt opp: ring tilbake." in world.view.faults
    [message] = world.messages()
    [sms] = world.outbox()
    assert (message.recording, sms.number) == (path, "+4710000011")
    world.hears_all(CALLER_LEG)
    world.disk_takes_all()
    assert any("no room" in in_english(step) for step in world.calls()[0].trail)


def test_the_next_message_that_is_recorded_ends_the_fault() -> None:
    world = World()
    speaks(world)
    world.happens(seen.RecordingEnded(CALLER_LEG, None, 0.0, "no room"))
    world.hangs_up(CALLER_LEG)
    speaks(world)
    world.happens(seen.RecordingEnded(CALLER_LEG, "/run/c1.wav", 3.0))
    assert world.view.faults == ()
    world.disk_takes_all()
    assert "mottatt" in world.hears(CALLER_LEG)


def test_who_says_nothing_and_hangs_up_is_no_fault() -> None:
    world = World()
    speaks(world)
    world.happens(seen.RecordingEnded(CALLER_LEG, None, 0.0))
    assert world.view.faults == ()

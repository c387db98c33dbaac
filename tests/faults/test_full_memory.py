"""Memory without room, where the prompts, the recordings, and the sockets lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.little_office import CALLER_SAYS, NORDLYS_SMS, TONE, tone_seconds
from support.messages import hears, is_served, rings, speaks_message
from support.patience import PATIENCE
from support.running_box import RunningBox, trail
from support.small_disk import fill, mounted

from appliance.probe.telephone import ProbeCall, Telephone

CALL_BACK = "En beskjed ble ikke tatt opp: ring tilbake."


@pytest.fixture
def small_memory(memory: Path) -> Iterator[Path]:
    """The box's folder of what does not outlive it, of 6 MB."""
    with mounted(memory / "run", "6m") as run:
        yield run


def is_speaking(telephone: Telephone, box: RunningBox, seconds: float) -> ProbeCall:
    """A caller who has spoken for so long into a message, and goes on."""
    call = rings(telephone, box)
    call.press("4")
    assert call.hear(TONE, 0.3, PATIENCE), call.history
    call.send_tone(CALLER_SAYS)
    call.wait_for("ended", seconds)
    return call


def test_what_cannot_be_recorded_is_not_promised_and_the_firm_learns_who_rang(
    small_memory: Path, make_box, telephone
) -> None:
    box = make_box()
    filler = fill(small_memory)
    is_served(telephone, box)
    hears(speaks_message(telephone, box, seconds=1.0), "message_lost")
    box.shows(lambda view: CALL_BACK in view["faults"])
    sms = box.modem.wait_for_sms(PATIENCE)
    assert (sms.number, "10 00 00 77 ringte" in sms.text) == (NORDLYS_SMS, True)
    filler.unlink()
    hears(speaks_message(telephone, box, seconds=1.0), "message_taken")
    box.shows(lambda view: not view["faults"])
    assert tone_seconds(box.recording(box.messages()[0]), CALLER_SAYS) > 0.5
    assert "could not perform" not in box.log


def test_a_message_whose_end_finds_no_room_is_kept_as_far_as_it_goes_and_told(
    small_memory: Path, make_box, telephone
) -> None:
    box = make_box()
    call = is_speaking(telephone, box, 1.5)
    fill(small_memory)
    call.wait_for("ended", 3.0)
    call.send_silence()
    call.press("#")
    hears(call, "message_lost")
    box.shows(lambda view: CALL_BACK in view["faults"])
    (message,) = box.messages()
    assert 0.5 < tone_seconds(box.recording(message), CALLER_SAYS) < 2.5
    call.wait_for("ended", PATIENCE)
    assert any("The end was not recorded" in words for words in trail(box.call_record()))


def test_a_box_that_starts_without_room_answers_and_speaks_as_soon_as_there_is(
    small_memory: Path, make_box, telephone
) -> None:
    box = make_box()
    box.stop()
    for prompt in box.process.device.prompts.glob("*.wav"):
        prompt.unlink()
    filler = fill(small_memory)
    box.start()
    box.fault("Prompts cannot be spoken")
    call = rings(telephone, box)
    call.hang_up()
    call.wait_for("ended", PATIENCE)
    filler.unlink()
    box.shows(lambda view: not view["faults"], 2 * PATIENCE)
    is_served(telephone, box)

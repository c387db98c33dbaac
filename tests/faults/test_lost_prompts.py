"""Prompts that are gone or spoilt: calls go on, it is told, and the next caller hears them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.little_office import AGENT_SAYS, CALLER_SAYS, tone_seconds
from support.messages import is_served, rings
from support.patience import PATIENCE
from support.running_box import eventually, trail

from appliance.probe.telephone import AnswerAfter, Telephone


def lose_prompts(box) -> None:
    """After the box has said that speech works: before, it would put them back."""
    for _ in range(4):  # to the view of the parts
        box.client.ask("button", button="next")
    box.shows(lambda view: any(part["part"] == "speech" for part in view["parts"]))
    for prompt in box.process.device.prompts.glob("*.wav"):
        prompt.unlink()


def test_a_key_still_leads_to_a_member_of_staff(make_box, telephone):
    with Telephone() as anna:
        anna.on_invite = AnswerAfter(0.1, AGENT_SAYS)
        box = make_box(anna=anna.uri)
        lose_prompts(box)
        call = rings(telephone, box)
        call.press("1")
        assert call.hear(AGENT_SAYS, 0.2, PATIENCE), call.history
        call.hang_up()
        box.stands("wrap-up")
        anna.calls[0].press("1")
        record = box.call_record()
    assert record["disposition"] == "answered_from_card"
    assert any("A prompt was not heard" in words for words in trail(record))


def test_without_a_key_the_caller_comes_to_the_message(make_box, telephone):
    box = make_box(ring=0.3, wait=0.5, message=1.0)
    lose_prompts(box)
    call = rings(telephone, box)
    call.send_tone(CALLER_SAYS)
    assert call.wait_for("ended", PATIENCE), call.history
    assert "Nordlys" in box.modem.wait_for_sms(PATIENCE).text
    (message,) = eventually(box.messages)
    assert tone_seconds(box.recording(message), CALLER_SAYS) > 0.5
    assert box.outcome() == "message_left"


def cut_short(prompts: Path) -> None:
    for prompt in prompts.glob("*.wav"):
        prompt.write_bytes(prompt.read_bytes()[:200])


def made_garbage(prompts: Path) -> None:
    for prompt in prompts.glob("*.wav"):
        prompt.write_bytes(b"\xa5" * 5000)


@pytest.mark.parametrize("spoil", [shutil.rmtree, cut_short, made_garbage])
def test_spoilt_prompts_are_told_and_the_next_caller_hears_them(
    spoil: Callable[[Path], None], box, telephone
) -> None:
    """They may be back within a millisecond, before any view of the fault is sent."""
    is_served(telephone, box)
    prompts = box.process.device.prompts
    whole = sizes(prompts)
    spoil(prompts)
    call = rings(telephone, box)
    eventually(lambda: sizes(prompts) == whole)
    is_served(telephone, box)
    call.hang_up()
    assert call.wait_for("ended", PATIENCE)
    box.is_idle()
    told = [any("A prompt was not heard" in words for words in trail(row)) for row in box.calls()]
    assert told.count(True) == 1


def sizes(prompts: Path) -> dict[str, int]:
    return {prompt.name: prompt.stat().st_size for prompt in prompts.glob("*.wav")}

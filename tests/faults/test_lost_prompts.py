"""Prompts that are gone: calls are put through and messages taken, only nothing is said."""

from __future__ import annotations

from support.little_office import AGENT_SAYS, CALLER_SAYS, tone_seconds
from support.messages import rings
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

"""A partner's telephone on the wire: hears whose call it is, presses 1, and has the call."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.little_office import (
    AGENT_SAYS,
    CALLER,
    CALLER_SAYS,
    NORDLYS,
    NORDLYS_SMS,
    office,
    tone_file,
)
from support.messages import hears
from support.patience import PATIENCE
from support.ports import nobody
from support.running_box import RunningBox, trail

from appliance.core.model.ids import Disposition, Prompt
from appliance.core.prompts import every_prompt
from appliance.core.settings.loops import Overflow
from appliance.core.settings.partners import Partner
from appliance.core.words.spoken import spoken
from appliance.probe.call import ProbeCall
from appliance.probe.telephone import AnswerAfter, Telephone
from appliance.speech.library import file_name

VEST = Partner("vest", "Vest Svarservice", "+4710000088", "en")
WHISPERED = {
    "Call for Nordlys Rør.": 750,
    "Lønn.": 900,
    "The caller speaks Norwegian.": 1100,
    "Waiting for less than a minute.": 1300,
}
PRESS_ONE, REST = 1500, 2700
"""None of them is in the waiting sound."""


@pytest.fixture
def vest() -> Iterator[Telephone]:
    """The partner's telephone, at the end of the trunk."""
    with Telephone() as telephone:
        telephone.on_invite = AnswerAfter()
        yield telephone


@pytest.fixture
def box(memory: Path, prompts: Path, tmp_path: Path, vest: Telephone) -> Iterator[RunningBox]:
    """Bo, who alone serves wages, is on holiday: the loop overflows to the partner."""
    trunk = f"{vest.contact.host}:{vest.contact.port}"
    base = office({name: nobody(name) for name in ("anna", "bo", "cato")}, trunk=trunk)
    wages = replace(base.loops["wages"], overflow=Overflow(partner="vest"), wait_seconds=60.0)
    directory = replace(base, loops={**base.loops, "wages": wages}, partners={"vest": VEST})
    own = tmp_path / "prompts"
    shutil.copytree(prompts, own)
    for prompt in every_prompt(directory):
        if pitch := _pitch(prompt, own):
            (own / file_name(prompt)).write_bytes(tone_file(pitch, 0.4))
    with RunningBox(memory, own, directory) as box:
        away = {"agent": "bo", "status": "logged_out", "reason": "ferie"}
        assert box.client.ask("presence", **away).ok
        yield box


def _pitch(prompt: Prompt, folder: Path) -> int:
    """The tone of a sentence that the little office has none for; 0: it has one."""
    if prompt == spoken("press_one", "en"):
        return PRESS_ONE
    own = WHISPERED.get(prompt.text) if prompt.language == "en" else None
    return own or (0 if (folder / file_name(prompt)).exists() else REST)


def chooses_wages(telephone: Telephone, box: RunningBox) -> ProbeCall:
    call = telephone.dial(box.uri(NORDLYS), CALLER)
    assert call.wait_for("answered", PATIENCE), call.history
    hears(call, "Nordlys.")
    call.press("2")
    return call


def test_the_partner_hears_whose_call_it_is_presses_1_and_says_how_it_ended(
    box: RunningBox, telephone: Telephone, vest: Telephone
) -> None:
    caller = chooses_wages(telephone, box)
    arrival = vest.arrivals.get(timeout=PATIENCE)
    assert arrival.request_uri.startswith("sip:+4710000088@")
    assert arrival.caller.name.endswith("Nordlys Rør")
    partner = arrival.call
    caller.send_tone(CALLER_SAYS)
    since = 0
    for pitch in (*WHISPERED.values(), PRESS_ONE):
        heard = partner.hear(pitch, 0.2, PATIENCE, since)
        assert heard, (pitch, partner.history)
        since = heard.first_ns
    assert partner.hear(CALLER_SAYS, 0.1, 0.5) is None, "the caller is not heard before the key"

    partner.press("1")
    partner.send_tone(AGENT_SAYS)
    assert partner.hear(CALLER_SAYS, 0.3, PATIENCE), partner.history
    assert caller.hear(AGENT_SAYS, 0.3, PATIENCE), caller.history
    for pitch in (*WHISPERED.values(), PRESS_ONE):
        assert caller.hear(pitch, 0.1, 0.01) is None, "the caller notices nothing"

    (call,) = box.stands("talking")["calls"]
    assert call["partner"] == "vest"
    said = {"call": call["call"], "disposition": "message_taken", "note": "Rør lekker"}
    more = {"urgent": True, "promised": "svar før 12"}
    assert not box.client.ask("disposition", partner="ost", **said).ok
    assert box.client.ask("disposition", partner="vest", **said, **more).ok
    caller.hang_up()
    assert partner.wait_for("ended", PATIENCE), "the partner's line is free"
    record = box.call_record()
    assert (record["agent"], record["disposition"]) == ("partner:vest", "message_taken")
    assert box.modem
    sms = box.modem.wait_for_sms(PATIENCE)
    assert sms.number == NORDLYS_SMS
    assert sms.text.startswith("HASTER!")
    assert sms.text.endswith("Tatt imot av Vest Svarservice. Rør lekker Lovet: svar før 12.")


def test_a_voice_mail_does_not_press_1_and_the_call_keeps_its_place(
    box: RunningBox, telephone: Telephone, vest: Telephone
) -> None:
    caller = chooses_wages(telephone, box)
    mail = vest.arrivals.get(timeout=PATIENCE).call
    assert mail.hear(PRESS_ONE, 0.2, PATIENCE), mail.history
    mail.send_tone(AGENT_SAYS)
    mail.hang_up()
    again = vest.arrivals.get(timeout=PATIENCE).call
    assert again.hear(PRESS_ONE, 0.2, PATIENCE), again.history
    again.press("1")
    again.send_tone(AGENT_SAYS)
    assert caller.hear(AGENT_SAYS, 0.2, PATIENCE), caller.history
    again.hang_up()
    assert caller.wait_for("ended", PATIENCE), caller.history
    record = box.call_record()
    assert Disposition(record["disposition"]) is Disposition.TO_PARTNER
    assert "Vest Svarservice did not take the call" in " ".join(trail(record))

"""baresip, which is not ours, as the telephone of an overflow partner."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from support.baresip import Baresip
from support.little_office import (
    AGENT_SAYS,
    CALLER,
    CALLER_SAYS,
    NORDLYS,
    PITCH,
    office,
    tone_file,
)
from support.patience import PATIENCE
from support.ports import nobody
from support.running_box import RunningBox, eventually

from appliance.core.prompts import every_prompt
from appliance.core.settings.loops import Overflow
from appliance.core.settings.partners import Partner
from appliance.core.words.spoken import spoken
from appliance.probe.telephone import Telephone
from appliance.speech.library import file_name

pytestmark = pytest.mark.peers
WHISPER, PRESS_ONE = 1300, 1500


@pytest.fixture
def vest(tmp_path):
    with Baresip(tmp_path, "vest") as vest:
        yield vest


@pytest.fixture
def box(memory: Path, prompts: Path, tmp_path: Path, vest: Baresip):
    """Nobody of ours is at work, and wages overflow to the partner at a SIP address."""
    base = office({name: nobody(name) for name in ("anna", "bo", "cato")})
    wages = replace(base.loops["wages"], overflow=Overflow(partner="vest"), wait_seconds=60.0)
    partner = Partner("vest", "Vest Svarservice", vest.address)
    directory = replace(base, loops={**base.loops, "wages": wages}, partners={"vest": partner})
    own = tmp_path / "prompts"
    shutil.copytree(prompts, own)
    for prompt in every_prompt(directory):
        if not (own / file_name(prompt)).exists():
            (own / file_name(prompt)).write_bytes(tone_file(WHISPER, 0.4))
    press_one = own / file_name(spoken("press_one", "nb"))
    press_one.write_bytes(tone_file(PRESS_ONE, 0.4))
    with RunningBox(memory, own, directory) as box:
        away = {"agent": "bo", "status": "logged_out", "reason": "ferie"}
        assert box.client.ask("presence", **away).ok
        yield box


def test_the_partner_hears_the_whisper_presses_1_and_both_hear_each_other(
    box: RunningBox, telephone: Telephone, vest: Baresip
) -> None:
    call = telephone.dial(box.uri(NORDLYS), CALLER)
    assert call.wait_for("answered", PATIENCE), call.history
    assert call.hear(PITCH["Nordlys."], 0.1, PATIENCE), call.history
    call.press("2")
    vest.is_rung()
    vest.answers()
    call.send_tone(CALLER_SAYS)
    eventually(lambda: vest.heard_seconds(PRESS_ONE) > 0.2)
    assert vest.heard_seconds(WHISPER) > 0.5
    assert vest.heard_seconds(CALLER_SAYS) == 0, "not before the key"
    vest.presses("1")
    assert call.hear(AGENT_SAYS, 0.5, PATIENCE), call.history
    eventually(lambda: vest.heard_seconds(CALLER_SAYS) > 0.3)
    call.hang_up()
    vest.waits_for("CALL_CLOSED")
    box.stands("wrap-up")
    (open_call,) = box.shows(lambda view: view["calls"])["calls"]
    said = {"call": open_call["call"], "disposition": "answered_from_card", "partner": "vest"}
    assert box.client.ask("disposition", **said).ok
    record = box.call_record()
    assert (record["agent"], record["disposition"]) == ("partner:vest", "answered_from_card")

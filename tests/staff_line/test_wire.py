"""The staff line over the wire: a real box, our own test telephone, and a PIN in keys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.little_office import AGENT_SAYS, CALLER_SAYS, office, tone_file
from support.messages import rings, speaks_message
from support.patience import PATIENCE
from support.ports import nobody
from support.running_box import RunningBox, eventually, lamps, trail

from appliance.common.pin_hash import hashed
from appliance.core.prompts import every_prompt
from appliance.core.settings.directory import Directory
from appliance.core.settings.lines import Line, LineKind
from appliance.core.words.staff_line import STAFF_SPOKEN, staff_prompts
from appliance.probe.telephone import ProbeCall, Telephone
from appliance.speech.library import file_name

STAFF_LINE, PIN = "+4710000009", "840251"
PITCH = {
    "number": 450,
    "pin": 550,
    "not_right": 650,
    "menu": 750,
    "are_available": 900,
    "are_logged_out": 1100,
    "why": 1300,
    "use_it": 1500,
    "in_use": 1700,
    "after_message": 1900,
}


def settled() -> Directory:
    base = office({name: nobody(name) for name in ("anna", "bo", "cato")})
    agents = {
        **base.agents,
        "anna": replace(base.agents["anna"], extension="21", pin=hashed(PIN), may_record=True),
    }
    lines = {**base.lines, "staff": Line("staff", STAFF_LINE, kind=LineKind.STAFF, language="nb")}
    strom = base.menus["strom"]
    only = replace(strom, keys={"4": strom.keys["4"]}, default="4")
    return replace(base, agents=agents, lines=lines, menus={**base.menus, "strom": only})


@pytest.fixture
def box(memory: Path, prompts: Path, tmp_path: Path) -> Iterator[RunningBox]:
    """A box with a staff line, each of whose sentences is a tone."""
    own = tmp_path / "prompts"
    shutil.copytree(prompts, own)
    directory = settled()
    texts = {STAFF_SPOKEN[key]["nb"]: pitch for key, pitch in PITCH.items()}
    for prompt in (*staff_prompts("nb"), *every_prompt(directory)):
        if not (own / file_name(prompt)).exists():
            hertz = texts.get(prompt.text, 2700)
            (own / file_name(prompt)).write_bytes(tone_file(hertz, 0.3))
    with RunningBox(memory, own, directory) as box:
        yield box


def presses(call: ProbeCall, keys: str) -> None:
    for key in keys:
        call.press(key, 0.06)


def hears(call: ProbeCall, key: str, since_ns: int = 0) -> int:
    """Wait for a sentence of the staff line; when it began (ns)."""
    heard = call.hear(PITCH[key], 0.1, 8, since_ns)
    assert heard, (key, call.history)
    return heard.first_ns


def gets_in(telephone: Telephone, box: RunningBox) -> ProbeCall:
    call = telephone.dial(box.uri(STAFF_LINE), "anonymous")
    assert call.wait_for("answered", PATIENCE), call.history
    hears(call, "number")
    presses(call, "21#")
    hears(call, "pin")
    presses(call, f"{PIN}#")
    hears(call, "menu")
    return call


def ends(call: ProbeCall, box: RunningBox) -> None:
    call.hang_up()
    assert call.wait_for("ended", PATIENCE)
    box.is_idle()


def test_a_member_logs_out_by_telephone_with_a_reason(box, telephone):
    call = gets_in(telephone, box)
    assert lamps(box.stands("menu"))["anna"] == "busy"
    presses(call, "4")
    hears(call, "why")
    presses(call, "1")
    hears(call, "are_logged_out")
    ends(call, box)
    view = box.shows(lambda view: lamps(view)["anna"] == "logged_out")
    assert [lamp["why"] for lamp in view["lamps"] if lamp["agent"] == "anna"] == [
        "logged out: ferie"
    ]
    record = box.call_record()
    assert (record["disposition"], record["agent"]) == ("staff_line", "anna")
    assert "Status: logged out (ferie)." in trail(record)
    assert PIN not in box.log + str(record) + str(box.views)


def test_a_running_box_says_why_a_telephone_does_not_ring(box, telephone):
    call = gets_in(telephone, box)
    answer = box.client.ask("why", agent="anna")
    assert answer.ok
    assert "NO  In a call with Withheld number." in answer.words
    assert answer.data["data"]["rings"] is False
    ends(call, box)
    box.shows(lambda view: lamps(view)["anna"] == "free")
    assert box.client.ask("why", agent="anna").data["data"]["rings"] is True
    assert not box.client.ask("why", agent="nobody").ok


def test_a_wrong_pin_is_heard_and_kept_in_the_story(box, telephone):
    call = telephone.dial(box.uri(STAFF_LINE), "anonymous")
    hears(call, "number")
    presses(call, "21#999111#")
    hears(call, "not_right")
    ends(call, box)
    record = box.call_record()
    assert "A wrong PIN for Anna." in trail(record)
    assert "999111" not in box.log + str(record)


def test_a_message_that_a_caller_has_spoken_is_heard_and_done_with(box, telephone):
    caller = speaks_message(telephone, box, "+4710000077", seconds=1.0)
    assert caller.wait_for("ended", PATIENCE)
    eventually(box.messages)
    box.is_idle()
    call = gets_in(telephone, box)
    presses(call, "5")
    assert call.hear(CALLER_SAYS, 0.5, PATIENCE), call.history
    since = hears(call, "after_message")
    presses(call, "3")
    hears(call, "menu", since)
    ends(call, box)
    (row,) = box.messages()
    assert row["heard_by"] == "anna"
    assert not list(box.process.device.recordings.glob("heard-*"))


def test_a_greeting_is_recorded_heard_and_used_after_a_restart_too(box, telephone):
    call = gets_in(telephone, box)
    presses(call, "6")
    eventually(lambda: list(box.process.device.recordings.glob("*.wav")), PATIENCE)
    call.send_tone(AGENT_SAYS)
    assert not call.wait_for("ended", 1.5)
    call.send_silence()
    presses(call, "#")
    assert call.hear(AGENT_SAYS, 0.5, PATIENCE), call.history
    hears(call, "use_it")
    presses(call, "1")
    hears(call, "in_use")
    ends(call, box)
    for _ in range(2):
        caller = rings(telephone, box)
        assert caller.hear(AGENT_SAYS, 0.5, PATIENCE), caller.history
        ends(caller, box)
        box.stop()
        box.start()

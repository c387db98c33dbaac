"""baresip, which is not ours, as the telephone of the staff: answers, refuses, hangs up, keys."""

from __future__ import annotations

import time

import pytest
from support.baresip import Baresip
from support.little_office import AGENT_SAYS, CALLER, CALLER_SAYS, NORDLYS, NORDLYS_SMS, PITCH
from support.patience import PATIENCE
from support.ports import nobody
from support.running_box import eventually, lamps, trail

from appliance.core.staff.telephones import LOOK_SECONDS
from appliance.probe.telephone import ProbeCall

pytestmark = pytest.mark.peers


@pytest.fixture
def anna(tmp_path):
    with Baresip(tmp_path, "anna") as anna:
        yield anna


@pytest.fixture
def bo(tmp_path):
    with Baresip(tmp_path, "bo") as bo:
        yield bo


def rings(telephone, box, key: str) -> ProbeCall:
    """Call Nordlys and press a key."""
    call = telephone.dial(box.uri(NORDLYS), CALLER)
    assert call.wait_for("answered", PATIENCE), call.history
    assert call.hear(PITCH["Nordlys."], 0.1, PATIENCE), call.history
    call.press(key)
    return call


def test_both_hear_each_other_and_a_key_of_the_telephone_ends_the_wrap_up(
    make_box, telephone, anna
):
    box = make_box(anna=anna.address)
    call = rings(telephone, box, "1")
    anna.is_rung()
    anna.answers()
    call.send_tone(CALLER_SAYS)
    assert call.hear(AGENT_SAYS, 0.5, PATIENCE), call.history
    eventually(lambda: anna.heard_seconds(CALLER_SAYS) > 0.5)
    assert anna.heard_seconds(PITCH["Nordlys."]) == 0

    call.hang_up()
    eventually(lambda: anna.heard_seconds(PITCH["how_did_it_end"]) > 0.2)
    anna.presses("2")
    anna.waits_for("CALL_CLOSED")
    sms = box.modem.wait_for_sms(PATIENCE)
    assert sms.number == NORDLYS_SMS
    assert sms.text.endswith("om faktura. Tatt imot av Anna.")
    record = box.call_record()
    assert (record["agent"], record["disposition"]) == ("anna", "message_taken")


def test_who_refuses_is_passed_over(make_box, telephone, anna, bo):
    box = make_box(anna=anna.address, bo=bo.address)
    call = rings(telephone, box, "1")
    anna.is_rung()
    anna.refuses()
    bo.is_rung()
    bo.answers()
    assert call.hear(AGENT_SAYS, 0.2, PATIENCE), call.history
    call.hang_up()
    box.stands("wrap-up")
    bo.presses("1")
    record = box.call_record()
    assert record["agent"] == "bo"
    (refusal,) = [words for words in trail(record) if "did not take" in words]
    assert refusal.startswith("Anna did not take the call: 486")
    assert anna.times_rung == 1


def test_a_telephone_that_is_not_there_is_passed_over(make_box, telephone, bo):
    box = make_box(anna=nobody("anna"), bo=bo.address)
    call = rings(telephone, box, "1")
    assert lamps(box.stands("ringing"))["anna"] == "ringing"
    bo.is_rung()
    assert lamps(box.shows(lambda view: lamps(view)["bo"] == "ringing"))["anna"] == "free"
    bo.answers()
    assert call.hear(AGENT_SAYS, 0.2, PATIENCE), call.history
    bo.hangs_up()
    assert call.wait_for("ended", PATIENCE), call.history


def test_a_telephone_that_is_switched_off_is_shown_and_found_again(
    make_box, telephone, tmp_path, bo
):
    """Bo is rung at once, and Anna's lamp says why she is not; as soon as it is on, she is."""
    anna = Baresip(tmp_path, "anna")
    box = make_box(anna=anna.address, bo=bo.address, ring=20.0, wait=30.0)
    call = rings(telephone, box, "1")
    bo.is_rung()
    view = box.shows(lambda view: lamps(view)["anna"] == "fault")
    assert "no telephone since" in next(
        lamp["why"] for lamp in view["lamps"] if lamp["agent"] == "anna"
    )
    call.hang_up()
    assert "Anna did not take the call: no telephone answers." in trail(box.call_record())
    with anna:
        box.shows(lambda view: lamps(view)["anna"] == "free", LOOK_SECONDS + PATIENCE)
        again = rings(telephone, box, "1")
        anna.is_rung()
        again.hang_up()


def test_who_holds_on_the_telephone_leaves_the_caller_with_a_sound(make_box, telephone, anna):
    box = make_box(anna=anna.address)
    call = rings(telephone, box, "1")
    anna.is_rung()
    anna.answers()
    assert call.hear(AGENT_SAYS, 0.2, PATIENCE), call.history
    anna.holds()
    view = box.shows(lambda view: view["calls"] and view["calls"][0]["held"])
    assert view["calls"][0]["stands"] == "talking"
    held_ns = time.time_ns()
    anna.resumes()
    box.shows(lambda view: view["calls"] and not view["calls"][0]["held"])
    assert call.hear(AGENT_SAYS, 0.2, PATIENCE, since_ns=held_ns), call.history
    call.hang_up()


def test_after_the_agent_hung_up_the_desk_says_how_it_ended(make_box, telephone, anna):
    box = make_box(anna=anna.address)
    call = rings(telephone, box, "1")
    anna.is_rung()
    anna.answers()
    box.stands("talking")
    anna.hangs_up()
    assert call.wait_for("ended", PATIENCE), call.history
    view = box.stands("wrap-up")
    assert lamps(view)["anna"] == "wrap_up"

    name = view["calls"][0]["call"]
    answer = box.client.ask("disposition", call=name, disposition="message_taken", note="Haster.")
    assert answer.ok, answer.words
    assert box.modem.wait_for_sms(PATIENCE).text.endswith("Tatt imot av Anna. Haster.")
    record = box.call_record()
    assert (record["disposition"], record["note"]) == ("message_taken", "Haster.")
    assert lamps(box.is_idle())["anna"] == "free"


def test_nobody_says_how_it_ended_so_the_wrap_up_ends_by_itself(make_box, telephone, anna):
    box = make_box(anna=anna.address, wrap_up=0.5)
    call = rings(telephone, box, "1")
    anna.is_rung()
    anna.answers()
    box.stands("talking")
    call.hang_up()
    anna.waits_for("CALL_CLOSED")
    assert box.outcome() == "not_stated"
    assert lamps(box.is_idle())["anna"] == "free"


def test_a_telephone_stops_ringing_when_the_caller_gives_up(make_box, telephone, anna):
    box = make_box(anna=anna.address)
    call = rings(telephone, box, "1")
    anna.is_rung()
    call.hang_up()
    anna.waits_for("CALL_CLOSED")
    assert box.outcome() == "abandoned"


def test_a_number_is_rung_through_the_trunk(make_box, telephone, tmp_path):
    with Baresip(tmp_path, "+4710000055") as gateway:
        box = make_box(cato="+4710000055", trunk=f"127.0.0.1:{gateway.sip_port}")
        call = rings(telephone, box, "3")
        seen = gateway.is_rung()
        assert seen["peeruri"].startswith("sip:+4710000000@")
        assert seen["peerdisplayname"] == "10 00 00 77-111 Nordlys Rør"
        gateway.answers()
        assert call.hear(AGENT_SAYS, 0.2, PATIENCE), call.history

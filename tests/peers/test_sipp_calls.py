"""SIPp, which is not ours, rings the switchboard; baresip, neither ours, is its staff."""

from __future__ import annotations

import pytest
from support.baresip import Baresip
from support.little_office import (
    AGENT_SAYS,
    CALLER_SAYS,
    NORDLYS,
    NORDLYS_SMS,
    OFFICE_SMS,
    OWN,
    PITCH,
    STROM,
    TONE,
    tone_seconds,
)
from support.patience import PATIENCE
from support.running_box import eventually, lamps, trail
from support.sipp import Sipp, needs_keys

pytestmark = pytest.mark.peers
UNKNOWN = "+4710000555"
ON_ITS_WAY = ("sent", "delivered")


@needs_keys
def test_a_caller_presses_1_talks_to_a_member_of_staff_and_hangs_up(make_box, tmp_path):
    with Baresip(tmp_path, "anna") as anna:
        box = make_box(anna=anna.address)
        with Sipp(tmp_path, box.host, NORDLYS) as caller:
            view = box.stands("menu")
            assert [row["text"] for row in view["rows"]][:2] == ["Nordlys Rør", "10 00 00 77"]
            caller.ear.hears(PITCH["Nordlys."])
            caller.presses("1")
            seen = anna.is_rung()
            assert seen["peeruri"].startswith("sip:+4710000077-111@127.0.0.1")
            assert seen["peerdisplayname"] == "10 00 00 77-111 Nordlys Rør"
            assert lamps(box.stands("ringing"))["anna"] == "ringing"
            anna.answers()
            assert lamps(box.stands("talking"))["anna"] == "busy"
            caller.speaks()
            eventually(lambda: anna.heard_seconds(CALLER_SAYS) > 0.3)
            caller.hangs_up()
            caller.ends_well()
        assert lamps(box.stands("wrap-up"))["anna"] == "busy"
        eventually(lambda: anna.heard_seconds(PITCH["how_did_it_end"]) > 0.2)
        anna.presses("1")
        anna.waits_for("CALL_CLOSED")
        record = box.call_record()
        assert lamps(box.is_idle())["anna"] == "free"
    assert (record["disposition"], record["agent"]) == ("answered_from_card", "anna")
    assert (record["client"], record["caller"]) == ("nordlys", "+4710000077")
    assert "Anna answered." in trail(record)


@pytest.mark.parametrize(
    "header",
    [
        f"Diversion: <sip:{STROM}@carrier.invalid>;reason=unconditional;counter=1",
        f"History-Info: <sip:{STROM}@carrier.invalid>;index=1, <sip:{OWN}@box.invalid>;index=1.1",
    ],
    ids=["Diversion", "History-Info"],
)
def test_the_client_is_known_from_the_header_of_the_forwarding(box, tmp_path, header):
    with Sipp(tmp_path, box.host, OWN, extra=header) as caller:
        caller.ear.hears(PITCH["Strøm."])
        rows = box.stands("menu")["rows"]
        assert [row["text"] for row in rows][:2] == ["Café Strøm", "10 00 00 77 DA"]
        caller.hangs_up()
        caller.ends_well()
    record = box.call_record()
    assert (record["line"], record["client"], record["dialled"]) == ("strom", "strom", OWN)
    assert (record["language"], record["disposition"]) == ("da", "abandoned")


@needs_keys
def test_a_caller_on_an_unknown_line_leaves_a_message_for_the_office(box, tmp_path):
    with Sipp(tmp_path, box.host, UNKNOWN) as caller:
        for pitch in (PITCH["unknown_line"], PITCH["message_please"], TONE):
            caller.ear.hears(pitch)
        caller.leaves_message()
        caller.ends_well()
    sms = box.modem.wait_for_sms(PATIENCE)
    assert sms.number == OFFICE_SMS
    assert sms.text.startswith("10 00 00 77 ringte til Ukjent linje ")
    (message,) = box.messages()
    assert tone_seconds(box.recording(message), CALLER_SAYS) > 1.0
    assert message["client"] is None


@needs_keys
def test_nobody_answers_so_the_caller_leaves_a_message_that_goes_out_by_sms(make_box, tmp_path):
    box = make_box(ring=0.5, wait=1.0)
    with Sipp(tmp_path, box.host, NORDLYS) as caller:
        box.stands("menu")
        caller.presses("2")
        box.stands("message")
        eventually(lambda: list(box.process.device.recordings.glob("*.wav")))
        caller.leaves_message()
        caller.ends_well()
    sms = box.modem.wait_for_sms(PATIENCE)
    assert sms.number == NORDLYS_SMS
    assert "10 00 00 77 ringte til Nordlys Rør" in sms.text
    assert "om lønn" in sms.text
    (message,) = box.messages()
    assert tone_seconds(box.recording(message), CALLER_SAYS) > 1.0
    assert (message["client"], message["about"]) == ("nordlys", "lønn")
    record = box.call_record()
    assert record["disposition"] == "message_left"
    story = trail(record)
    assert story.index("Bo did not take the call: no answer in time.") < story.index(
        "The message is stored."
    )
    assert eventually(lambda: [row for row in box.outbox() if row["state"] in ON_ITS_WAY])


def test_a_caller_who_gives_up_at_once_leaves_nothing_behind(box, tmp_path):
    with Sipp(tmp_path, box.host, NORDLYS, "cancel") as caller:
        caller.ends_well()
    assert box.outcome() == "abandoned"
    box.is_idle()


def test_a_caller_without_any_media_is_taken_to_the_message_all_the_same(make_box, tmp_path):
    box = make_box(ring=0.5, wait=0.5, message=1.0)
    with Sipp(tmp_path, box.host, NORDLYS) as caller:
        for pitch in (PITCH["Nordlys."], PITCH["leave_message"], TONE, PITCH["message_taken"]):
            caller.ear.hears(pitch)
        caller.ends_well()
    assert "10 00 00 77" in box.modem.wait_for_sms(PATIENCE).text
    assert box.outcome() == "message_left"


def test_a_caller_who_offers_no_codec_of_ours_is_refused_with_488(box, tmp_path):
    with Sipp(tmp_path, box.host, NORDLYS, "no_codec") as caller:
        caller.ends_well()
    box.is_idle()


def test_a_caller_who_lets_us_make_the_offer_hears_the_menu(box, tmp_path):
    with Sipp(tmp_path, box.host, NORDLYS, "late_offer") as caller:
        caller.ear.hears(PITCH["Nordlys."])
        caller.does_next()
        caller.ends_well()
    assert box.outcome() == "abandoned"


@needs_keys
def test_a_talk_that_was_put_on_hold_goes_on(make_box, tmp_path):
    with Baresip(tmp_path, "anna", auto_answer=True) as anna:
        box = make_box(anna=anna.address)
        with Sipp(tmp_path, box.host, NORDLYS) as caller:
            box.stands("menu")
            caller.presses("1")
            box.stands("talking")
            caller.holds_for_a_moment()
            caller.ear.hears(AGENT_SAYS, 0.3)
            caller.speaks()
            eventually(lambda: anna.heard_seconds(CALLER_SAYS) > 0.3)
            caller.hangs_up()
            caller.ends_well()
        box.stands("wrap-up")
        anna.presses("3")
        assert box.outcome() == "put_through"


@needs_keys
def test_a_caller_may_hang_up_at_any_moment(make_box, tmp_path):
    """Each ends its call at another moment; afterwards nothing is left, and each has a record."""
    with Baresip(tmp_path, "anna") as anna:
        box = make_box(anna=anna.address, wrap_up=0.2)
        for moment in MOMENTS:
            with Sipp(tmp_path, box.host, NORDLYS) as caller:
                MOMENTS[moment](box, caller, anna)
                caller.hangs_up()
                caller.ends_well()
            box.is_idle()
        assert box.stop() == 0
    endings = [record["disposition"] for record in reversed(box.calls())]
    assert endings == ["abandoned"] * 3 + [
        "not_stated",
        "abandoned",
        "message_left",
        "message_left",
    ]
    assert "ERROR" not in box.log


def in_the_menu(box, caller, anna):
    caller.ear.hears(PITCH["Nordlys."], 0.1)


def waiting(box, caller, anna):
    box.stands("menu")
    caller.presses("2")
    box.shows(lambda view: view["waiting"])


def while_a_telephone_rings(box, caller, anna):
    box.stands("menu")
    caller.presses("1")
    anna.is_rung()


def in_the_talk(box, caller, anna):
    box.stands("menu")
    caller.presses("1")
    anna.is_rung(2)
    anna.answers()
    box.stands("talking")


def when_asked_for_a_message(box, caller, anna):
    box.stands("menu")
    caller.presses("4")
    box.stands("message")


def in_the_farewell(box, caller, anna):
    while_speaking(box, caller, anna)
    caller.leaves_message()
    eventually(box.messages)


def while_speaking(box, caller, anna):
    when_asked_for_a_message(box, caller, anna)
    eventually(lambda: list(box.process.device.recordings.glob("*.wav")))


MOMENTS = {
    "menu": in_the_menu,
    "waiting": waiting,
    "ringing": while_a_telephone_rings,
    "talking": in_the_talk,
    "asked": when_asked_for_a_message,
    "farewell": in_the_farewell,
    "speaking": while_speaking,
}

"""SIPp, which is not ours, rings the switchboard; baresip, neither ours, is its staff."""

from __future__ import annotations

import pytest
from support.baresip import Baresip
from support.little_office import CALLER_SAYS, NORDLYS, NORDLYS_SMS, OFFICE_SMS, OWN, STROM
from support.running_box import eventually, trail
from support.sipp import Sipp, needs_keys

pytestmark = [pytest.mark.peers, pytest.mark.timeout(30)]


@needs_keys
def test_a_caller_presses_1_talks_to_a_member_of_staff_and_hangs_up(make_box, tmp_path):
    with Baresip(tmp_path, "anna", auto_answer=True) as anna:
        box = make_box(anna=anna.address)
        with Sipp(tmp_path, box.host, NORDLYS) as caller:
            view = box.stands("menu")
            assert [row["text"] for row in view["rows"]][:2] == ["Nordlys Rør", "10 00 00 77"]
            caller.presses("1")
            seen = anna.is_rung()
            assert seen["peeruri"].startswith("sip:+4710000077-111@127.0.0.1")
            assert seen["peerdisplayname"] == "10 00 00 77-111 Nordlys Rør"
            view = box.stands("talking")
            assert {lamp["agent"]: lamp["pattern"] for lamp in view["lamps"]}["anna"] == "busy"
            caller.speaks()
            eventually(lambda: anna.heard_seconds(CALLER_SAYS) > 0.3)
            caller.hangs_up()
            caller.ends_well()
        anna.presses("1")
        anna.waits_for("CALL_CLOSED")
        record = box.call_record()
    assert (record["disposition"], record["agent"]) == ("answered_from_card", "anna")
    assert (record["client"], record["caller"]) == ("nordlys", "+4710000077")
    assert "Anna answered." in trail(record)

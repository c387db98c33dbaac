"""Click to dial on the wire: the operator's telephone, then the number by the trunk; both hear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.baresip import Baresip
from support.box_fixtures import MakeBox
from support.little_office import AGENT_SAYS, CALLER_SAYS, NORDLYS_SMS, OWN
from support.patience import PATIENCE
from support.running_box import RunningBox, eventually, lamps

from appliance.commands import main
from appliance.core.settings.trunks import Trunk
from appliance.probe.call import ProbeCall
from appliance.probe.taken import Refuse
from appliance.probe.telephone import Telephone

RING_SECONDS = 9.0


@pytest.fixture
def far_end() -> Iterator[Telephone]:
    """The provider, and behind it whoever is called."""
    with Telephone() as telephone:
        yield telephone


@pytest.fixture
def anna() -> Iterator[Telephone]:
    with Telephone() as telephone:
        yield telephone


def box_of(make_box: MakeBox, anna: str, far_end: Telephone) -> RunningBox:
    trunk = Trunk(far_end.uri.partition("@")[2], OWN)
    return make_box(anna=anna, trunk=trunk, ring=RING_SECONDS)


def presses_call(box: RunningBox, **more: str) -> None:
    answer = box.client.ask("dial", agent="anna", number="10 00 00 11-111", by="anna", **more)
    assert (answer.ok, answer.words) == (True, "The telephone of Anna rings.")


def rung_by_the_trunk(far_end: Telephone) -> ProbeCall:
    arrival = far_end.arrivals.get(timeout=PATIENCE)
    assert arrival.request_uri.startswith(f"sip:{NORDLYS_SMS}@"), "without the office's mark"
    assert arrival.caller.uri.user == OWN
    return arrival.call


def test_both_hear_each_other_and_the_outcome_is_pressed(
    make_box: MakeBox, anna: Telephone, far_end: Telephone
) -> None:
    box = box_of(make_box, anna.uri, far_end)
    presses_call(box, client="nordlys")
    own = anna.arrivals.get(timeout=PATIENCE)
    assert own.caller.name == "Du ringer: 10 00 00 11"
    far = rung_by_the_trunk(far_end)
    view = box.shows(lambda view: view["calls"][0]["talks"])
    assert lamps(view)["anna"] == "busy"
    far.send_tone(CALLER_SAYS)
    own.call.send_tone(AGENT_SAYS)
    assert own.call.hear(CALLER_SAYS, 0.3, PATIENCE), own.call.history
    assert far.hear(AGENT_SAYS, 0.3, PATIENCE), far.history
    far.hang_up()
    box.stands("wrap-up")
    own.call.press("1")
    box.is_idle()
    record = box.call_record()
    assert (record["agent"], record["disposition"]) == ("anna", "reached")
    assert (record["outgoing"], record["client"], record["caller"]) == (1, "nordlys", NORDLYS_SMS)


def test_who_is_busy_is_told_of_and_tried_again_by_a_key(
    make_box: MakeBox, anna: Telephone, far_end: Telephone
) -> None:
    far_end.on_invite = Refuse(486)
    box = box_of(make_box, anna.uri, far_end)
    presses_call(box)
    own = anna.arrivals.get(timeout=PATIENCE).call
    far_end.arrivals.get(timeout=PATIENCE)
    story = ["not_reached", {"number": "+4710000011", "why": {"code": "busy", "values": {}}}]
    box.shows(lambda view: any(step[1:3] == story for step in view["calls"][0]["trail"]))
    far_end.on_invite = type(anna.on_invite)()
    own.press("1")
    again = rung_by_the_trunk(far_end)
    again.send_tone(CALLER_SAYS)
    assert own.hear(CALLER_SAYS, 0.3, PATIENCE), own.history
    own.hang_up()
    assert again.wait_for("ended", PATIENCE)


def test_who_hangs_up_lets_the_far_end_be(
    make_box: MakeBox, anna: Telephone, far_end: Telephone
) -> None:
    box = box_of(make_box, anna.uri, far_end)
    presses_call(box)
    own = anna.arrivals.get(timeout=PATIENCE).call
    own.hang_up()
    box.is_idle()
    assert box.call_record()["disposition"] == "not_reached"


def test_a_restart_is_refused_meanwhile_and_a_kill_leaves_nothing_behind(
    make_box: MakeBox, anna: Telephone, far_end: Telephone
) -> None:
    box = box_of(make_box, anna.uri, far_end)
    presses_call(box)
    anna.arrivals.get(timeout=PATIENCE)
    far = rung_by_the_trunk(far_end)
    box.shows(lambda view: view["calls"][0]["talks"])
    answer = box.client.ask("restart")
    assert not answer.ok
    assert answer.words.startswith("A call is under way")
    box.kill()
    far.hang_up()
    box.start()
    box.shows(lambda view: lamps(view).get("anna") == "free")
    presses_call(box)
    anna.arrivals.get(timeout=PATIENCE)
    rung_by_the_trunk(far_end)
    box.shows(lambda view: view["calls"] and view["calls"][0]["talks"])
    assert box.stop() == 0, "a shutdown in the middle of it is a clean one"


def test_the_command_line_dials_or_says_why_not(
    make_box: MakeBox, anna: Telephone, far_end: Telephone
) -> None:
    box = box_of(make_box, anna.uri, far_end)

    def sentralbord(*words: str) -> tuple[int, str]:
        ran = CliRunner().invoke(main, ["--device", str(box.process.file), *words])
        return ran.exit_code, ran.output

    code, said = sentralbord("dial", "anna", "+881600000001")
    assert code == 1
    assert "The settings do not let the office dial this number" in said
    assert anna.arrivals.empty()
    assert sentralbord("dial", "anna", NORDLYS_SMS) == (0, "The telephone of Anna rings.\n")
    anna.arrivals.get(timeout=PATIENCE)
    rung_by_the_trunk(far_end)


@pytest.mark.peers
def test_baresip_as_the_operators_telephone(
    make_box: MakeBox, tmp_path: Path, far_end: Telephone
) -> None:
    with Baresip(tmp_path, "anna") as desk:
        box = box_of(make_box, desk.address, far_end)
        presses_call(box)
        desk.is_rung()
        assert far_end.arrivals.empty(), "nobody else is rung before that"
        desk.answers()
        far = rung_by_the_trunk(far_end)
        far.send_tone(CALLER_SAYS)
        assert far.hear(AGENT_SAYS, 0.3, PATIENCE), far.history
        eventually(lambda: desk.heard_seconds(CALLER_SAYS) > 0.3)
        far.hang_up()
        box.stands("wrap-up")
        desk.presses("1")
        desk.waits_for("CALL_CLOSED")
        box.is_idle()
        assert box.call_record()["disposition"] == "reached"

"""REFER on the wire: what the far end answers, and its NOTIFYs, become one event."""

from __future__ import annotations

import pytest
from telephony.box import Box, answered_call
from telephony.far_end import FarEnd

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import Refer, UseTrunks
from appliance.core.protocol.events import CallArrived, LegEnded
from appliance.core.protocol.events_leg import Referred
from appliance.core.settings.trunks import Trunk

ELSEWHERE = "sip:+4710000066@127.0.0.1:5090"
EVENT = "Event: refer"
OVER = "Subscription-State: terminated;reason=noresource"
GOES_ON = "Subscription-State: active;expires=60"


@pytest.fixture
def leg(box: Box, far_end: FarEnd) -> LegId:
    """A call that stands."""
    port = far_end.sip.getsockname()[1]
    box.do(UseTrunks((Trunk(f"127.0.0.1:{port}", refer=True, id="provider"),)))
    return answered_call(box, far_end)[0]


def refer(box: Box, far_end: FarEnd, leg: LegId, code: int = 202) -> str:
    box.do(Refer(leg, ELSEWHERE))
    box.poll_for(0.05)
    asked = far_end.next_request("REFER", code)
    box.poll_for(0.05)
    return asked


def notify(box: Box, far_end: FarEnd, said: str, state: str = OVER) -> int:
    far_end.request("NOTIFY", said, "message/sipfrag;version=2.0", (EVENT, state))
    box.poll_for(0.05)
    return far_end.answer_to("NOTIFY")[0]


def test_the_call_is_known_by_its_trunk(box: Box, leg: LegId) -> None:
    assert box.all(CallArrived)[0].trunk == "provider"


def test_the_far_end_connects_itself(box: Box, far_end: FarEnd, leg: LegId) -> None:
    asked = refer(box, far_end, leg)
    assert f"Refer-To: {ELSEWHERE}" in asked.replace("<", "").replace(">", "")
    assert notify(box, far_end, "SIP/2.0 100 Trying\r\n", GOES_ON) == 200
    assert notify(box, far_end, "SIP/2.0 180 Ringing\r\n", GOES_ON) == 200
    assert box.all(Referred) == []
    assert notify(box, far_end, "SIP/2.0 200 OK\r\n") == 200
    assert box.wait(Referred) == Referred(leg, True, 200, "OK")


def test_it_fails_there(box: Box, far_end: FarEnd, leg: LegId) -> None:
    refer(box, far_end, leg)
    notify(box, far_end, "SIP/2.0 486 Busy Here\r\n")
    assert box.wait(Referred) == Referred(leg, True, 486, "Busy Here")


@pytest.mark.parametrize("code", [403, 405, 501, 603])
def test_the_far_end_refuses(box: Box, far_end: FarEnd, leg: LegId, code: int) -> None:
    refer(box, far_end, leg, code)
    told = box.wait(Referred)
    assert (told.accepted, told.code) == (False, code)
    assert box.all(LegEnded) == []


def test_only_the_first_end_counts(box: Box, far_end: FarEnd, leg: LegId) -> None:
    refer(box, far_end, leg)
    notify(box, far_end, "SIP/2.0 200 OK\r\n", GOES_ON)
    notify(box, far_end, "SIP/2.0 486 Busy Here\r\n")
    box.poll_for(0.1)
    assert box.all(Referred) == [Referred(leg, True, 200, "OK")]


@pytest.mark.parametrize("said", ["", "no status line\r\n", "SIP/2.0 abc\r\n"])
def test_a_notify_that_says_nothing_is_no_end(
    box: Box, far_end: FarEnd, leg: LegId, said: str
) -> None:
    refer(box, far_end, leg)
    notify(box, far_end, said, GOES_ON)
    assert box.all(Referred) == []
    notify(box, far_end, "SIP/2.0 200 OK\r\n")
    assert box.wait(Referred).code == 200


def test_a_leg_that_is_gone_is_not_referred(box: Box, far_end: FarEnd, leg: LegId) -> None:
    far_end.request("BYE")
    box.wait(LegEnded)
    box.do(Refer(leg, ELSEWHERE))
    assert box.poll_for(0.1) == []

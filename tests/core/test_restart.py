"""A restart that is asked for waits for the callers."""

from __future__ import annotations

import pytest
from support.world import CALLER, NORDLYS, World, office

from appliance.core.model.ids import LegId
from appliance.core.model.verdict import Granted, Refused, granted, refused
from appliance.core.protocol.commands import Restart
from appliance.core.protocol.events import CallArrived, Started
from appliance.core.protocol.events_box import RestartAsked
from appliance.core.protocol.replies import reply_to
from appliance.core.switchboard import Switchboard


@pytest.fixture
def quiet() -> Switchboard:
    switchboard = Switchboard()
    switchboard.handle(Started(office()), NOW)
    return switchboard


NOW = World().now()


def test_at_once_when_nobody_speaks(quiet: Switchboard) -> None:
    said, restart = quiet.handle(RestartAsked(request="7"), NOW)
    assert [said] == reply_to("7", granted(Granted.RESTARTING))
    assert restart == Restart()


def test_refused_while_somebody_speaks_unless_it_must_be(quiet: Switchboard) -> None:
    quiet.handle(CallArrived(LegId("leg"), NORDLYS, CALLER), NOW)
    (said,) = quiet.handle(RestartAsked(request="7"), NOW)
    assert [said] == reply_to("7", refused(Refused.CALL_UNDER_WAY))
    assert said.words.startswith("A call is under way, and a restart would cut off who speaks.")
    assert Restart() in quiet.handle(RestartAsked(in_calls=True), NOW)

"""A restart that is asked for waits for the callers."""

from __future__ import annotations

import pytest
from support.world import CALLER, NORDLYS, World, office

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import Reply, Restart
from appliance.core.protocol.events import CallArrived, Started
from appliance.core.protocol.events_box import RestartAsked
from appliance.core.switchboard import Switchboard


@pytest.fixture
def quiet() -> Switchboard:
    switchboard = Switchboard()
    switchboard.handle(Started(office()), NOW)
    return switchboard


NOW = World().now()


def test_at_once_when_nobody_speaks(quiet: Switchboard) -> None:
    said, restart = quiet.handle(RestartAsked(request="7"), NOW)
    assert said == Reply("7", True, "The switchboard starts anew.")
    assert restart == Restart()


def test_refused_while_somebody_speaks_unless_it_must_be(quiet: Switchboard) -> None:
    quiet.handle(CallArrived(LegId("leg"), NORDLYS, CALLER), NOW)
    (said,) = quiet.handle(RestartAsked(request="7"), NOW)
    assert said == Reply(
        "7", False, "A call is under way, and a restart would cut off who speaks. Try again later."
    )
    assert Restart() in quiet.handle(RestartAsked(in_calls=True), NOW)

"""A caller who presses keys without end: the call goes on, and its story stays short enough."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.world import NORDLYS, World, office

from appliance.core.model.ids import LegId
from appliance.core.model.story import BEGINNING, MOST_STEPS
from appliance.core.model.told import Told
from appliance.core.settings.directory import Directory
from appliance.core.settings.lines import Choice
from appliance.core.words.trail import in_english

LEG = LegId("c1")


def endless() -> Directory:
    """A menu in which a caller may press keys for ever."""
    base = office()
    keys = {
        "1": Choice("åpningstider", say="Vi har åpent fra åtte."),
        "3": Choice("annet", loop="other"),
        "9": Choice("igjen", repeat=True),
    }
    return replace(base, menus={"main": replace(base.menus["main"], keys=keys)})


def test_a_thousand_keys_leave_a_story_that_can_be_read() -> None:
    world = World(endless())
    world.rings(NORDLYS)
    for count in range(1000):
        world.presses(LEG, "19"[count % 2])
    world.presses(LEG, "3")
    world.hangs_up(LEG)
    world.disk_takes_all()
    (record,) = world.calls()
    told = [in_english(step) for step in record.trail]
    assert len(told) == MOST_STEPS
    assert told[0].startswith("Arrived for Nordlys")
    assert record.trail[BEGINNING].kind is Told.LEFT_OUT
    assert [step.kind for step in record.trail].count(Told.LEFT_OUT) == 1
    assert "Waits in Annet." in told[-6:]
    assert told[-1].startswith("Ended:")
    assert not any(world.leftovers().values())


@pytest.mark.parametrize("keys", ["0987654321", "*#", "4", "12345"])
def test_a_thousand_keys_of_any_kind_leave_nothing_behind(keys: str) -> None:
    world = World()
    world.rings(NORDLYS)
    for count in range(1000):
        world.presses(LEG, keys[count % len(keys)])
    world.hangs_up(LEG)
    world.disk_takes_all()
    assert len(world.calls()[0].trail) < 100
    assert not any(world.leftovers().values())

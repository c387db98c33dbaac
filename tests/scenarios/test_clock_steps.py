"""The clock is set, or the hour changes, while callers wait and talk: waits go on as they began."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from support.world import NORDLYS, World, office

from appliance.core.model.ids import CallRecord, LegId, Moment
from appliance.core.protocol import commands as do

OSLO = ZoneInfo("Europe/Oslo")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STEPS = {
    "an hour back": -HOUR,
    "an hour ahead": HOUR,
    "a day back": -DAY,
    "a day ahead": DAY,
    "ten years back": -3650 * DAY,
    "ten years ahead": 3650 * DAY,
}


@dataclass
class InOslo(World):
    """A world whose wall clock shows Oslo's time; it begins at `start`."""

    start: datetime = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

    def now(self) -> Moment:
        instant = self.start + self.leapt + timedelta(seconds=self.seconds)
        return Moment(self.seconds, instant.astimezone(OSLO))


def waiting_behind_one(world: World) -> LegId:
    """Anna talks with one caller; the next one waits for her alone."""
    first = world.rings(NORDLYS, leg="talks")
    world.presses(first, "1")
    world.answers(world.rung[-1].leg)
    waits = world.rings(NORDLYS, leg="waits")
    world.presses(waits, "1")
    return waits


def one_agent() -> World:
    base = office()
    loops = {id: replace(loop, members=("anna",)) for id, loop in base.loops.items()}
    return InOslo(replace(base, loops=loops))


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_who_waits_waits_as_long_as_before_and_is_served_next(step: timedelta) -> None:
    plain, stepped = one_agent(), one_agent()
    for world in (plain, stepped):
        waiting_behind_one(world)
        world.passes(5)
    stepped.leapt = step
    for world in (plain, stepped):
        world.passes(60)
    assert stepped.timers.keys() == plain.timers.keys()
    assert stepped.hears(LegId("waits")) == plain.hears(LegId("waits"))
    assert [c.stands for c in stepped.view.calls] == [c.stands for c in plain.view.calls]


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_telephone_rings_as_long_as_before(step: timedelta) -> None:
    worlds = one_agent(), one_agent()
    for world in worlds:
        leg = world.rings(NORDLYS, leg="c")
        world.presses(leg, "1")
    worlds[1].leapt = step
    for seconds in (5, 10, 30):
        for world in worlds:
            world.passes(seconds)
        assert worlds[1].lamp("anna") == worlds[0].lamp("anna")
        assert len(worlds[1].rung) == len(worlds[0].rung)


@pytest.mark.parametrize(
    "start",
    [datetime(2026, 3, 29, 0, 59, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 59, 30, tzinfo=UTC)],
    ids=["summer begins", "summer ends"],
)
def test_the_hour_changes_while_a_caller_waits_and_another_talks(start: datetime) -> None:
    """02:00 becomes 03:00, or 03:00 becomes 02:00; waits are of the monotonic clock."""
    base = office()
    loops = {id: replace(loop, members=("anna",)) for id, loop in base.loops.items()}
    changing = InOslo(replace(base, loops=loops), start=start)
    plain = InOslo(replace(base, loops=loops), start=start - timedelta(days=3))
    for world in (changing, plain):
        waiting_behind_one(world)
        world.passes(60)
    assert [c.stands for c in changing.view.calls] == [c.stands for c in plain.view.calls]
    assert changing.hears(LegId("waits")) == plain.hears(LegId("waits"))
    for world in (changing, plain):
        world.hangs_up(LegId("waits"))
        world.hangs_up(LegId("talks"))
    ended = [length(world) for world in (changing, plain)]
    assert ended[0] == ended[1]


def length(world: World) -> list[timedelta]:
    """How long the closed calls were, as they are stored."""
    return [r.ended.astimezone(UTC) - r.started.astimezone(UTC) for r in stored(world)]


def stored(world: World) -> list[CallRecord]:
    records = [record for c in world.done if isinstance(c, do.Save) for record in c.records]
    return [record for record in records if isinstance(record, CallRecord)]


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_call_is_as_long_as_it_was_for_the_bill(step: timedelta) -> None:
    """It counts from the time at which it came; it lasted ten years, or ended before it began."""
    plain, stepped = one_agent(), one_agent()
    for world, leap in ((plain, timedelta()), (stepped, step)):
        waiting_behind_one(world)
        world.passes(20)
        world.leapt = leap
        world.passes(25)
        world.hangs_up(LegId("talks"))
        world.passes(60)
    assert length(stepped)[0] == length(plain)[0] >= timedelta(seconds=45)
    assert stored(stepped)[0].started == stored(plain)[0].started

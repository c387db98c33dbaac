"""Hundreds of staff come and go in the same moment, and no caller waits for the sums of it.

How much is done between two looks at the telephone is counted in steps of the interpreter: see
test_a_large_office.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from scenarios.test_a_large_office import Work
from support.large_office import Size, large_office, number_of
from support.plain_queue import Doubting
from support.world import World

from appliance.core.model.calendar import CalendarAccess, Entry, Shown
from appliance.core.model.ids import LegId, Status, TimerId
from appliance.core.protocol import commands as do
from appliance.core.protocol.events import PresenceSet, StrangersIgnored, TimerFired
from appliance.core.protocol.events_calendar import CalendarRead
from appliance.core.switchboard import Switchboard

SOME, CROWD = 100, 500
"""Both more than is done at once."""
NEARLY_FLAT = 2.0
"""It is still looked through all of them for those whose time has come."""
HOUR = timedelta(hours=1)
TALKS, WAITS = LegId("talks"), LegId("waits")


def crowd(staff: int, meeting: timedelta, core: Switchboard | None = None) -> World:
    """So many staff, all with a meeting of an hour that begins so much later."""
    office = large_office(Size(10, staff, 1, members=staff))
    access = CalendarAccess("https://127.0.0.1/calendar.ics")
    agents = {id: replace(agent, calendar=access) for id, agent in office.agents.items()}
    world = World(replace(office, agents=agents), core or Switchboard())
    begins = world.now().wall + meeting
    for id in agents:
        entry = Entry(begins, begins + HOUR, Shown.BUSY)
        world.happens(CalendarRead(id, (entry,), world.now().wall))
    return world


def lunch_ends(world: World) -> float:
    end = world.now().wall + timedelta(seconds=61)
    for id in world.switchboard.picture.directory.agents:
        world.happens(PresenceSet(id, Status.AWAY, "lunch", until=end))
    return 61


def hour_begins(world: World) -> float:
    return 3600


def meetings_end(world: World) -> float:
    world.seconds = 3700
    world.happens(TimerFired(TimerId("minute")))
    return 3500


def midnight(world: World) -> float:
    return 14 * 3600


def calendars_fall_silent(world: World) -> float:
    """Two hours without a word count as late; the meetings are over."""
    world.seconds = 2 * 3600 - 60
    world.happens(TimerFired(TimerId("minute")))
    return 120


MOMENTS = [lunch_ends, hour_begins, meetings_end, midnight, calendars_fall_silent]


def most_at_once(staff: int, moment: Callable[[World], float]) -> int:
    """The most steps between two looks at the telephone."""
    world = crowd(staff, timedelta(hours=20) if moment is midnight else HOUR)
    later = moment(world)
    world.seconds += later
    steps, timers = [], [TimerId("minute")]
    while timers or world.switchboard.behind:
        for timer in timers[:1]:
            steps.append(
                counted(world, lambda w, t=timer: w.switchboard.handle(TimerFired(t), w.now()))
            )
        timers = timers[1:] + steps[-1][1] if timers else []
        steps.append(counted(world, lambda w: w.switchboard.look(w.now())))
    assert len(steps) > 2, "it was a crowd"
    return max(most for most, _ in steps)


def counted(world: World, turn: Callable[[World], list[do.Command]]) -> tuple[int, list[TimerId]]:
    """The steps of it, and the timers that it wants to fire at once."""
    work = Work()
    with work.counted():
        commands = turn(world)
    timers = [c.timer for c in commands if isinstance(c, do.StartTimer) and c.seconds == 0]
    return work.steps, timers


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.__name__)
def test_what_happens_to_five_hundred_at_once_is_done_in_shares(
    moment: Callable[[World], float],
) -> None:
    assert most_at_once(CROWD, moment) <= NEARLY_FLAT * most_at_once(SOME, moment)


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.__name__)
def test_a_crowd_is_shown_when_all_of_it_is_known(moment: Callable[[World], float]) -> None:
    """One picture before, one after, and `Doubting` finds the last one right."""
    world = crowd(SOME, HOUR, Doubting())
    later = moment(world)
    world.seconds += later
    shown = [c for c in world.happens(TimerFired(TimerId("minute"))) if isinstance(c, do.Show)]
    world.passes(0)
    assert len(shown) <= 1
    patterns = {lamp.pattern for lamp in world.view.lamps}
    assert len(patterns) == 1, patterns


def test_who_waits_is_rung_for_as_soon_as_a_meeting_of_everybody_ends() -> None:
    """One of them talks; the only other one who works is whose calendar is looked at last."""
    world = crowd(SOME, timedelta(seconds=-5))
    last = f"a{SOME - 1}"
    world.happens(CalendarRead("a0", (), world.now().wall))
    for id in world.switchboard.picture.directory.agents:
        if id not in ("a0", last):
            world.happens(PresenceSet(id, Status.LOGGED_OUT, "ill"))
    world.passes(3590)
    for leg in (TALKS, WAITS):
        world.rings(number_of(0), leg=leg)
        world.presses(leg, "1")
        if leg is TALKS:
            world.answers(world.rung[0].leg)
    assert (world.hears(WAITS), world.lamp(last)) == ("waiting", "away")
    world.seconds = 3595
    world.happens(StrangersIgnored(1))
    world.passes(0)
    assert world.lamp(last) == "ringing"

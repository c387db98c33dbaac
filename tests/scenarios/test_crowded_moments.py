"""The queue looks only at what has changed, and never decides otherwise than by looking at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from scenarios.test_every_moment import AnyDay
from support.examples import examples
from support.plain_queue import Doubting
from support.world import NORDLYS, STROM, World, office, rich_office

from appliance.core.model.calendar import CalendarAccess, Entry, Shown
from appliance.core.model.ids import LegId, Strategy
from appliance.core.protocol import events as seen
from appliance.core.protocol.events_calendar import CalendarRead
from appliance.core.settings.directory import Directory
from appliance.core.settings.lines import Choice
from appliance.core.settings.loops import Loop, Overflow

LOOPS = ["invoices", "wages", "other", "short", "abroad"]
LANGUAGES = st.sampled_from(["nb", "da"])
OVERFLOWS = st.sampled_from(
    [
        None,
        Overflow(after_seconds=6.0, partner="vest"),
        Overflow(length=1, loop="short"),
        Overflow(length=2, when_empty=False),
        Overflow(after_seconds=4.0, loop="abroad"),
        Overflow(after_seconds=4.0, number="+4710000044"),
    ]
)
MEMBERS = st.lists(st.sampled_from(["anna", "bo", "cato", "dag"]), min_size=1, unique=True)

BO = st.sampled_from(["sip:bo@127.0.0.1:5072", "sip:bo@127.0.0.1:5079", "+4710000056"])
"""Bo has another telephone now and then."""


@st.composite
def loops(draw: st.DrawFn, id: str) -> Loop:
    return Loop(
        id,
        id.title(),
        tuple(draw(MEMBERS)),
        wait_seconds=100.0,
        strategy=draw(st.sampled_from(list(Strategy))),
        skill=draw(st.sampled_from(["", "", "", "tax"])),
        announce_seconds=draw(st.sampled_from([None, 7.0])),
        announce_wait=True,
        call_back=draw(st.booleans()),
        record=draw(st.booleans()),
        ring_seconds=draw(st.sampled_from([None, 2.0])),
        overflow=draw(OVERFLOWS),
    )


@st.composite
def crowded_offices(draw: st.DrawFn) -> Directory:
    """Any loops, few ways out, and keys that lead to loops and to people."""
    base = rich_office()
    keys = {str(at): Choice(loop, loop=loop) for at, loop in enumerate(LOOPS, 1)}
    keys |= {
        "8": Choice("Dag", loop="wages", agent="dag"),
        "9": Choice("Cato", "short", agent="cato"),
    }
    agents = {
        id: replace(agent, languages=(draw(LANGUAGES),), skills=("tax",) if id == "anna" else ())
        for id, agent in base.agents.items()
    }
    agents["bo"] = replace(agents["bo"], address=draw(BO))
    office = replace(base.office, max_calls=30, max_outgoing=draw(st.integers(1, 3)))
    lines = {id: replace(line, languages={}) for id, line in base.lines.items()}
    return replace(
        base,
        office=office,
        agents=agents,
        lines=lines,
        loops={id: draw(loops(id)) for id in LOOPS},
        menus={"main": replace(base.menus["main"], keys=keys)},
        announcements={},
    )


class CrowdedDay(AnyDay):
    """Far more callers than people, and settings that change in between."""

    @initialize(office=crowded_offices())
    def the_office(self, office: Directory) -> None:  # type: ignore[override]
        self.world = World(office, Doubting())

    @rule(
        number=st.sampled_from([NORDLYS, STROM]),
        keys=st.lists(st.sampled_from("1234589"), min_size=1, max_size=6),
    )
    def callers_join(self, number: str, keys: list[str]) -> None:
        for key in keys:
            self.arrived += 1
            leg = self.world.rings(number, leg=f"call{self.arrived}")
            if leg in self.world.legs:
                self.world.presses(leg, key)

    @rule(office=crowded_offices())
    def the_settings_change(self, office: Directory) -> None:
        self.world.happens(seen.SettingsChanged(office))


def test_who_comes_from_another_loop_and_has_waited_longer_makes_the_last_one_too_many() -> None:
    base = office()
    wages = replace(base.loops["wages"], members=("anna",), overflow=Overflow(6.0, loop="other"))
    other = replace(base.loops["other"], members=("bo",), overflow=Overflow(length=1))
    loops = {**base.loops, "wages": wages, "other": other}
    world = World(replace(base, loops=loops), Doubting())
    talk_with(world, "2", "anna"), talk_with(world, "3", "bo")
    first, second, third = (joins(world, key) for key in "233")
    assert world.hears(third) == "waiting"
    world.passes(6)
    assert [call for call in (first, second, third) if world.hears(call) == "waiting"] == [
        first,
        second,
    ]


def test_the_end_of_an_appointment_rings_for_who_waits() -> None:
    base = office()
    access = CalendarAccess("https://calendar.example.org/bo.ics")
    agents = {**base.agents, "bo": replace(base.agents["bo"], calendar=access)}
    world = World(replace(base, agents=agents), Doubting())
    now = world.now().wall
    world.happens(CalendarRead("bo", (Entry(now, now + timedelta(seconds=30), Shown.BUSY),), now))
    talk_with(world, "1", "anna")
    joins(world, "1")
    assert world.lamp("bo") == "away"
    world.passes(31)
    world.rings(leg="somebody else")
    assert world.lamp("bo") == "ringing"


def joins(world: World, key: str) -> LegId:
    world.passes(1)
    leg = world.rings(leg=f"w{len(world.legs)}")
    world.presses(leg, key)
    return leg


def talk_with(world: World, key: str, agent: str) -> None:
    joins(world, key)
    world.answers(next(ring.leg for ring in world.rung if agent in ring.uri))


CrowdedDay.TestCase.settings = settings(
    max_examples=examples(60), stateful_step_count=30, deadline=None
)
TestCrowdedDay = CrowdedDay.TestCase

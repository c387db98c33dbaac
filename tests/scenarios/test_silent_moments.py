"""Whatever silent telephones do, they are passed over only while the last of them was silence."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from support.examples import examples
from support.plain_queue import Doubting
from support.silent_telephones import SilentTelephones
from support.world import World, office

from appliance.core.model.ids import LegId
from appliance.core.protocol import events as seen
from appliance.core.settings.directory import Directory

HASTY = 2.0
"""Seconds that a telephone is rung: less than its silence needs to prove anything."""


def offices(seconds: float | None, anna: str) -> Directory:
    """Two people, one loop; Anna has her telephone at that address."""
    base = office()
    loops = {id: replace(loop, ring_seconds=seconds) for id, loop in base.loops.items()}
    agents = {**base.agents, "anna": replace(base.agents["anna"], address=anna)}
    return replace(base, loops=loops, agents=agents)


OFFICES = st.builds(
    offices,
    st.sampled_from([None, HASTY]),
    st.sampled_from(["sip:anna@127.0.0.1:5071", "sip:anna@127.0.0.1:5079", "+4710000056"]),
)


class SilentDay(SilentTelephones):
    """Callers, telephones that come and go, and settings that move them."""

    @initialize(office=OFFICES)
    def the_office(self, office: Directory) -> None:
        self.world = World(office, Doubting())
        self.arrived = 0

    @rule()
    def a_caller_joins(self) -> None:
        self.arrived += 1
        self.world.presses(self.world.rings(leg=f"call{self.arrived}"), "1")

    @rule(agent=st.sampled_from(["anna", "bo"]))
    def a_caller_rings_a_silent_telephone(self, agent: str) -> None:
        self.a_telephone_is_switched_off_or_on(agent, off=True)
        self.a_caller_joins()
        self.world.passes(HASTY)

    @precondition(lambda self: self._ringing())
    @rule(data=st.data())
    def an_agent_answers(self, data: st.DataObject) -> None:
        leg = data.draw(st.sampled_from(self._ringing()))
        if self.world.uri_of(leg) not in self.world.off:
            self.world.answers(leg)

    @precondition(lambda self: self.world.legs)
    @rule(data=st.data())
    def somebody_hangs_up(self, data: st.DataObject) -> None:
        self.world.hangs_up(LegId(data.draw(st.sampled_from(sorted(self.world.legs)))))

    @rule(office=OFFICES)
    def the_settings_change(self, office: Directory) -> None:
        self.world.happens(seen.SettingsChanged(office))

    @rule(seconds=st.sampled_from([0.5, HASTY, 4.0, 15.0]))
    def time_passes(self, seconds: float) -> None:
        self.world.passes(seconds)

    def teardown(self) -> None:
        """Every telephone comes back: within two looks nobody is passed over any more."""
        self.world.off.clear()
        for leg in sorted(self.world.legs):
            self.world.hangs_up(leg)
        for _ in range(2):
            self.world.passes(15)
            self.telephones_answer_when_they_are_looked_for()
        assert self._passed_over() == []
        assert not self.world.switchboard.picture.rung_out
        assert not self.world.switchboard.picture.doubted


SilentDay.TestCase.settings = settings(
    max_examples=examples(60), stateful_step_count=30, deadline=None
)
TestSilentDay = SilentDay.TestCase

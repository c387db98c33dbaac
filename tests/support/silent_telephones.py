"""Telephones that go silent and come back, as rules of a state machine around a World."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support.world import World

from appliance.core.model.ids import LegId, TimerId
from appliance.core.protocol import events as seen
from appliance.core.protocol.events_telephones import TelephoneFound
from appliance.core.staff import telephones

OWN = st.sampled_from(["anna", "bo", "dag"])
"""Those of the office who have a telephone with an address of its own."""
SILENCE = st.sampled_from([408, 503, 400, 487])


class SilentTelephones(RuleBasedStateMachine):
    """Some telephones answer nothing at all, until they do."""

    world: World

    @rule(agent=OWN, off=st.booleans())
    def a_telephone_is_switched_off_or_on(self, agent: str, off: bool) -> None:
        if known := self.world.switchboard.picture.directory.agents.get(agent):
            (self.world.off.add if off else self.world.off.discard)(known.address)

    @precondition(lambda self: self._ringing())
    @rule(data=st.data())
    def a_telephone_rings(self, data: st.DataObject) -> None:
        leg = data.draw(st.sampled_from(self._ringing()))
        if self.world.uri_of(leg) not in self.world.off:
            self.world.says_that_it_rings(leg)

    @precondition(lambda self: self._ringing())
    @rule(data=st.data(), code=SILENCE)
    def nothing_is_heard_of_a_telephone(self, data: st.DataObject, code: int) -> None:
        leg = data.draw(st.sampled_from(self._ringing()))
        if leg not in self.world.heard:
            self.world.ended(leg, code, silent=True)

    @rule()
    def telephones_answer_when_they_are_looked_for(self) -> None:
        looks, self.world.looks = self.world.looks, []
        for look in looks:
            if look.uri not in self.world.off:
                self.world.spoke_last[look.uri] = True
                self.world.happens(TelephoneFound(look.agent))

    @rule(agent=st.sampled_from(["anna", "cato", "nobody"]))
    def a_late_word_of_a_telephone(self, agent: str) -> None:
        self.world.happens(TelephoneFound(agent))
        self.world.happens(seen.TimerFired(TimerId(f"{telephones.TIMER}{agent}")))

    def _ringing(self) -> list[LegId]:
        return sorted(leg for leg, state in self.world.legs.items() if state == "ringing")

    @invariant()
    def who_is_passed_over_is_looked_for(self) -> None:
        for agent in self._passed_over():
            assert TimerId(f"{telephones.TIMER}{agent}") in self.world.timers, agent

    @invariant()
    def who_is_passed_over_has_said_nothing_since(self) -> None:
        agents = self.world.switchboard.picture.directory.agents
        for agent in self._passed_over():
            assert self.world.spoke_last.get(agents[agent].address) is False, agent

    def _passed_over(self) -> list[str]:
        staff = self.world.switchboard.picture.staff
        return [agent for agent, member in staff.items() if member.no_telephone]

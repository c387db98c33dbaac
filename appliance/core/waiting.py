"""Waiting in a loop: the sound, the telephones that are rung, and when we take a message."""

from __future__ import annotations

from dataclasses import replace

from appliance.core import message
from appliance.core.commands import Bridge, Command, HangUp, Ring, StartTimer, StopTimer
from appliance.core.directory import Agent
from appliance.core.identity import marked, readable
from appliance.core.model import LegId, Moment, Sound
from appliance.core.phases import (
    Call,
    Offer,
    Step,
    Talking,
    Waiting,
    enter,
    new_leg,
    noted,
    play,
    timer,
)

REST_SECONDS = 5.0
"""How long members who did not answer are left in peace before they are rung again."""


def join(call: Call, loop: str, now: Moment) -> Step:
    """The caller waits; the switchboard finds somebody free."""
    waits = call.directory.loops[loop]
    call = noted(call, now, f"Waits in {waits.name}.")
    call, sound = play(call, call.caller_leg, Sound.WAITING, loop=True)
    limit = StartTimer(timer(call, "wait"), waits.wait_seconds)
    return enter(call, Waiting(loop, now), [sound, limit])


def offer(call: Call, phase: Waiting, agent: Agent, now: Moment) -> Step:
    """Ring a member of the loop."""
    call, leg = new_leg(call)
    call = noted(call, now, f"Rang {agent.name}.")
    limit = StartTimer(timer(call, "ring"), call.directory.office.ring_seconds)
    ringing = replace(phase, offer=Offer(agent.id, leg))
    return enter(call, ringing, [_ring(call, leg, agent), limit])


def answered(call: Call, phase: Waiting, held: Offer, now: Moment) -> Step:
    """The agent took the call: both hear each other."""
    name = call.directory.agents[held.agent].name
    call = noted(replace(call, agent=held.agent), now, f"{name} answered.")
    bridge = Bridge(call.caller_leg, held.leg)
    return enter(call, Talking(held.agent, held.leg, now), [bridge, *_timers_off(call)])


def not_answered(call: Call, phase: Waiting, held: Offer, why: str, now: Moment) -> Step:
    """The agent did not take the call: others are rung, the same one after a rest."""
    name = call.directory.agents[held.agent].name
    call = noted(call, now, f"{name} did not take the call: {why}.")
    phase = replace(phase, offer=None, tried=phase.tried | {held.agent})
    rest = StartTimer(timer(call, "again"), REST_SECONDS)
    return enter(call, phase, [StopTimer(timer(call, "ring")), HangUp(held.leg), rest])


def rested(call: Call, phase: Waiting) -> Step:
    """Those who did not answer may be rung again."""
    return enter(call, replace(phase, tried=frozenset()), [])


def give_up(call: Call, phase: Waiting, why: str, now: Moment) -> Step:
    """Nobody can take the call in time: the caller leaves a message."""
    onward, commands = message.ask(noted(call, now, why), "leave_message", now)
    return onward, [*stop_ringing(call, phase), *commands]


def stop_ringing(call: Call, phase: Waiting) -> list[Command]:
    """End what belongs to the waiting: timers, and the telephone that rings."""
    ringing: list[Command] = [HangUp(phase.offer.leg)] if phase.offer else []
    return ringing + _timers_off(call)


def _timers_off(call: Call) -> list[Command]:
    return [StopTimer(timer(call, name)) for name in ("wait", "ring", "again")]


def _ring(call: Call, leg: LegId, agent: Agent) -> Ring:
    office, trunk = call.directory.office, call.directory.trunk
    shown = marked(readable(call.caller, agent.language), office.mark)
    name = f"{shown} {call.client.name}" if call.client else shown
    if agent.address.startswith(("sip:", "sips:")) or trunk is None:
        return Ring(leg, agent.address, marked(call.caller, office.mark), name)
    uri = f"sip:{agent.address}@{trunk.host}"
    return Ring(leg, uri, trunk.identity or marked(call.caller, office.mark), name)

"""A call that is put through: key to INVITE, answer to hearing, and the delay of the bridge."""

from __future__ import annotations

import queue
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat

from bench.edges import Onset, wait_until_quiet
from bench.figures import Figure, milliseconds

from appliance.probe.telephone import ProbeCall, RingOnly, Telephone

CALLER_HZ, AGENT_HZ = 440, 660
PATIENCE = 5.0
QUIET_SECONDS = 0.25
HEARD_SECONDS = 0.1
DIGIT_OVER_SECONDS = 0.4
"""A caller's telephone sends no speech while it sends a digit and its three last packets."""
AFTER_CALL_SECONDS = 0.2
"""Longer than the wrap-up of the bench's office."""
APART_SECONDS = 0.5
"""The desks' callers do not keep step, else their keys would queue for each other."""


@dataclass(slots=True)
class Times:
    """What was found, in ns; `failed` says which calls went wrong, and how."""

    invite: list[int] = field(default_factory=list)
    both_hear: list[int] = field(default_factory=list)
    delay: list[int] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Desk:
    """A worker's telephones: one that calls, one that is rung as every agent of loop `key`."""

    caller: Telephone
    agents: Telephone
    key: str


def measure(desks: list[Desk], uri: str, calls: int, bursts: int) -> tuple[Figure, ...]:
    """Put `calls` calls through at each desk, with `bursts` tone bursts in each direction."""
    times = Times()
    with ThreadPoolExecutor(len(desks)) as pool:
        list(pool.map(_work, desks, repeat(uri), repeat(calls), repeat(bursts), repeat(times)))
    return (
        Figure("digit start -> INVITE to agent", "ms", milliseconds(times.invite), 1.5),
        Figure(
            "agent answers -> both hear",
            "ms",
            milliseconds(times.both_hear),
            62,
            note="from just before the agent's 200 OK was sent to the later of the two first "
            "packets with the other's tone; both speak all the time",
        ),
        Figure(
            "one-way delay bridged",
            "ms",
            milliseconds(times.delay),
            45,
            note="from sending the packet that a tone begins in to the sample where it begins at "
            "the other end (packet's kernel stamp + 0.125 ms for each sample); both directions",
        ),
        Figure(
            "  calls not put through",
            "calls",
            (len(times.failed),),
            0,
            "max",
            note="; ".join(sorted(set(times.failed))),
        ),
    )


def _work(desk: Desk, uri: str, calls: int, bursts: int, times: Times) -> None:
    desk.agents.on_invite = RingOnly()
    for _ in range(calls):
        time.sleep(AFTER_CALL_SECONDS + random.random() * APART_SECONDS)
        caller = desk.caller.dial(uri, "+4710000102")
        try:
            _talk(desk, caller, bursts, times)
        finally:
            _end(desk, caller)


def _talk(desk: Desk, caller: ProbeCall, bursts: int, times: Times) -> None:
    if not caller.wait_for("answered", PATIENCE):
        times.failed.append(f"not answered ({caller.code})")
        return
    caller.send_tone(CALLER_HZ)
    pressed_ns = caller.press(desk.key)
    try:
        arrival = desk.agents.arrivals.get(timeout=PATIENCE)
    except queue.Empty:
        times.failed.append("no INVITE to the agent")
        return
    times.invite.append(arrival.at_ns - pressed_ns)
    time.sleep(DIGIT_OVER_SECONDS)
    agent: ProbeCall = arrival.call
    arrival.call.answer(AGENT_HZ)
    if _both_hear(caller, agent, times):
        for _ in range(bursts):
            _burst(caller, agent, CALLER_HZ, times)
            _burst(agent, caller, AGENT_HZ, times)


def _both_hear(caller: ProbeCall, agent: ProbeCall, times: Times) -> bool:
    at_caller = caller.hear(AGENT_HZ, HEARD_SECONDS, PATIENCE)
    at_agent = agent.hear(CALLER_HZ, HEARD_SECONDS, PATIENCE)
    answered_ns = agent.when("200 sent")
    if not at_caller or not at_agent or answered_ns is None:
        times.failed.append("not heard")
        return False
    times.both_hear.append(max(at_caller.first_ns, at_agent.first_ns) - answered_ns)
    return True


def _burst(speaker: ProbeCall, listener: ProbeCall, hz: int, times: Times) -> None:
    speaker.send_silence()
    if not wait_until_quiet(listener, QUIET_SECONDS):
        times.failed.append("not quiet")
        return
    sent_ns = speaker.send_tone(hz)
    if edge := listener.listen(Onset(sent_ns), PATIENCE):
        times.delay.append(edge.sample_ns - sent_ns)
    else:
        times.failed.append("burst not heard")


def _end(desk: Desk, caller: ProbeCall) -> None:
    for call in (caller, *desk.agents.calls[-1:]):
        if call.state != "ended":
            call.hang_up()
            call.wait_for("ended", PATIENCE)

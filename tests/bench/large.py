"""An office of 500 firms beside a small one, 200 callers who wait, and one hostile packet."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench import hostile, office, setup_rate, talk
from bench.box import Box
from bench.figures import Figure
from support.large_office import Size, large_office, number_of

from appliance.core.model.ids import Prompt
from appliance.core.settings.directory import Directory
from appliance.core.settings.lines import Line
from appliance.probe.telephone import AnswerAfter, ProbeCall, Telephone
from appliance.settings.document import write
from appliance.speech.library import file_name

SMALL, LARGE = Size(1, 20, 1), Size(500, 500, 500)
MEMBERS = 20
"""Of the first loop in both offices."""
STRAIGHT = "+4710009999"
"""A line whose callers are in the first loop by themselves."""
MOST_CALLS = 256
KEY_GOAL_MS = 1.5
FLAT = 1.5
"""What happens in a large office, or behind many callers, may cost so many times as much."""
WAITERS_PER_SECOND = 10
SETTLE_SECONDS = 3.0
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured; `packets`: every how many-th of the hostile ones is sent."""

    calls: int = 100
    talks: int = 10
    waiting: int = 200
    idle_seconds: float = 4.0
    packets: int = 1


def measure(plan: Plan) -> Iterator[Figure]:
    """Both offices; in the large one also the crowd and the packets."""
    with _running(SMALL) as (box, agents):
        cost, *figures = _office(box, agents, "office of 1", plan)
        yield from (cost, *figures)
    with _running(LARGE) as (box, agents):
        alone, *figures = _office(box, agents, "office of 500", plan, cost.median * FLAT)
        yield from (alone, *figures)
        yield from hostile.measure(box, box.uri(number_of(0)), plan.packets)
        yield from _crowd(box, agents, plan, alone.median * FLAT)


@contextmanager
def _running(size: Size) -> Iterator[tuple[Box, Telephone]]:
    with Telephone() as agents, ExitStack() as stack:
        document = write(_settings(size, agents.uri.partition("@")[2]))
        box = Box([], document=document, line=number_of(0), calls=MOST_CALLS)
        put_prompts(box.folder / "data" / "prompts", size)
        stack.enter_context(box)
        box.start()
        time.sleep(SETTLE_SECONDS)
        yield box, agents


def _settings(size: Size, telephone: str) -> Directory:
    """Such an office, with one line more whose menu leads on by itself."""
    made = large_office(size, (telephone,))
    menu = replace(made.menus["m0"], id="straight", default="1", key_seconds=0.1)
    line = Line("straight", STRAIGHT, "f0", "straight", "en")
    return replace(
        made,
        office=replace(made.office, max_calls=MOST_CALLS),
        lines={**made.lines, "straight": line},
        menus={**made.menus, "straight": menu},
        trunk=None,
    )


def put_prompts(cache: Path, size: Size) -> None:
    """Lay a recording of every firm's menu where the switchboard keeps rendered prompts."""
    cache.mkdir(parents=True, exist_ok=True)
    tone = cache.parent / "tone.wav"
    office.write_tone(tone, 700, office.SHORT_SECONDS)
    for firm in range(size.firms):
        shutil.copyfile(tone, cache / file_name(Prompt(f"This is firm {firm}.", "en")))


def _office(
    box: Box, agents: Telephone, whose: str, plan: Plan, most: float | None = None
) -> tuple[Figure, ...]:
    """CPU per call first; then INVITE -> 200, and from the key to the agent's INVITE."""
    uri = box.uri(number_of(0))
    with Telephone() as caller:
        idle = _cores(box, plan.idle_seconds)
        cost, *setup = _calls(box, caller, uri, whose, plan.calls, idle, most)
        desk = talk.Desk(caller, agents, "1")
        invite, _, _, failed = talk.measure([desk], uri, plan.talks, 0)
    named = [replace(each, name=f"{whose}: {each.name.strip()}") for each in (invite, failed)]
    return (cost, *setup, *named)


def _crowd(box: Box, agents: Telephone, plan: Plan, most: float) -> Iterator[Figure]:
    """What the next caller meets while nobody is free and so many wait."""
    agents.on_invite = AnswerAfter()
    whose = f"{plan.waiting} waiting"
    with Telephone() as crowd, Telephone() as caller:
        waiting = [_waits(crowd, box.uri(STRAIGHT), n) for n in range(plan.waiting + MEMBERS)]
        there = sum(call.wait_for("answered", PATIENCE) for call in waiting)
        time.sleep(SETTLE_SECONDS)
        yield Figure(f"  {whose}: of them not there", "calls", (len(waiting) - there,), 0, "max")
        idle = _cores(box, plan.idle_seconds)
        yield from _calls(box, caller, box.uri(number_of(0)), whose, plan.calls, idle, most)
        yield from _calls(box, caller, box.uri(STRAIGHT), f"{whose}, one more", 40, idle, None)
        crowd.hang_up_all()


def _waits(telephone: Telephone, uri: str, n: int) -> ProbeCall:
    time.sleep(1 / WAITERS_PER_SECOND)
    return telephone.dial(uri, f"+4720{n:06}", media=False)


def _calls(
    box: Box, caller: Telephone, uri: str, whose: str, calls: int, idle: float, most: float | None
) -> tuple[Figure, ...]:
    """Calls that are answered and hang up soon: the CPU of each, and how soon it was answered."""
    cpu, began = box.cpu_seconds(), time.monotonic()
    figures = setup_rate.measure(caller, uri, 10, calls)
    spent = box.cpu_seconds() - cpu - idle * (time.monotonic() - began)
    note = f"beyond the {100 * idle:.1f} % of a core that the box takes without these calls"
    cost = Figure(f"{whose}: CPU per call", "ms", (1000 * spent / calls,), most, "max", note)
    named = (replace(each, name=f"{whose}: {each.name.strip()}") for each in figures)
    return (cost, *named)


def _cores(box: Box, seconds: float) -> float:
    """The share of a core that the box takes now."""
    cpu, began = box.cpu_seconds(), time.monotonic()
    time.sleep(seconds)
    return (box.cpu_seconds() - cpu) / (time.monotonic() - began)

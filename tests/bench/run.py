"""Measures a real switchboard from outside, over loopback: `python tests/bench/run.py`."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import keys, large, load, office, panel, setup_rate, talk
from bench.box import BenchError, Box, priority
from bench.figures import Figure, show, write
from bench.machine import Bystanders

from appliance.probe.telephone import Telephone

START_GOAL_SECONDS = 1.5
FOOTNOTES = (
    "what came in is stamped by the kernel (SO_TIMESTAMPNS), what went out just before sendto",
    "p95 is the nearest rank; loopback, one machine, the measuring process beside the box",
    "panel, display, and modem are emulated inside the measured process",
    f"the switchboard has the priority of its unit as far as it may: niceness {priority()}",
    "no Asterisk is measured beside it",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: `rates` are (calls a second, calls)."""

    rates: tuple[tuple[float, int], ...]
    key_calls: int
    keys: int
    desks: int
    talks: int
    bursts: int
    load_seconds: float
    idle_seconds: float
    starts: int
    panel_calls: int
    panel_seconds: float
    large: large.Plan


FULL = Plan(((1, 40), (10, 200), (50, 500)), 40, 5, 4, 25, 3, 15, 20, 10, 20, 8, large.Plan())
QUICK = Plan(
    ((1, 3), (10, 30), (50, 100)), 8, 3, 4, 2, 2, 3, 4, 2, 4, 2, large.Plan(20, 2, 30, 2, 8)
)


def main() -> int:
    """Measure, print, write JSON; returns 2 if that failed, 1 if --strict and a goal is missed."""
    asked = _arguments()
    sys.setswitchinterval(0.0005)
    gc.disable()
    figures: list[Figure] = []
    bystanders = Bystanders()
    try:
        for figure in measured(QUICK if asked.quick else FULL):
            figures.append(figure)
            print(f"{figure.name}: {figure.median:.4g} {figure.unit}", file=sys.stderr, flush=True)
    except BenchError as error:
        print(error, file=sys.stderr)
        return 2
    notes = (*FOOTNOTES, bystanders.sentence())
    show(figures, notes)
    write(asked.json, figures, notes, asked.quick)
    missed = any(figure.met is False for figure in figures)
    return int(asked.strict and missed)


def measured(plan: Plan) -> Iterator[Figure]:
    """Every figure of the plan, as it is found."""
    yield from panel.measure(plan.panel_calls, plan.panel_seconds)
    with ExitStack() as stack:
        agents = [stack.enter_context(Telephone()) for _ in range(plan.desks)]
        hosts = [telephone.uri.partition("@")[2] for telephone in agents]
        box = stack.enter_context(Box(hosts))
        yield _starts(box, plan.starts)
        box.start()
        time.sleep(1)  # what the start left to do is no part of the figures
        yield from load.idle(box, plan.idle_seconds)
        short, long = box.uri(office.LINE), box.uri(office.LONG_LINE)
        # Before the ramps: for half a minute after them, memory tells of them and not of callers.
        for callers_at_once in (50, 100):
            with Telephone() as caller:
                yield from load.measure(caller, box, long, callers_at_once, plan.load_seconds)
        with Telephone() as caller:
            setup_rate.measure(caller, short, 10, 5)
            for per_second, calls in plan.rates:
                yield from setup_rate.measure(caller, short, per_second, calls)
            yield load.afterwards(box)
            yield from keys.measure(caller, short, plan.key_calls, plan.keys)
        with ExitStack() as callers:
            desks = [
                talk.Desk(callers.enter_context(Telephone()), telephone, key)
                for telephone, key in zip(agents, office.WORKER_KEYS, strict=False)
            ]
            yield from talk.measure(desks, short, plan.talks, plan.bursts)
    yield from large.measure(plan.large)


def _starts(box: Box, times: int) -> Figure:
    seconds = []
    box.start()  # whose bytecode is written then, as it is where the box is installed
    box.stop()
    for _ in range(times):
        seconds.append(box.start().seconds)
        box.stop()
    note = "an INVITE every 20 ms from the start of the process until a 200 OK; warm file cache"
    name = "start -> first answered call"
    return Figure(name, "s", tuple(seconds), START_GOAL_SECONDS, note=note)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look, in about two minutes")
    parser.add_argument("--strict", action="store_true", help="fail when a goal is missed")
    parser.add_argument("json", nargs="?", type=Path, default=Path("build/bench.json"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

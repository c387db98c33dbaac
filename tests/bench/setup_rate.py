"""INVITE to 200 OK, at a steady rate of calls that hang up soon."""

from __future__ import annotations

import time
from collections import deque

from bench.figures import Figure, milliseconds

from appliance.probe.telephone import ProbeCall, Telephone

GOAL_MS = 2.5
CALL_SECONDS = 0.3
PATIENCE = 5.0


def measure(telephone: Telephone, uri: str, per_second: float, calls: int) -> tuple[Figure, Figure]:
    """Call `calls` times at a rate; set-up times, and the calls that were not answered."""
    placed = _place(telephone, uri, per_second, calls)
    answered = [call for call in placed if call.wait_for("answered", PATIENCE)]
    for call in placed:
        call.hang_up()
    for call in placed:
        call.wait_for("ended", PATIENCE)
    times = [took for call in answered if (took := set_up_ns(call)) is not None]
    name = f"INVITE -> 200 at {per_second:g} calls/s"
    return (
        Figure(name, "ms", milliseconds(times), GOAL_MS),
        Figure(
            f"  calls without 200 at {per_second:g}/s", "calls", (calls - len(answered),), 0, "max"
        ),
    )


def set_up_ns(call: ProbeCall) -> int | None:
    """From just before the first INVITE left to the kernel's stamp of the 200 OK."""
    sent, answered = call.when("INVITE sent"), call.when("200 received")
    return None if sent is None or answered is None else answered - sent


def _place(telephone: Telephone, uri: str, per_second: float, calls: int) -> list[ProbeCall]:
    """Callers ring at a steady rate; those who hang up do so between two rings, not with one."""
    placed: list[ProbeCall] = []
    standing: deque[tuple[float, ProbeCall]] = deque()
    begin = time.monotonic()
    for n in range(calls):
        _sleep_until(begin + n / per_second)
        placed.append(telephone.dial(uri, f"+47100001{n % 100:02}", media=False))
        standing.append((time.monotonic() + CALL_SECONDS, placed[-1]))
        _sleep_until(begin + (n + 0.5) / per_second)
        while standing and standing[0][0] <= time.monotonic():
            standing.popleft()[1].hang_up()
    return placed


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))

"""From the start of a digit to the first packet of the next prompt, in and between two menus."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor

from bench.edges import Onset, wait_until_quiet
from bench.figures import Figure, milliseconds

from appliance.probe.telephone import Telephone

GOAL_MS = 21
AT_ONCE = 4
QUIET_SECONDS = 0.1
PATIENCE = 5.0
NOTE = (
    "from just before the first RFC 4733 packet was sent to the kernel's stamp of the first "
    "audible packet; both prompts are tones that are loud from their first sample, the key is "
    "pressed 0.1 s or more after the prompt before has fallen silent"
)


def measure(telephone: Telephone, uri: str, calls: int, keys: int) -> tuple[Figure, Figure]:
    """Press `keys` keys in each of `calls` calls, whose phases against the box's clock differ."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        lists = list(pool.map(lambda _: _one_call(telephone, uri, keys), range(calls)))
    times = [took for found in lists for took in found]
    lost = calls * keys - len(times)
    return (
        Figure("digit start -> next prompt", "ms", milliseconds(times), GOAL_MS, note=NOTE),
        Figure("  digits without a prompt", "digits", (lost,), 0, "max"),
    )


def _one_call(telephone: Telephone, uri: str, keys: int) -> list[int]:
    time.sleep(random.random() * 0.02)
    call = telephone.dial(uri, "+4710000101")
    try:
        if not call.wait_for("answered", PATIENCE) or not call.hear(None, 0.02, PATIENCE):
            return []
        times = []
        for _ in range(keys):
            if wait_until_quiet(call, QUIET_SECONDS):
                pressed_ns = call.press("1")
                if prompt := call.listen(Onset(pressed_ns), PATIENCE):
                    times.append(prompt.at_ns - pressed_ns)
        return times
    finally:
        call.hang_up()
        call.wait_for("ended", PATIENCE)

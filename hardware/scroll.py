"""The motion of a row that is too wide: pure functions of the time since it was first shown."""

import math
from collections.abc import Iterable
from typing import Final

STEP_SECONDS: Final = 0.2
STEP_PIXELS: Final = 4
REST_STEPS: Final = 10
"""A row stands still for 2 s before each round, so that its beginning can be read."""

GAP_PIXELS: Final = 24
"""Between the end of the text and its beginning, which follows it."""


def offset(length: int, elapsed: float) -> int:
    """Return by how many pixels a text of `length` pixels has moved to the left."""
    step = _step(elapsed) % _round(length)
    return max(0, step - REST_STEPS) * STEP_PIXELS


def seconds_to_move(lengths: Iterable[int], elapsed: float) -> float | None:
    """Return after how many seconds the first of these texts moves; None if there is none."""
    waits = [_steps_to_move(length, _step(elapsed)) for length in lengths]
    if not waits:
        return None
    return max(0.0, (_step(elapsed) + min(waits)) * STEP_SECONDS - elapsed)


def _steps_to_move(length: int, step: int) -> int:
    return max(1, REST_STEPS + 1 - step % _round(length))


def _step(elapsed: float) -> int:
    return int(elapsed / STEP_SECONDS + 1e-6)  # 0.6 / 0.2 is a little less than 3


def _round(length: int) -> int:
    return REST_STEPS + math.ceil((length + GAP_PIXELS) / STEP_PIXELS)

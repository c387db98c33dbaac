"""When the prompts were brought to memory last, and when that is tried again."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Readiness:
    """`since`: the last try after a prompt that was not heard (monotonic seconds).

    `pause`: so long it rests after a try that fails.
    """

    since: float = float("-inf")
    pause: float = FIRST_SECONDS

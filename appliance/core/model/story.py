"""The story of a call, step by step, and how long it may become."""

from __future__ import annotations

from appliance.core.model.ids import TrailStep

BEGINNING = 20
"""So many of the first steps are always told: how the call came and where it went."""
MOST_STEPS = 200
"""A caller may press keys for hours; every step is shown, stored, and sent to whoever watches."""
LEFT_OUT = "Some steps are left out."


def longer(trail: tuple[TrailStep, ...], step: TrailStep) -> tuple[TrailStep, ...]:
    """The story with one more step; of one that is too long, the beginning and the newest."""
    if len(trail) < MOST_STEPS:
        return (*trail, step)
    gap = TrailStep(trail[BEGINNING].at, LEFT_OUT)
    newest = trail[len(trail) - MOST_STEPS + BEGINNING + 2 :]
    return (*trail[:BEGINNING], gap, *newest, step)

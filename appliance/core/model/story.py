"""The story of a call, step by step, and how long it may become."""

from __future__ import annotations

from appliance.core.model.ids import TrailStep
from appliance.core.model.told import Told

BEGINNING = 20
"""So many of the first steps are always told: how the call came and where it went."""
MOST_STEPS = 200
"""A caller may press keys for hours; every step is shown, stored, and sent to whoever watches."""


def longer(trail: tuple[TrailStep, ...], step: TrailStep) -> tuple[TrailStep, ...]:
    """The story with one more step; of one that is too long, the beginning and the newest."""
    if len(trail) < MOST_STEPS:
        return (*trail, step)
    gap = TrailStep(trail[BEGINNING].at, Told.LEFT_OUT)
    newest = trail[len(trail) - MOST_STEPS + BEGINNING + 2 :]
    return (*trail[:BEGINNING], gap, *newest, step)

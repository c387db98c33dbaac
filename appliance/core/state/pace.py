"""How fast the loops are served: what is remembered of the calls that their people took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from appliance.core.model.ids import CallId


@dataclass(frozen=True, slots=True)
class Handled:
    """One call that a member of staff was done with, the wrap-up included."""

    seconds: float
    ended: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the loops are served; `begun`: who took which call, in which loop, and when."""

    begun: Mapping[CallId, tuple[str, str, float]] = field(default_factory=dict)
    handled: Mapping[str, tuple[Handled, ...]] = field(default_factory=dict)

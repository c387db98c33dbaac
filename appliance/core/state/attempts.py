"""Calls that are on their way out by a trunk, and trunks that have lately failed to carry one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from appliance.core.model.ids import LegId
from appliance.core.protocol.commands import Ring


@dataclass(frozen=True, slots=True)
class Attempt:
    """A leg on its way out, and the trunks that have been asked to carry it."""

    ring: Ring
    tried: frozenset[str] = frozenset()
    moved: bool = False
    """A trunk has sent the call elsewhere already."""
    elsewhere: tuple[str, ...] = ()
    """Where it would have sent the call next."""
    rang: bool = False
    """The trunk that carries it now has said that it rings (180, 183)."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """The legs that nobody has answered yet; until when (monotonic seconds) trunks rest."""

    attempts: Mapping[LegId, Attempt] = field(default_factory=dict)
    resting: Mapping[str, float] = field(default_factory=dict)

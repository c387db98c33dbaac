"""What the front panel may have done to the box: switched off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PowerOff:
    """Switch the box off in good order; answered by PowerKept if that cannot be done."""

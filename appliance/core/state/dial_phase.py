"""Where a call stands that a member of staff has asked the box to dial, until the far end rings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from appliance.core.model.ids import LegId, PlayId


class DialStep(StrEnum):
    """What the box waits for."""

    OWN = "own"
    """That the agent's own telephone is answered."""
    TOLD = "told"
    """That the agent has heard whom the box is about to call."""
    AGAIN = "again"
    """That the agent, who knows that nobody was reached, tries again or hangs up."""


@dataclass(frozen=True, slots=True)
class Dialling:
    """The agent's telephone rings, or the agent hears the box; the far end does not ring.

    `asked`: the number is dialled only after key 1, so that a voice mail cannot have it dialled.
    """

    agent: str
    leg: LegId
    step: DialStep = DialStep.OWN
    play: PlayId | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """That a call was dialled by us: the promise that it keeps, if any, and how often it was tried.

    `loop`: which takes the call over if a transfer of it fails; "" where there is none.
    """

    message: str = ""
    loop: str = ""
    tries: int = 0

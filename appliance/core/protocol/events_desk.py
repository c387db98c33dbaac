"""What a person at the desk asks for: a number to be dialled, or something in a call."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from appliance.core.model.ids import CallId


class InCall(StrEnum):
    """What can be asked for in the middle of a call, as by the keys *1, *9, *6, and *7."""

    HOLD = "hold"
    ESCALATE = "escalate"
    ABUSE = "abuse"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class DialAsked:
    """Somebody has pressed "Call": ring `agent`, then `number`, as it was written.

    `by` is who pressed, "" for the agent. `client`: in whose name. `message`: the promise that is
    kept by it.
    """

    agent: str
    number: str
    by: str = ""
    client: str = ""
    message: str = ""
    request: str | None = None


@dataclass(frozen=True, slots=True)
class InCallAsked:
    """`agent`, who talks in the call, or (`by`) somebody in their stead has pressed a button."""

    call: CallId
    what: InCall
    agent: str
    by: str = ""
    request: str | None = None


@dataclass(frozen=True, slots=True)
class MessageDone:
    """`by` has heard a spoken message at the page, and it is done with."""

    id: str
    by: str
    request: str | None = None


DeskEvent = DialAsked | InCallAsked

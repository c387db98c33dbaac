"""Where a member of staff stands who has rung the staff line: the step, and what they have said."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from appliance.core.model.ids import PlayId, SpokenMessage, Status


class StaffStep(StrEnum):
    """What the staff line waits for."""

    NUMBER = "number"
    PIN = "pin"
    CHECKING = "checking"
    MENU = "menu"
    UNTIL = "until"
    REASON = "reason"
    SAVING = "saving"
    LOADING = "loading"
    MESSAGE = "message"
    LINE = "line"
    SPEAK = "speak"
    RECORDING = "recording"
    CONFIRM = "confirm"
    GOODBYE = "goodbye"


@dataclass(frozen=True, slots=True)
class AtStaffLine:
    """A member of staff at the staff line; `agent` is known only after the right PIN.

    `claimed` is who they say they are. `entered` are keys on their way to a number, a PIN, or a
    time: they are never written anywhere. `tries` counts wrong PINs, `silent` unheard questions.
    """

    step: StaffStep
    play: PlayId
    agent: str = ""
    claimed: str = ""
    entered: str = field(default="", repr=False)
    tries: int = 0
    silent: int = 0
    status: Status | None = None
    message: SpokenMessage | None = None
    line: str = ""
    recording: str = ""
    """The path of a greeting in memory that nobody has confirmed yet."""
    removing: bool = False
    """Whether the line is asked for because its greeting shall be taken away."""

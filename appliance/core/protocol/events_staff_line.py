"""What has happened at the staff line: a PIN was checked, a spoken message was fetched."""

from __future__ import annotations

from dataclasses import dataclass

from appliance.core.model.ids import CallId, SpokenMessage


@dataclass(frozen=True, slots=True)
class PinChecked:
    """Whether the PIN that was pressed in this call is the right one."""

    call: CallId
    right: bool


@dataclass(frozen=True, slots=True)
class MessageFetched:
    """The next spoken message for whoever asked in this call, or None; `problem` in words."""

    call: CallId
    message: SpokenMessage | None
    problem: str = ""


StaffEvent = PinChecked | MessageFetched

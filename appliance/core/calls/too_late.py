"""What comes for a call that is over already: nothing of it may be left behind."""

from __future__ import annotations

from appliance.core.protocol.commands import Command, HangUp
from appliance.core.protocol.commands_staff import Discard
from appliance.core.protocol.events import Event, LegAnswered, RecordingEnded
from appliance.core.protocol.events_staff_line import MessageFetched


def too_late(event: Event) -> list[Command]:
    """Hang up on who answers too late, and forget recordings that nobody waits for."""
    match event:
        case LegAnswered(leg=leg):
            return [HangUp(leg)]
        case MessageFetched(message=message) if message:
            return [Discard(message.file)]
        case RecordingEnded(path=path) if path:
            return [Discard(path)]
    return []

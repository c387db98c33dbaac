"""What comes for a call that is over already: nothing of it may be left behind."""

from __future__ import annotations

from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment, Receipt
from appliance.core.protocol.commands import Command, HangUp, Save
from appliance.core.protocol.commands_staff import Discard
from appliance.core.protocol.events import Event, LegAnswered, RecordingEnded
from appliance.core.protocol.events_staff_line import MessageFetched
from appliance.core.state.bare_record import bare_promise
from appliance.core.state.call import Call, RecordingMessage
from appliance.core.state.picture import Picture


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


def cut_short(picture: Picture, call: Call, event: Event | None) -> Picture:
    """Remember a call that is cut off while its message is spoken: the recording is to come."""
    if not isinstance(call.phase, RecordingMessage) or isinstance(event, RecordingEnded):
        return picture
    return changed(picture, cut_short={**picture.cut_short, call.caller_leg: call})


def taken(picture: Picture, event: Event, now: Moment) -> tuple[Picture, list[Command]]:
    """As `too_late`; but what was spoken in a call that was cut off is kept, with its SMS."""
    call = picture.cut_short.get(event.leg) if isinstance(event, RecordingEnded) else None
    if call is None or not isinstance(event, RecordingEnded):
        return picture, too_late(event)
    rest = {leg: other for leg, other in picture.cut_short.items() if leg != event.leg}
    records = bare_promise(call, event.path, event.seconds, now)
    return changed(picture, cut_short=rest), [Save(Receipt(f"{call.id}:message"), records)]

"""Setting up the box: the one-time code, and listening to what calls bring with them."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.model.ids import LegId, Moment
from appliance.core.model.verdict import Granted, granted
from appliance.core.protocol.events import CallArrived
from appliance.core.protocol.events_setup import (
    ArrivalsAsked,
    CallDescribed,
    CodeAsked,
    CodeDrawn,
    CodeEntered,
    CodeWithdrawn,
)
from appliance.core.protocol.replies import reply_to
from appliance.core.state import one_time_code
from appliance.core.state import setup as arrivals
from appliance.core.state.call import call_of
from appliance.core.state.picture import Picture
from appliance.core.state.rules import Step, merged, on
from appliance.core.state.staff_line import AtStaffLine

CodeEvent = CodeAsked | CodeDrawn | CodeEntered | CodeWithdrawn


def arrived(picture: Picture, event: CallArrived, now: Moment) -> Picture:
    """Keep what a call brought, if somebody listens and it is no call of the self-test."""
    if any(line.number == event.dialled for line in picture.test_lines):
        return picture
    line, known_by, _ = picture.directory.line_for(event.dialled, event.diverted)
    id = line.id if line else ""
    kept = arrivals.arrived(picture.listening, event, id, known_by, now)
    return picture if kept is picture.listening else replace(picture, listening=kept)


def pressed(picture: Picture, leg: LegId, digit: str) -> Picture:
    """Keep a key that was pressed in such a call."""
    call = picture.calls.get(call_of(leg))
    if call and isinstance(call.phase, AtStaffLine):
        return picture  # these keys may be a PIN
    kept = arrivals.pressed(picture.listening, leg, digit)
    return picture if kept is picture.listening else replace(picture, listening=kept)


def _listened(picture: Picture, event: ArrivalsAsked, now: Moment) -> Step:
    listening = arrivals.listen(picture.listening, event.seconds, now)
    replies = reply_to(event.request, granted(Granted.LISTENING))
    return replace(picture, listening=listening), replies


def _described(picture: Picture, event: CallDescribed, now: Moment) -> Step:
    kept = arrivals.described(picture.listening, event)
    return (picture if kept is picture.listening else replace(picture, listening=kept)), []


def _by_code(picture: Picture, event: CodeEvent, now: Moment) -> Step:
    door, verdict, commands = one_time_code.take(picture.door, event)
    asked = None if isinstance(event, CodeDrawn) else event.request
    return replace(picture, door=door), commands + reply_to(asked, verdict)


RULES = merged(
    on(ArrivalsAsked, _listened),
    on(CallDescribed, _described),
    on(CodeAsked, _by_code),
    on(CodeDrawn, _by_code),
    on(CodeEntered, _by_code),
    on(CodeWithdrawn, _by_code),
)

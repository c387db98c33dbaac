"""The menu of the staff line, and the member's own status: free, busy or away until, logged out."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.model.ids import Moment, Receipt, Status
from appliance.core.model.told import Told
from appliance.core.protocol.commands import Save
from appliance.core.protocol.events import PresenceSet
from appliance.core.sms.status_commands import StatusWanted, end_of
from appliance.core.staff.presence import blocked_now
from appliance.core.staff.status import with_presence
from appliance.core.staff_line import greetings as staff_greeting
from appliance.core.staff_line import messages as staff_messages
from appliance.core.staff_line.speaking import (
    Part,
    language_of,
    said,
    say,
    say_menu,
    status_said,
    work,
)
from appliance.core.state.call import Call, Step, noted
from appliance.core.state.picture import Picture
from appliance.core.state.staff import STRANGER
from appliance.core.state.staff_line import AtStaffLine, StaffStep
from appliance.core.words.spoken import worded
from appliance.core.words.staff_line import BUSY, REASONS
from appliance.core.words.statuses import STATUSES

KINDS = {
    (False, False): Told.STATUS,
    (True, False): Told.STATUS_REASON,
    (False, True): Told.STATUS_UNTIL,
    (True, True): Told.STATUS_REASON_UNTIL,
}
"""By whether a status has a reason, and an end."""

Turn = tuple[Picture, Step]


def stand(picture: Picture, call: Call, phase: AtStaffLine, now: Moment) -> Step:
    """Say how the member stands, and then the menu."""
    return say_menu(call, phase, *_own(picture, call, phase, now))


def _own(picture: Picture, call: Call, phase: AtStaffLine, now: Moment) -> tuple[Part, ...]:
    """How the member stands, and that their calendar keeps the calls of loops away."""
    member = picture.staff.get(phase.agent, STRANGER)
    own = status_said(member.status, member.until, now, language_of(call, phase))
    if member.status is Status.AVAILABLE and blocked_now(picture, phase.agent, now):
        return (*own, said(call, phase, "in_calendar"))
    return own


def key_pressed(picture: Picture, call: Call, phase: AtStaffLine, digit: str, now: Moment) -> Turn:
    """A key of the menu; any other key says it again."""
    match digit:
        case "1":
            return _set(picture, call, phase, PresenceSet(phase.agent, Status.AVAILABLE), now)
        case "2" | "3":
            phase = replace(phase, status=Status.AWAY, line=digit)
            return picture, say(call, phase, StaffStep.UNTIL, said(call, phase, "until_when"))
        case "4":
            return picture, say(call, phase, StaffStep.REASON, said(call, phase, "why"))
        case "5":
            return picture, staff_messages.fetch(call, phase)
        case "6" | "7":
            return picture, staff_greeting.begin(call, replace(phase, removing=digit == "7"), now)
        case "#":
            return picture, say(call, phase, StaffStep.GOODBYE, said(call, phase, "goodbye"))
    return picture, stand(picture, call, phase, now)


def until_entered(picture: Picture, call: Call, phase: AtStaffLine, now: Moment) -> Turn:
    """Busy or away until a time of day, or (nothing entered) until further notice."""
    until = _time_of_day(phase.entered)
    if phase.entered and until is None:
        again = (said(call, phase, "not_understood"), said(call, phase, "until_when"))
        return picture, say(call, phase, StaffStep.UNTIL, *again)
    words = worded(BUSY if phase.line == "2" else STATUSES[Status.AWAY], language_of(call, phase))
    end = end_of(StatusWanted(Status.AWAY, until=until), now.wall) if now.clock_set else None
    asked = PresenceSet(phase.agent, Status.AWAY, words, until=end)
    return _set(picture, call, phase, asked, now)


def reason_chosen(
    picture: Picture, call: Call, phase: AtStaffLine, digit: str, now: Moment
) -> Turn:
    """Logged out with a reason (office.md D3); the menu again for any other key."""
    if digit not in REASONS:
        return picture, stand(picture, call, phase, now)
    why = worded(REASONS[digit], language_of(call, phase))
    return _set(picture, call, phase, PresenceSet(phase.agent, Status.LOGGED_OUT, why), now)


def status_stored(
    picture: Picture, call: Call, phase: AtStaffLine, now: Moment, *, stored: bool
) -> Turn:
    """The disk has it, or has not: only then is it said."""
    if not stored:
        return picture, say_menu(call, phase, said(call, phase, "not_stored"))
    clock: tuple[Part, ...] = () if now.clock_set else (said(call, phase, "no_clock"),)
    return picture, say_menu(call, phase, *_own(picture, call, phase, now), *clock)


def _set(
    picture: Picture, call: Call, phase: AtStaffLine, wanted: PresenceSet, now: Moment
) -> Turn:
    picture, record = with_presence(picture, wanted, now)
    call = _noted(call, wanted, now)
    save = Save(Receipt(f"{call.id}:status"), (record,))
    return picture, work(call, phase, StaffStep.SAVING, save)


def _noted(call: Call, wanted: PresenceSet, now: Moment) -> Call:
    end = f"{wanted.until:%d.%m %H:%M}" if wanted.until else ""
    kind = KINDS[bool(wanted.reason), bool(end)]
    values = {"state": wanted.status, "reason": wanted.reason, "end": end}
    return noted(call, now, kind, wanted.agent, **values)


def _time_of_day(entered: str) -> tuple[int, int] | None:
    """Read "1430" as hour and minute."""
    if len(entered) != 4 or not (entered.isascii() and entered.isdigit()):
        return None
    hour, minute = int(entered[:2]), int(entered[2:])
    return (hour, minute) if hour < 24 and minute < 60 else None

"""The staff line: what each event makes of a call by which a member of staff rings the box."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.calls.closing import finish
from appliance.core.calls.too_late import too_late
from appliance.core.model.ids import Disposition, Moment
from appliance.core.model.told import Told
from appliance.core.protocol.commands import Command, HangUp, StartTimer, StopPlaying, StopTimer
from appliance.core.protocol.events import (
    DigitPressed,
    Event,
    LegEnded,
    PromptEnded,
    RecordingEnded,
    Saved,
    SaveFailed,
    TimerFired,
)
from appliance.core.protocol.events_staff_line import MessageFetched, PinChecked
from appliance.core.staff_line import (
    entry as staff_entry,
)
from appliance.core.staff_line import (
    greetings as staff_greeting,
)
from appliance.core.staff_line import (
    menu as staff_menu,
)
from appliance.core.staff_line import (
    messages as staff_messages,
)
from appliance.core.staff_line.speaking import key_timer, said, say, say_menu
from appliance.core.state.call import Call, Step, enter, noted
from appliance.core.state.picture import Picture
from appliance.core.state.staff_line import AtStaffLine, StaffStep

KEY_SECONDS = 10.0
"""How long somebody may think before the box asks again."""
MOST_KEYS = 8
"""As many as the longest PIN; whoever presses more is not right, without being remembered."""
END_KEY, OTHER_KEY = "#", "*"

Turn = tuple[Picture, Step]


def advance(picture: Picture, call: Call, phase: AtStaffLine, event: Event, now: Moment) -> Turn:
    """The office and the call after the event. What does not belong to it changes nothing."""
    match event:
        case LegEnded():
            return picture, leave(call, phase, now)
        case DigitPressed(digit=digit):
            return _digit(picture, call, phase, digit, now)
        case PromptEnded(play=play) if play == phase.play:
            return picture, _heard(call, phase, now)
        case PinChecked(right=right) if phase.step is StaffStep.CHECKING:
            return staff_entry.pin_checked(picture, call, phase, right, now)
        case MessageFetched() if phase.step is StaffStep.LOADING:
            return picture, staff_messages.fetched(call, phase, event, now)
        case RecordingEnded() if phase.step is StaffStep.RECORDING:
            return picture, staff_greeting.recorded(call, phase, event, now)
        case Saved() | SaveFailed() if phase.step is StaffStep.SAVING:
            return _stored(picture, call, phase, event, now)
        case TimerFired():
            return _timer(picture, call, phase, event.timer.rpartition(":")[2], now)
    return picture, (call, too_late(event))


def leave(call: Call, phase: AtStaffLine, now: Moment) -> Step:
    """The member hung up; what nobody has confirmed is forgotten."""
    quiet: list[Command] = [StopTimer(key_timer(call)), StopTimer(staff_greeting.limit(call))]
    if phase.step is not StaffStep.SAVING:
        quiet += staff_greeting.discarded(phase)
    quiet += staff_messages.discarded(phase)
    gone, closing = finish(call, Disposition.STAFF_LINE, now)
    return gone, [*quiet, *closing]


def _digit(picture: Picture, call: Call, phase: AtStaffLine, digit: str, now: Moment) -> Turn:
    phase = replace(phase, silent=0)
    match phase.step:
        case StaffStep.NUMBER | StaffStep.PIN | StaffStep.UNTIL:
            return _gather(picture, call, phase, digit, now)
        case StaffStep.MENU:
            return staff_menu.key_pressed(picture, call, phase, digit, now)
        case StaffStep.REASON:
            return staff_menu.reason_chosen(picture, call, phase, digit, now)
        case StaffStep.MESSAGE:
            return picture, staff_messages.key_pressed(call, phase, digit, now)
        case StaffStep.LINE:
            return picture, staff_greeting.line_chosen(call, phase, digit, now)
        case StaffStep.RECORDING:
            return picture, staff_greeting.stop(call)
        case StaffStep.CONFIRM:
            return picture, staff_greeting.confirm(call, phase, digit, now)
    return picture, (call, [])


def _gather(picture: Picture, call: Call, phase: AtStaffLine, digit: str, now: Moment) -> Turn:
    """One more key of a number, a PIN, or a time; the hash ends it, the star begins anew."""
    if digit == OTHER_KEY:
        anew = replace(phase, entered="")
        if phase.step is StaffStep.UNTIL:
            return picture, say_menu(call, anew)
        return picture, staff_entry.ask_number(call, anew)
    if digit == END_KEY:
        return _gathered(picture, call, phase, now)
    phase = replace(phase, entered=(phase.entered + digit)[: MOST_KEYS + 1])
    wait = StartTimer(key_timer(call), KEY_SECONDS)
    return picture, enter(call, phase, [StopPlaying(call.caller_leg), wait])


def _gathered(picture: Picture, call: Call, phase: AtStaffLine, now: Moment) -> Turn:
    quiet = StopTimer(key_timer(call))
    match phase.step:
        case StaffStep.NUMBER:
            turn = picture, staff_entry.number_entered(call, phase)
        case StaffStep.PIN:
            turn = staff_entry.pin_entered(picture, call, phase, now)
        case _:
            turn = staff_menu.until_entered(picture, call, phase, now)
    picture, (onward, commands) = turn
    return picture, (onward, [quiet, *commands])


def _heard(call: Call, phase: AtStaffLine, now: Moment) -> Step:
    """What was said has been heard: now the member is to do something."""
    match phase.step:
        case StaffStep.SPEAK:
            return staff_greeting.record(call, phase)
        case StaffStep.GOODBYE:
            gone, commands = leave(call, phase, now)
            return gone, [HangUp(call.caller_leg), *commands]
    return call, [StartTimer(key_timer(call), KEY_SECONDS)]


def _timer(picture: Picture, call: Call, phase: AtStaffLine, name: str, now: Moment) -> Turn:
    match name:
        case "limit":
            gone, commands = leave(noted(call, now, Told.TOOK_TOO_LONG), phase, now)
            return picture, (gone, [HangUp(call.caller_leg), *commands])
        case "recording":
            return picture, staff_greeting.stop(call)
        case "key" if phase.entered:
            return _gathered(picture, call, phase, now)
        case "key":
            return picture, _silence(call, phase)
    return picture, (call, [])


def _silence(call: Call, phase: AtStaffLine) -> Step:
    """No key: what was asked is asked again, and at last the call ends."""
    phase = replace(phase, silent=phase.silent + 1)
    if phase.silent >= staff_entry.MOST_TRIES:
        return say(call, phase, StaffStep.GOODBYE, said(call, phase, "goodbye"))
    match phase.step:
        case StaffStep.NUMBER:
            return staff_entry.ask_number(call, phase)
        case StaffStep.PIN:
            return staff_entry.ask_pin(call, phase)
    let_go = [*staff_greeting.discarded(phase), *staff_messages.discarded(phase)]
    onward, commands = say_menu(call, phase)
    return onward, [*let_go, *commands]


def _stored(
    picture: Picture, call: Call, phase: AtStaffLine, event: Saved | SaveFailed, now: Moment
) -> Turn:
    """What the member wanted is on the disk, or is not: only then is it said."""
    on_disk = isinstance(event, Saved)
    match event.receipt.rpartition(":")[2]:
        case "status":
            return staff_menu.status_stored(picture, call, phase, now, stored=on_disk)
        case "heard":
            return picture, staff_messages.heard_stored(call, phase, stored=on_disk)
        case "greeting":
            return picture, staff_greeting.stored(call, phase, on_disk=on_disk)
    return picture, (call, [])

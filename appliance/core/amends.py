"""What becomes of a call when a rule about it has failed: the smallest thing that goes on.

The picture of before holds again, and what the failed rule wanted is lost. These rules are apart
from the usual ones as far as can be, so that a fault there is not met here once more.
"""

from __future__ import annotations

from appliance.core.calls import message
from appliance.core.calls.closing import finish, promised
from appliance.core.calls.too_late import too_late
from appliance.core.model.frozen import changed
from appliance.core.model.ids import Disposition, LegId, Moment, Receipt, Record, Sound
from appliance.core.protocol.commands import (
    Bridge,
    Command,
    HangUp,
    Play,
    Save,
    StartTimer,
    StopRecording,
    StopTimer,
)
from appliance.core.protocol.commands_staff import Discard
from appliance.core.protocol.events import (
    Event,
    LegAnswered,
    LegEnded,
    LegRinging,
    PromptEnded,
    RecordingEnded,
    TimerFired,
)
from appliance.core.protocol.events_leg import LegHeld, LegResumed, Referred
from appliance.core.state.bare_record import bare_promise, bare_record
from appliance.core.state.call import (
    AskedForMessage,
    Call,
    CallBack,
    CallingBack,
    Choosing,
    ChoosingLanguage,
    Farewell,
    Hearing,
    Offer,
    RecordingMessage,
    Referring,
    Step,
    StoringMessage,
    Talking,
    Waiting,
    WrappingUp,
    enter,
    play,
    ring_timer,
    timer,
)
from appliance.core.state.call_legs import legs_of, quiet
from appliance.core.state.dial_phase import Dialling
from appliance.core.state.staff_line import AtStaffLine, StaffStep
from appliance.core.words.spoken import spoken

REST_SECONDS = 5.0
"""So long somebody who could not be offered a call is left out."""
SAY_AGAIN_SECONDS = 60.0
"""After so long it is tried again to tell a caller how they stand."""


def name_in(event: Event) -> str:
    """The leg, call, timer, or receipt by which an event names its call; none: ""."""
    fields = ("leg", "call", "timer", "receipt")
    return next((str(getattr(event, field)) for field in fields if hasattr(event, field)), "")


def amended(call: Call, event: Event, now: Moment) -> Step:
    """The call as it goes on after its rule for this event has failed."""
    match event:
        case LegEnded(leg=leg) if leg == call.caller_leg and not _speaks(call):
            return ended(changed(call, caller_present=False), now)
        case TimerFired() if _name(event) == "limit" and not _is_spoken_to(call):
            return ended(call, now)
    match call.phase:
        case ChoosingLanguage() | Hearing() | Choosing():
            return onward(call, now)
        case Referring() if isinstance(event, Referred | TimerFired):
            return onward(call, now)
        case Waiting() as here:
            return _waiting(call, here, event, now)
        case Talking() as here:
            return _talking(call, here, event, now)
        case RecordingMessage() | StoringMessage():
            return _message(call, event, now)
        case AskedForMessage() if isinstance(event, PromptEnded):
            return _farewell(call)
        case Farewell() if isinstance(event, PromptEnded):
            return ended(call, now)
        case CallingBack() | Dialling() if isinstance(event, LegAnswered | LegEnded | TimerFired):
            return ended(call, now)
        case WrappingUp() as here if isinstance(event, LegEnded) and event.leg == here.leg:
            return enter(call, changed(here, leg=None), [])
        case WrappingUp() if isinstance(event, TimerFired):
            return ended(call, now)
        case AtStaffLine() as here:
            gone, commands = ended(call, now)
            return gone, [*commands, *_forgotten(here), *too_late(event)]
    return call, [HangUp(event.leg)] if isinstance(event, LegAnswered) else []


def onward(call: Call, now: Moment) -> Step:
    """The caller is there and nothing else is certain: they may leave a message."""
    asked, commands = message.ask(call, "leave_message", now)
    legs = [HangUp(leg) for leg in legs_of(call) if leg != call.caller_leg]
    return asked, [*legs, *quiet(call, but="limit"), *commands]


def not_offered(call: Call, phase: Waiting, agent: str, held: Offer | None = None) -> Step:
    """The call could not be offered, or what the one who was rung did went wrong: others first."""
    others = tuple(offer for offer in phase.offers if offer != held)
    after = changed(phase, offers=others, tried=phase.tried | {agent}, only=(), first="")
    rest = StartTimer(timer(call, "again"), REST_SECONDS)
    if held is None:
        return enter(call, after, [rest])
    let_go = (HangUp(held.leg), StopTimer(ring_timer(call, held.leg)))
    return enter(call, after, [*let_go, rest])


def ended(call: Call, now: Moment) -> Step:
    """The call is over, with the record that it would have had."""
    gone, commands = finish(call, outcome(call), now)
    return gone, [*map(HangUp, legs_of(call)), *quiet(call), *commands]


def cut_off(call: Call, event: Event | None, now: Moment) -> list[Command]:
    """The last resort: every leg is hung up, and what is known is kept as it stands.

    A recording that has not ended yet is kept when it has: see too_late.py.
    """
    records: tuple[Record, ...] = (bare_record(call, outcome(call), now),)
    lost: list[Command] = []
    if isinstance(event, RecordingEnded):
        if isinstance(call.phase, RecordingMessage):
            records += bare_promise(call, event.path, event.seconds, now)
        else:
            lost = too_late(event)
    save = Save(Receipt(f"{call.id}:record"), records)
    return [*map(HangUp, legs_of(call)), *quiet(call), save, *lost]


def outcome(call: Call) -> Disposition:
    """How a call has ended of which no more will be known."""
    match call.phase:
        case Farewell(disposition=disposition):
            return disposition
        case RecordingMessage() | StoringMessage():
            return Disposition.MESSAGE_LEFT
        case Talking(chosen=(disposition, _)):
            return disposition
        case Talking() | WrappingUp():
            return Disposition.NOT_STATED
        case AtStaffLine():
            return Disposition.STAFF_LINE
        case Dialling() | CallingBack() if call.outgoing:
            return Disposition.NOT_REACHED
        case CallingBack() | Waiting(call_back=CallBack()):
            return Disposition.CALL_BACK
    return Disposition.ABANDONED


# The phases in which more than one thing may go on


def _waiting(call: Call, phase: Waiting, event: Event, now: Moment) -> Step:
    if held := _offer_of(call, phase, event):
        ringing = isinstance(event, LegRinging)
        return (call, []) if ringing else not_offered(call, phase, held.agent, held)
    match event:
        case PromptEnded() if phase.call_back is CallBack.TELLING:
            return ended(call, now)
        case PromptEnded(play=name):
            if name == call.notice:
                call = changed(call, notice=None, told_recorded=not event.problem)
            return _music(call, phase)
        case TimerFired():
            return _timer(call, phase, _name(event), now)
        case LegAnswered(leg=leg):
            return call, [HangUp(leg)]
    if phase.call_back is CallBack.STORING and call.caller_present and _is_receipt(event):
        return _music(call, changed(phase, call_back=None))
    return call, []


def _timer(call: Call, phase: Waiting, name: str, now: Moment) -> Step:
    match name:
        case "again":
            return enter(call, changed(phase, tried=frozenset()), [])
        case "announce":
            return call, [StartTimer(timer(call, "announce"), SAY_AGAIN_SECONDS)]
        case "wait" | "overflow" if call.caller_present:
            return onward(call, now)
        case "wait":
            return ended(call, now)
    return call, []


def _talking(call: Call, phase: Talking, event: Event, now: Moment) -> Step:
    asked = phase.consult
    match event:
        case LegEnded(leg=leg) if leg == phase.leg:
            return ended(call, now)
        case TimerFired() if asked and _name(event) == "consult":
            return _together(call, phase, asked.leg)
        case LegAnswered(leg=leg) | LegEnded(leg=leg) if asked and asked.leg == leg:
            return _together(call, phase, leg)
        case LegResumed(leg=leg) | LegHeld(leg=leg) if leg == phase.leg and not phase.held:
            call = changed(call, resting=call.resting - {leg})
            return enter(call, phase, [Bridge(call.caller_leg, leg)])
        case LegAnswered(leg=leg):
            return call, [HangUp(leg)]
    return call, []


def _together(call: Call, phase: Talking, asked: LegId) -> Step:
    """Whoever was asked is let go, and caller and agent have each other."""
    stop = StopTimer(timer(call, "consult"))
    both = Bridge(call.caller_leg, phase.leg)
    return enter(call, changed(phase, held=False, consult=None), [HangUp(asked), stop, both])


def _message(call: Call, event: Event, now: Moment) -> Step:
    match call.phase, event:
        case RecordingMessage(), RecordingEnded():
            return _stored(call, event, now)
        case RecordingMessage(), _:
            present = call.caller_present and not isinstance(event, LegEnded)
            stop, close = StopTimer(timer(call, "recording")), StopRecording(call.caller_leg)
            return changed(call, caller_present=present), [stop, close]
        case StoringMessage(receipt=receipt), _ if getattr(event, "receipt", "") == receipt:
            return ended(call, now)
        case _, LegEnded(leg=leg) if leg == call.caller_leg:
            return changed(call, caller_present=False), []
    return call, []


def _stored(call: Call, event: RecordingEnded, now: Moment) -> Step:
    """What the caller has spoken, or only who rang, goes to the disk, with the client's SMS."""
    receipt = Receipt(f"{call.id}:message")
    path, seconds = event.path, event.seconds if event.path else 0.0
    records = promised(call, Disposition.MESSAGE_LEFT, now, recording=path, seconds=seconds)
    stop = StopTimer(timer(call, "recording"))
    storing = StoringMessage(receipt, bool(event.problem))
    return enter(call, storing, [stop, Save(receipt, records)])


def _farewell(call: Call) -> Step:
    """No message can be taken: the caller is asked to ring again."""
    call, saying = play(call, call.caller_leg, spoken("message_lost", call.language))
    return enter(call, Farewell(saying.play, Disposition.ABANDONED), [saying])


def _music(call: Call, phase: Waiting) -> Step:
    call, sound = play(call, call.caller_leg, Sound.WAITING, loop=True)
    sounds: list[Play] = [sound] if call.caller_present else []
    return enter(call, changed(phase, announcing=None), sounds)


# What belongs to a call


def _speaks(call: Call) -> bool:
    return isinstance(call.phase, RecordingMessage | StoringMessage)


def _is_spoken_to(call: Call) -> bool:
    """Whether the recording is still open: what was spoken until now is kept first."""
    return isinstance(call.phase, RecordingMessage)


def _name(event: TimerFired) -> str:
    return event.timer.rpartition(":")[2]


def _is_receipt(event: Event) -> bool:
    return str(getattr(event, "receipt", "")).endswith(":callback")


def _offer_of(call: Call, phase: Waiting, event: Event) -> Offer | None:
    if isinstance(event, TimerFired):
        return phase.offer_on(LegId(f"{call.id}/{_name(event).removeprefix('ring-')}"))
    leg = getattr(event, "leg", None)
    return phase.offer_on(leg) if leg else None


def _forgotten(phase: AtStaffLine) -> list[Command]:
    """What lies in memory of a visit at the staff line; a greeting that is being stored stays."""
    heard = phase.message.file if phase.message else ""
    spoken_one = phase.recording if phase.step is not StaffStep.SAVING else ""
    return [Discard(path) for path in (heard, spoken_one) if path]

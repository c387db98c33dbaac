"""One call's transitions: what each event makes of a call in each of its phases."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.calls import (
    callback,
    greeting,
    menu,
    message,
    offering,
    recording,
    silence,
    talk,
    transfer,
    waiting,
)
from appliance.core.calls import (
    held_by_agent as resting,
)
from appliance.core.calls import (
    transfer_by_refer as referral,
)
from appliance.core.calls.closing import finish
from appliance.core.calls.leg_words import why_ended
from appliance.core.calls.too_late import too_late
from appliance.core.model.ids import Disposition, LegId, Moment
from appliance.core.model.told import Cause, Told
from appliance.core.model.trouble import Trouble
from appliance.core.outgoing import dialling
from appliance.core.protocol.commands import Answer, Command, HangUp, StartTimer, StopTimer
from appliance.core.protocol.events import (
    CallArrived,
    DigitPressed,
    DispositionChosen,
    Event,
    LegAnswered,
    LegEnded,
    LegRinging,
    PromptEnded,
    RecordingEnded,
    Saved,
    SaveFailed,
    TimerFired,
)
from appliance.core.protocol.events_leg import LegHeld, LegResumed, LegSilent, Referred
from appliance.core.settings.directory import Directory
from appliance.core.settings.lines import LineKind
from appliance.core.staff_line import entry as staff_entry
from appliance.core.staff_line import transitions as staff_line
from appliance.core.state.call import (
    AskedForMessage,
    Call,
    CallBack,
    CallingBack,
    Choosing,
    ChoosingLanguage,
    Consult,
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
    noted,
    timer,
)
from appliance.core.state.dial_phase import Dialling
from appliance.core.state.staff_line import AtStaffLine


def arrive(event: CallArrived, directory: Directory, now: Moment) -> Step:
    """Answer a call: our own people at their line, everybody else as the firm that it is for."""
    call = greeting.arrived(event, directory, now)
    line = call.line
    ours = line is not None and line.kind is LineKind.STAFF
    onward, commands = staff_entry.greet(call) if ours else greeting.first_words(call, now)
    limit = StartTimer(timer(call, "limit"), directory.office.call_seconds)
    return onward, [Answer(call.caller_leg, bool(line and line.in_band)), *commands, limit]


def advance(call: Call, event: Event, now: Moment) -> Step:
    """The call after the event. What does not belong to its phase changes nothing."""
    call = resting.noticed(call, event)
    match event:
        case LegEnded(leg=leg) if leg == call.caller_leg:
            return caller_left(call, now)
        case DigitPressed():
            return _digit(call, event, now)
        case PromptEnded():
            return _prompt_ended(call, event, now)
        case TimerFired():
            return _timer(call, event.timer.rpartition(":")[2], now)
        case Referred() if isinstance(call.phase, Referring):
            return referral.answered(call, call.phase, event, now)
        case LegHeld() | LegResumed():
            return resting.advance(call, event, now)
        case LegSilent():
            return _silent(call, event, now)
        case LegRinging() | LegAnswered() | LegEnded():
            return _agent_leg(call, event, now)
        case DispositionChosen():
            return _disposition(call, event, now)
        case RecordingEnded() | Saved() | SaveFailed():
            return _message(call, event, now)
    return call, []


def caller_left(call: Call, now: Moment) -> Step:
    """The caller hung up, whatever was going on."""
    if not call.caller_present:
        return call, []
    kind = Told.CALLED_LEFT if call.outgoing else Told.CALLER_LEFT
    call = replace(noted(call, now, kind), caller_present=False)
    match call.phase:
        case Talking() as here:
            return talk.caller_left(call, here, now)
        case RecordingMessage():
            return message.stop(call)
        case StoringMessage() | WrappingUp():
            return call, []
        case Waiting(call_back=CallBack()) as here:
            return callback.caller_left(call, here, now)
        case CallingBack() | Dialling():
            return call, []
        case Referring():
            return referral.caller_left(call, now)
        case Waiting() as here:
            return _abandoned(call, waiting.stop_waiting(call, here), now)
        case Choosing() | ChoosingLanguage():
            return _abandoned(call, [StopTimer(menu.key_timer(call))], now)
        case AskedForMessage() | Hearing():
            return _abandoned(call, [], now)
        case AtStaffLine() as here:
            return staff_line.leave(call, here, now)
        case Farewell(disposition=disposition):
            return finish(call, disposition, now)


def _abandoned(call: Call, commands: list[Command], now: Moment) -> Step:
    gone, closing = finish(call, Disposition.ABANDONED, now)
    return gone, [*commands, *closing]


def _digit(call: Call, event: DigitPressed, now: Moment) -> Step:
    by_caller = event.leg == call.caller_leg
    match call.phase:
        case ChoosingLanguage() if by_caller:
            return greeting.language_chosen(call, event.digit, now)
        case Hearing() as hearing if by_caller:
            return greeting.interrupted(call, hearing, event.digit, now)
        case Choosing() as here if by_caller:
            return menu.key_pressed(call, here, event.digit, now)
        case AskedForMessage(tone=False) if by_caller:
            return message.sound_tone(call)
        case RecordingMessage() if by_caller:
            return message.stop(call)
        case Waiting() as there if by_caller and event.digit == callback.CALL_BACK_KEY:
            promised = callback.may_promise(call, there)
            return callback.promise(call, there, now) if promised else (call, [])
        case Waiting() as there if held := there.offer_on(event.leg):
            return offering.key_pressed(call, there, held, event.digit, now)
        case Talking(leg=leg, agent=agent) as talking if leg == event.leg:
            known = call.directory.taker(agent)
            return transfer.key_pressed(call, talking, event.digit, now) if known else (call, [])
        case Dialling(leg=leg) as here if leg == event.leg:
            return dialling.key_pressed(call, here, event.digit, now)
        case WrappingUp(leg=leg) as wrapping if leg == event.leg:
            return talk.key_pressed(call, wrapping, event.digit, now)
    return call, []


def _prompt_ended(call: Call, event: PromptEnded, now: Moment) -> Step:
    if event.problem:
        call = noted(call, now, Told.PROMPT_UNHEARD, problem=event.problem)
    if event.play == call.notice:
        call = recording.told(call, event.problem)
    match call.phase:
        case ChoosingLanguage(play=play) if play == event.play:
            return greeting.language_heard(call)
        case Hearing(play=play) as hearing if play == event.play:
            return greeting.heard(call, hearing, now)
        case Choosing(play=play) as here if play == event.play:
            return menu.prompt_ended(call, here)
        case Waiting(announcing=play, call_back=CallBack.TELLING) as there if play == event.play:
            return callback.told(call, there, now)
        case Waiting(announcing=play) as there if play == event.play:
            return waiting.announced(call, there)
        case Waiting() as there if held := there.offer_on(event.leg):
            return offering.told(call, there, held, now)
        case Dialling(play=play) as here if play == event.play:
            return dialling.told(call, here, now)
        case AskedForMessage(play=play, tone=False) if play == event.play:
            return message.sound_tone(call)
        case AskedForMessage(play=play) if play == event.play:
            return message.record(call, now)
        case Farewell(play=play) as last if play == event.play:
            return message.say_goodbye(call, last, now)
    return call, []


def _timer(call: Call, name: str, now: Moment) -> Step:
    match call.phase, name:
        case ChoosingLanguage(), "key":
            return greeting.no_language(call, now)
        case Choosing() as here, "key":
            return menu.no_key(call, here, now)
        case Waiting() as here, ring if ring.startswith("ring-"):
            held = here.offer_on(LegId(f"{call.id}/{ring.removeprefix('ring-')}"))
            why = Trouble(Cause.NO_ANSWER)
            return offering.not_taken(call, here, held, why, now) if held else (call, [])
        case Waiting() as here, "overflow":
            return waiting.overflow(call, here, Told.WAITED_TOO_LONG, now)
        case Waiting() as here, "again":
            return waiting.rested(call, here)
        case Waiting(call_back=CallBack.STANDING) as here, "wait":
            return callback.give_up(call, here, now)
        case Dialling() as here, "dial":
            return dialling.over(call, here, now)
        case CallingBack() as here, "back" if call.outgoing:
            return dialling.not_answered(call, here, now)
        case CallingBack() as here, "back":
            return callback.caller_not_reached(call, here, Trouble(Cause.NO_ANSWER), now)
        case Waiting() as here, "wait":
            return waiting.give_up(call, here, Told.NOBODY_ANSWERED, now)
        case Referring() as here, "refer":
            return referral.unanswered(call, here, now)
        case Talking() as here, "keys":
            return transfer.keys_forgotten(call, here)
        case Talking(consult=asked) as here, "consult" if asked:
            return transfer.not_consulted(call, here, asked, Trouble(Cause.NO_ANSWER), now)
        case RecordingMessage(), "recording":
            return message.stop(call)
        case WrappingUp() as here, "wrap_up":
            return talk.not_said(call, here, now)
        case _, recording.TIMER:
            return recording.next_part(call)
        case _, "limit":
            return _over_limit(call, now)
    return call, []


def _over_limit(call: Call, now: Moment) -> Step:
    call = noted(call, now, Told.OVER_LIMIT)
    return _let_go(call, now)


def _let_go(call: Call, now: Moment) -> Step:
    onward, commands = caller_left(call, now)
    return onward, [HangUp(call.caller_leg), *commands]


def _silent(call: Call, event: LegSilent, now: Moment) -> Step:
    if not silence.is_too_long(call, event):
        return call, []
    if event.leg == call.caller_leg:
        return _let_go(silence.told(call, None, now), now)
    here = call.phase
    return silence.of_agent(call, here, event, now) if isinstance(here, Talking) else (call, [])


def _agent_leg(call: Call, event: LegRinging | LegAnswered | LegEnded, now: Moment) -> Step:
    match call.phase, event:
        case Waiting() as here, _ if held := here.offer_on(event.leg):
            return _offered_leg(call, here, held, event, now)
        case Dialling(leg=own) as here, _ if own == event.leg:
            return dialling.own_leg(call, here, event, now)
        case CallingBack() as here, _ if event.leg in (here.leg, here.agent_leg):
            rule = dialling.far_leg if call.outgoing else _called_back_leg
            return rule(call, here, event, now)
        case Talking(consult=asked) as here, _ if asked and asked.leg == event.leg:
            return _consulted_leg(call, here, asked, event, now)
        case Talking(leg=held_leg) as here, LegEnded(leg=leg) if held_leg == leg:
            return talk.agent_left(call, here, now)
        case WrappingUp(leg=held_leg) as here, LegEnded(leg=leg) if held_leg == leg:
            return talk.listener_left(call, here)
        case _, LegAnswered(leg=leg):
            return call, [HangUp(leg)]
    return call, []


def _offered_leg(
    call: Call,
    phase: Waiting,
    held: Offer,
    event: LegRinging | LegAnswered | LegEnded,
    now: Moment,
) -> Step:
    match event:
        case LegRinging():
            name = offering.name_of(call, held.agent)
            return noted(call, now, Told.RINGS, who=name), []
        case LegAnswered():
            return offering.answered(call, phase, held, now)
        case LegEnded():
            return offering.not_taken(call, phase, held, why_ended(event), now)


def _consulted_leg(
    call: Call,
    phase: Talking,
    asked: Consult,
    event: LegRinging | LegAnswered | LegEnded,
    now: Moment,
) -> Step:
    match event:
        case LegRinging():
            return call, []
        case LegAnswered():
            return transfer.consulted(call, phase, asked, now)
        case LegEnded():
            return transfer.not_consulted(call, phase, asked, why_ended(event), now)


def _called_back_leg(
    call: Call, phase: CallingBack, event: LegRinging | LegAnswered | LegEnded, now: Moment
) -> Step:
    match event:
        case LegAnswered(leg=leg) if leg == phase.leg:
            return callback.caller_answered(call, phase, now)
        case LegEnded(leg=leg) if leg == phase.leg:
            return callback.caller_not_reached(call, phase, why_ended(event), now)
        case LegEnded():
            return callback.agent_left(call, phase, now)
    return call, []


def _disposition(call: Call, event: DispositionChosen, now: Moment) -> Step:
    # A partner's form shows what was said before: what it says now holds as it stands.
    urgent = event.urgent or (call.urgent and not event.partner)
    promised = event.promised if event.partner else event.promised or call.promised
    call = replace(call, urgent=urgent, promised=promised)
    match call.phase:
        case Talking() as here:
            return talk.choose_early(call, here, event.disposition, event.note)
        case WrappingUp() as here:
            return talk.close(call, here, event.disposition, event.note, now)
    return call, []


def _message(call: Call, event: RecordingEnded | Saved | SaveFailed, now: Moment) -> Step:
    match call.phase, event:
        case RecordingMessage(), RecordingEnded(path=path, seconds=seconds, problem=problem):
            return message.store(call, path, seconds, problem, now)
        case Waiting(call_back=CallBack.STORING) as here, Saved(receipt=receipt):
            mine = receipt == callback.receipt_of(call)
            return callback.stored(call, here) if mine else (call, [])
        case Waiting(call_back=CallBack.STORING) as here, SaveFailed(receipt=failed):
            mine = failed == callback.receipt_of(call)
            return callback.not_stored(call, here, now) if mine else (call, [])
        case StoringMessage(receipt=receipt) as here, Saved(receipt=saved) if receipt == saved:
            return message.stored(call, here, now)
        case StoringMessage(receipt=receipt), SaveFailed(receipt=failed) if receipt == failed:
            return message.not_stored(call, event.reason, now)
    return call, too_late(event)

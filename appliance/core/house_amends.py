"""What becomes of a part of the house, or of nobody's leg, when a rule about it has failed."""

from __future__ import annotations

from dataclasses import replace

from appliance.core import starting as taking_over
from appliance.core import voice
from appliance.core.box import trial as trial_rules
from appliance.core.calls import too_late
from appliance.core.model.frozen import changed
from appliance.core.model.ids import (
    InboxSms,
    Moment,
    Receipt,
    Sms,
    SmsId,
    SmsSender,
    SmsState,
    TimerId,
)
from appliance.core.panel import buttons
from appliance.core.protocol.commands import Command, Reject, Save, StartTimer
from appliance.core.protocol.events import CallArrived, Event, Saved, SaveFailed, TimerFired
from appliance.core.protocol.events_recording import TalkRecorded
from appliance.core.protocol.events_sms import SmsArrived, SmsFailed, SmsSent, SmsUncertain
from appliance.core.sms import outbox
from appliance.core.staff import telephones
from appliance.core.state import inbox as mail
from appliance.core.state import one_time_code
from appliance.core.state import pending_saves as ledger
from appliance.core.state.picture import Picture

AGAIN_SECONDS = 60.0
"""After so long a timer of the house fires again whose rule has failed."""
SERVER_ERROR = 500
"""RFC 3261 section 21.5.1."""
TIMERS = (
    *(taking_over.MINUTE, buttons.VIEW, trial_rules.TRIAL, one_time_code.TIMER),
    *(ledger.RETRY, voice.AGAIN),
)
DOUBT = "a fault inside"

Step = tuple[Picture, list[Command]]


def amended(picture: Picture, event: Event, now: Moment) -> Step:
    """The office after an event whose rule has failed, where no call of it goes on."""
    match event:
        case CallArrived(leg=leg):
            return picture, [Reject(leg, SERVER_ERROR)]
        case TimerFired(timer=timer) if _is_of_the_house(timer):
            return picture, [StartTimer(timer, AGAIN_SECONDS)]
        case SmsSent(sms=sms) | SmsFailed(sms=sms) | SmsUncertain(sms=sms):
            return _in_doubt(picture, sms, now)
        case Saved(receipt=receipt):
            return _answered(picture, receipt, ledger.confirmed(picture.ledger, receipt)[0], now)
        case SaveFailed(receipt=receipt, reason=reason):
            later, retry = ledger.refused(picture.ledger, receipt, reason)
            return changed(picture, ledger=later), retry
        case TalkRecorded():
            return _talk_kept(picture, event)
        case SmsArrived():
            return _unread(picture, event, now)
    return too_late.taken(picture, event, now)


def handed_over(picture: Picture, commands: tuple[Command, ...]) -> Step:
    """What goes to the disk is known until it is there."""
    saves = {command.receipt: command for command in commands if isinstance(command, Save)}
    known = replace(picture.ledger, pending={**picture.ledger.pending, **saves})
    return changed(picture, ledger=known), []


def _is_of_the_house(timer: TimerId) -> bool:
    return timer in TIMERS or timer.startswith((telephones.TIMER, "sms:"))


def _in_doubt(picture: Picture, sms: SmsId, now: Moment) -> Step:
    """The modem has done with a row, and nobody can tell how: a person decides."""
    rows, saves = outbox.answered(picture.outbox, SmsUncertain(sms, DOUBT), now)
    return changed(picture, outbox=rows), saves


def _answered(picture: Picture, receipt: Receipt, later: ledger.Ledger, now: Moment) -> Step:
    """The disk has it; a row that was to go to the modem now is in doubt, and others may go."""
    save = picture.ledger.pending.get(receipt)
    picture = changed(picture, ledger=later)
    kind, _, name = receipt.partition(":")
    if kind != "sms":
        return _promised(picture, save), []
    sms = SmsId(name)
    rows = replace(picture.outbox, saving=picture.outbox.saving - {sms}, looked=False)
    return _in_doubt(changed(picture, outbox=rows), sms, now)


def _promised(picture: Picture, save: Save | None) -> Picture:
    """The SMS that were committed with a message go out."""
    records = save.records if save else ()
    rows = [r for r in records if isinstance(r, Sms) and r.state is SmsState.QUEUED]
    return changed(picture, outbox=picture.outbox.having(rows)) if rows else picture


def _talk_kept(picture: Picture, event: TalkRecorded) -> Step:
    """The file is closed, and belongs to its call."""
    row = picture.talks.get(event.talk)
    rest = {name: other for name, other in picture.talks.items() if name != event.talk}
    picture = changed(picture, talks=rest)
    if row is None or (event.path is None and not event.problem):
        return picture, []
    row = replace(row, recording=event.path, seconds=event.seconds, problem=event.problem)
    return picture, [Save(Receipt(f"{event.talk}:talk"), (row,))]


def _unread(picture: Picture, event: SmsArrived, now: Moment) -> Step:
    """Nothing that it asks for is done, and a person reads it."""
    if event.id in picture.mail.stored or event.id in picture.mail.saving:
        return picture, []
    kept = InboxSms(
        id=event.id,
        number=event.number,
        text=event.text,
        sent_at=event.sent_at,
        received_at=now.wall,
        sender=SmsSender.UNKNOWN,
        problem=event.problem,
        pieces=event.pieces,
    )
    letters = mail.coming(picture.mail, event.id, for_a_person=True)
    return changed(picture, mail=letters), [Save(mail.receipt_of(event.id), (kept,))]

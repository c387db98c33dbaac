"""SMS that people at the desk write: checked, kept, and only then promised to them."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.model.ids import Moment, Receipt, Sms, SmsHandled, SmsId, SmsPriority
from appliance.core.model.sms_text import MOST_PARTS, parts_of, price, transliterated
from appliance.core.model.verdict import Granted, Refused, Verdict, granted, refused
from appliance.core.protocol.commands import Command, Save
from appliance.core.protocol.events_sms import SmsAsked, SmsRead
from appliance.core.protocol.replies import reply_to
from appliance.core.state.inbox import read_by_somebody, with_asked
from appliance.core.state.picture import Picture

DESK = "desk-"
"""What the ids of such rows begin with."""

Step = tuple[Picture, list[Command]]


def asked(picture: Picture, event: SmsAsked, now: Moment) -> Step:
    """Keep the SMS if it can be sent; the answer follows when the disk has it."""
    sms = SmsId(DESK + event.id)
    if sms in picture.mail.asked:
        return picture, reply_to(event.request, granted(Granted.SMS_TAKEN_ALREADY))
    if refusal := _refusal(picture, event):
        return picture, reply_to(event.request, refusal)
    row = Sms(
        sms,
        event.number,
        event.text,
        priority=SmsPriority.URGENT if event.urgent else SmsPriority.NORMAL,
        promised_at=now.wall if now.clock_set else None,
    )
    receipt = Receipt(f"{DESK}sms:{event.id}")
    taken = granted(Granted.SMS_TAKEN, price=price(_wire_text(picture, event.text)))
    awaited = {**picture.awaited, receipt: (event.request, taken)}
    mail = with_asked(picture.mail, sms)
    return replace(picture, mail=mail, awaited=awaited), [Save(receipt, (row,))]


def kept(picture: Picture, receipt: Receipt) -> Step:
    """The disk has it: whoever asked may rely on it."""
    request, taken = picture.awaited[receipt]
    return _without(picture, receipt), reply_to(request, taken)


def not_kept(picture: Picture, receipt: Receipt, reason: str) -> Step:
    """The disk did not take it, so it is not sent: whoever asked must know."""
    request, _ = picture.awaited[receipt]
    ledger = picture.ledger
    pending = {key: save for key, save in ledger.pending.items() if key != receipt}
    ledger = replace(ledger, pending=pending, refused=ledger.refused - {receipt})
    sms = SmsId(DESK + receipt.removeprefix(f"{DESK}sms:"))
    asked = {key: None for key in picture.mail.asked if key != sms}
    picture = replace(picture, ledger=ledger, mail=replace(picture.mail, asked=asked))
    verdict = refused(Refused.SMS_NOT_STORED, problem=reason)
    return _without(picture, receipt), reply_to(request, verdict)


def read(picture: Picture, event: SmsRead) -> Step:
    """Somebody has read an SMS that came in."""
    if event.id not in picture.mail.unhandled:
        return picture, reply_to(event.request, refused(Refused.SMS_GONE))
    picture = replace(picture, mail=read_by_somebody(picture.mail, event.id))
    save = Save(Receipt(f"inbox-read:{event.id}"), (SmsHandled(event.id),))
    return picture, [save, *reply_to(event.request, granted(Granted.SMS_READ))]


def _refusal(picture: Picture, event: SmsAsked) -> Verdict | None:
    """Why an SMS cannot be sent at all; None if it can."""
    digits = event.number[1:]
    if not (event.number[:1] == "+" and digits.isdigit() and digits.isascii()):
        return refused(Refused.SMS_TO_NO_NUMBER)
    if not 4 <= len(digits) <= 15:
        return refused(Refused.SMS_TO_ODD_LENGTH)
    if not event.text.strip():
        return refused(Refused.SMS_EMPTY)
    if event.number in picture.outbox.stopped:
        return refused(Refused.SMS_STOPPED)
    parts = parts_of(_wire_text(picture, event.text))
    return refused(Refused.SMS_TOO_LONG, n=parts) if parts > MOST_PARTS else None


def _wire_text(picture: Picture, text: str) -> str:
    return transliterated(text) if picture.directory.office.sms_transliterate else text


def _without(picture: Picture, receipt: Receipt) -> Picture:
    awaited = {key: value for key, value in picture.awaited.items() if key != receipt}
    return replace(picture, awaited=awaited)

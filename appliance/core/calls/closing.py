"""How a call ends: its disposition, its record, and the message that goes to the client."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.calls import recording
from appliance.core.calls.screening import decision_of
from appliance.core.model.ids import (
    CallRecord,
    Disposition,
    Message,
    MessageHeard,
    Moment,
    Receipt,
    Record,
    Sms,
    SmsId,
    SmsPriority,
    Urgency,
)
from appliance.core.model.told import Told
from appliance.core.protocol.commands import Command, Save, StopTimer
from appliance.core.state.bare_record import bare_record
from appliance.core.state.call import Call, Step, WrappingUp, noted, timer
from appliance.core.words.numbers import readable
from appliance.core.words.spoken import (
    NOT_SAID,
    SMS_PROMISED,
    SMS_RANG,
    SMS_SPOKEN,
    SMS_TAKEN_BY,
    SMS_URGENT,
    UNKNOWN_LINE,
    on_display,
    worded,
)

PROMISES = (Disposition.MESSAGE_TAKEN, Disposition.CALL_BACK)
"""Dispositions after which something was promised, so that a message is kept."""


def finish(call: Call, disposition: Disposition, now: Moment, note: str = "") -> Step:
    """Close the call: its record, and what an agent promised in it, are saved together."""
    if disposition in PROMISES:
        call = sms_noted(call, disposition, now)
    call = noted(call, now, Told.ENDED, how=disposition)
    records: tuple[Record, ...] = (_record(call, disposition, note, now),)
    if disposition in PROMISES:
        records += promised(call, disposition, now, note=note)
    if call.outgoing and call.outgoing.message and disposition is Disposition.REACHED:
        records += (MessageHeard(call.outgoing.message, call.agent or "", now.wall),)
    commands: list[Command] = [StopTimer(timer(call, "limit")), *recording.stop(call)]
    return None, [*commands, Save(Receipt(f"{call.id}:record"), records)]


def promised(
    call: Call,
    disposition: Disposition,
    now: Moment,
    *,
    note: str = "",
    recording: str | None = None,
    seconds: float = 0.0,
) -> tuple[Record, ...]:
    """The message and, where the client wants it by SMS, its row of the outbox."""
    message = Message(
        id=call.id,
        call=call.id,
        client=call.client.id if call.client else None,
        caller=call.caller,
        about=call.about,
        taken_at=now.wall,
        clock_set=now.clock_set,
        taken_by=call.agent,
        note=note,
        recording=recording,
        seconds=seconds,
        urgency=Urgency.URGENT if call.urgent else Urgency.NORMAL,
        promised=call.promised,
    )
    number = _sms_to(call, disposition)
    if not number:
        return (message,)
    priority = SmsPriority.URGENT if call.urgent else SmsPriority.NORMAL
    text = sms_text(call, message)
    return message, Sms(SmsId(f"{call.id}-sms"), number, text, message=call.id, priority=priority)


def sms_noted(call: Call, disposition: Disposition, now: Moment) -> Call:
    """The call with the SMS of its message in its story, where one is due."""
    number = _sms_to(call, disposition)
    return noted(call, now, Told.SMS_PROMISED, number=number) if number else call


def _sms_to(call: Call, disposition: Disposition) -> str | None:
    if disposition is Disposition.CALL_BACK:
        return None
    return call.client.sms_to if call.client else call.directory.office.sms_to


def sms_text(call: Call, message: Message) -> str:
    """Who rang, whom, when, about what, how urgent, and what was promised (office.md A6, A7)."""
    language = call.directory.office.language
    said = worded(SMS_RANG, language).format(
        caller=readable(call.caller, language),
        client=call.client.name if call.client else worded(UNKNOWN_LINE, language),
        when=on_display(call.started.wall),
        about=message.about or worded(NOT_SAID, language),
    )
    if message.seconds:
        said += " " + worded(SMS_SPOKEN, language).format(seconds=round(message.seconds))
    if agent := call.directory.taker(message.taken_by or ""):
        said += " " + worded(SMS_TAKEN_BY, language).format(agent=agent.name)
    said = f"{said} {message.note}".strip()
    if message.promised:
        said += " " + worded(SMS_PROMISED, language).format(promised=message.promised)
    urgent = message.urgency is Urgency.URGENT
    return f"{worded(SMS_URGENT, language)} {said}" if urgent else said


def _record(call: Call, disposition: Disposition, note: str, now: Moment) -> CallRecord:
    return replace(
        bare_record(call, disposition, now),
        note=note,
        screening=call.screening.rule.value if call.screening else "",
        decision=decision_of(call),
        abuse=call.abuse,
        talk_seconds=_talked(call, now),
    )


def _talked(call: Call, now: Moment) -> float:
    if call.answered is None:
        return 0.0
    end = call.phase.since if isinstance(call.phase, WrappingUp) else now
    return round(end.monotonic - call.answered.monotonic, 1)

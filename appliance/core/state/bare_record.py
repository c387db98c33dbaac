"""What is kept of a call as it stands in the call itself; what rules add comes in closing.py."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from appliance.core.model.ids import (
    CallRecord,
    Disposition,
    Message,
    Moment,
    Record,
    Sms,
    SmsId,
    SmsPriority,
    Urgency,
)
from appliance.core.state.call import Call
from appliance.core.words.spoken import SMS_RANG, SMS_SPOKEN


def bare_record(call: Call, disposition: Disposition, now: Moment) -> CallRecord:
    """The record of a call that ends now; no rule is asked, so that none can fail."""
    return CallRecord(
        id=call.id,
        line=call.line.id if call.line else "",
        client=call.line.client or None if call.line else None,
        caller=call.caller,
        dialled=call.dialled,
        language=call.language,
        started=call.started.wall,
        ended=_ended(call.started, now),
        clock_set=call.started.clock_set,
        about=call.about,
        agent=call.agent,
        disposition=disposition,
        note="",
        trail=call.trail,
        outgoing=call.outgoing is not None,
    )


def _ended(started: Moment, now: Moment) -> datetime:
    """As long after its start as the call has lasted, whatever has become of the clock since."""
    lasted = timedelta(seconds=now.monotonic - started.monotonic)
    return (started.wall.astimezone(UTC) + lasted).astimezone(started.wall.tzinfo)


def bare_promise(
    call: Call, recording: str | None, seconds: float, now: Moment
) -> tuple[Record, ...]:
    """What a caller has spoken, and the SMS of it where one is due; no rule is asked."""
    client = call.client
    message = Message(
        id=call.id,
        call=call.id,
        client=client.id if client else None,
        caller=call.caller,
        about=call.about,
        taken_at=now.wall,
        clock_set=now.clock_set,
        taken_by=None,
        recording=recording,
        seconds=seconds if recording else 0.0,
        urgency=Urgency.URGENT if call.urgent else Urgency.NORMAL,
        promised=call.promised,
    )
    number = client.sms_to if client else call.directory.office.sms_to
    if not number:
        return (message,)
    priority = SmsPriority.URGENT if call.urgent else SmsPriority.NORMAL
    text = _text(call, message)
    return message, Sms(SmsId(f"{call.id}-sms"), number, text, message=call.id, priority=priority)


def _text(call: Call, message: Message) -> str:
    language = call.directory.office.language
    said = SMS_RANG.get(language, SMS_RANG["en"]).format(
        caller=call.caller or "-",
        client=call.client.name if call.client else call.dialled,
        when=f"{call.started.wall:%d.%m %H:%M}",
        about=call.about or "-",
    )
    spoken = SMS_SPOKEN.get(language, SMS_SPOKEN["en"]).format(seconds=round(message.seconds))
    return f"{said} {spoken}" if message.seconds else said

"""The SMS of the office in both directions: which rule takes which event."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.model.ids import Moment, Sms, SmsId, SmsState
from appliance.core.protocol.commands import AskModem, RememberSms, Reply, Save
from appliance.core.protocol.events import Saved, SaveFailed, Started
from appliance.core.protocol.events_sms import (
    ClockHint,
    ModemAnswered,
    ModemAsked,
    SmsArrived,
    SmsAsked,
    SmsDelivered,
    SmsFailed,
    SmsNotDelivered,
    SmsRead,
    SmsSent,
    SmsUncertain,
)
from appliance.core.sms import (
    delivery_reports as sms_reports,
)
from appliance.core.sms import (
    from_desk as desk_sms,
)
from appliance.core.sms import (
    incoming,
    outbox,
)
from appliance.core.state import inbox as mail
from appliance.core.state import known_time
from appliance.core.state.picture import Picture
from appliance.core.state.rules import Step, merged, on


def started(picture: Picture, event: Started, now: Moment) -> Step:
    """What was owed and what had come in before the power went."""
    letters = mail.with_messages(mail.remembered(event.sms), event.outbox)
    rows = outbox.opened(event.outbox, event.sms, now)
    picture, commands = _kept(replace(picture, mail=letters), rows)
    return picture, [RememberSms(event.sms.pieces), *commands]


def saved(picture: Picture, event: Saved, save: Save | None, now: Moment) -> Step:
    """Records are on the disk: rows among them are promised, and what waited for it goes on."""
    kind, _, name = event.receipt.partition(":")
    if kind == "sms":
        office = picture.directory.office
        return _kept(picture, outbox.saved(picture.outbox, SmsId(name), office, now))
    picture = _promised(picture, save, now)
    if kind == "inbox":
        letters, commands = mail.stored(picture.mail, name)
        return replace(picture, mail=letters), commands
    return (
        desk_sms.kept(picture, event.receipt) if event.receipt in picture.awaited else (picture, [])
    )


def not_saved(picture: Picture, event: SaveFailed) -> Step:
    """The disk did not take something: whoever waits for it must know."""
    if event.receipt not in picture.awaited:
        return picture, []
    return desk_sms.not_kept(picture, event.receipt, event.reason)


def rested(picture: Picture, sms: SmsId) -> Step:
    """A row has rested after a failure."""
    return replace(picture, outbox=outbox.rested(picture.outbox, sms)), []


def with_modem(picture: Picture, there: bool) -> Picture:
    """The modem came or went."""
    return replace(picture, outbox=outbox.with_modem(picture.outbox, there))


def next_up(picture: Picture, now: Moment) -> Step:
    """Let the modem have the next row, if there is one and it may be sent now."""
    return _kept(picture, outbox.next_up(picture.outbox, picture.directory.office, now))


def minute_passed(picture: Picture, now: Moment) -> Step:
    """What ends with a minute: rows that waited too long, reports that never came."""
    rows = sms_reports.forget_old(picture.outbox, now)
    step = outbox.minute_passed(rows, picture.directory.office, now)
    return _kept(picture, step)


def _promised(picture: Picture, save: Save | None, now: Moment) -> Picture:
    records = save.records if save else ()
    rows = [r for r in records if isinstance(r, Sms) and r.state is SmsState.QUEUED]
    if not rows:
        return picture
    letters = mail.with_messages(picture.mail, rows)
    return replace(picture, mail=letters, outbox=outbox.promised(picture.outbox, rows, now))


def _kept(picture: Picture, step: outbox.Step) -> Step:
    after, commands = step
    return (picture if after is picture.outbox else replace(picture, outbox=after)), commands


def _handed_over(picture: Picture, event: SmsSent | SmsFailed | SmsUncertain, now: Moment) -> Step:
    return _kept(picture, outbox.answered(picture.outbox, event, now))


def _reported(picture: Picture, event: SmsDelivered | SmsNotDelivered, now: Moment) -> Step:
    return _kept(picture, sms_reports.reported(picture.outbox, event))


def _read(picture: Picture, event: SmsRead, now: Moment) -> Step:
    return desk_sms.read(picture, event)


def _modem_asked(picture: Picture, event: ModemAsked, now: Moment) -> Step:
    return picture, [AskModem(event.command, event.request)] if event.request else []


def _modem_answered(picture: Picture, event: ModemAnswered, now: Moment) -> Step:
    return picture, [Reply(event.request, event.ok, event.words)]


def _network_time(picture: Picture, event: ClockHint, now: Moment) -> Step:
    return picture, known_time.from_network(event.at, now)


RULES = merged(
    on(SmsSent, _handed_over),
    on(SmsFailed, _handed_over),
    on(SmsUncertain, _handed_over),
    on(SmsDelivered, _reported),
    on(SmsNotDelivered, _reported),
    on(SmsArrived, incoming.arrived),
    on(SmsAsked, desk_sms.asked),
    on(SmsRead, _read),
    on(ModemAsked, _modem_asked),
    on(ModemAnswered, _modem_answered),
    on(ClockHint, _network_time),
)

"""The SMS that are promised: which goes next, and what the modem's answer makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from appliance.core.model.ids import (
    Moment,
    Receipt,
    Sms,
    SmsFailure,
    SmsHistory,
    SmsId,
    SmsPriority,
    SmsState,
    TimerId,
)
from appliance.core.model.sms_text import MOST_PARTS, parts_of, transliterated
from appliance.core.protocol.commands import Command, Save, SendSms, StartTimer
from appliance.core.protocol.events_sms import SmsFailed, SmsSent, SmsUncertain
from appliance.core.settings.directory import Office
from appliance.core.sms import limits as sms_limits
from appliance.core.state.outbox import NO_ROWS, Outbox, Rows

MOST_GIVEN_UP = 50
"""So many rows are given up at once: each is a record for the disk."""
MOST_LOOKED_AT = 500
"""So many of the oldest rows are looked at in a minute."""

Step = tuple[Outbox, list[Command]]


def opened(rows: Iterable[Sms], history: SmsHistory, now: Moment) -> Step:
    """After a start: what was being sent when the power went may have gone out."""
    outbox = Outbox.of(sms_limits.stamped(row, now) for row in (*rows, *history.awaiting))
    outbox = replace(
        outbox,
        stopped=frozenset(history.stopped),
        tally=sms_limits.counted(history.spent, now),
    )
    reason = "the box stopped while it was being sent"
    commands: list[Command] = []
    for row in tuple(outbox.sending.values()):
        outbox, saves = changed(outbox, replace(row, state=SmsState.MAYBE, reason=reason))
        commands += saves
    return outbox, commands


def promised(outbox: Outbox, rows: Iterable[Sms], now: Moment) -> Outbox:
    """Rows that have just been committed with their message."""
    return outbox.having(sms_limits.stamped(row, now) for row in rows)


def saved(outbox: Outbox, sms: SmsId, office: Office, now: Moment) -> Step:
    """A row's new state is on the disk; one that says "sending" may go to the modem now."""
    if newer := outbox.changed_again.get(sms):
        rest = {key: row for key, row in outbox.changed_again.items() if key != sms}
        return replace(outbox, changed_again=rest), [Save(receipt_of(sms), (newer,))]
    row = outbox.row(sms)
    outbox = replace(outbox, saving=outbox.saving - {sms}, looked=False)
    if row is None or row.state is not SmsState.SENDING:
        return outbox, []
    outbox = replace(outbox, tally=outbox.tally.with_sent(row, now))
    return outbox, [SendSms(row.id, row.number, wire_text(row, office))]


def next_up(outbox: Outbox, office: Office, now: Moment) -> Step:
    """If the modem is there and idle, take the most urgent row that waits, the oldest of these.

    Rows that must not be sent any more are given up on the way, and those whose recipient has
    had enough today are left for tomorrow. Nothing is looked at twice while nothing changes.
    """
    if not outbox.modem or outbox.sending or outbox.looked:
        return outbox, []
    outbox = replace(outbox, looked=True, used_up=False)
    commands: list[Command] = []
    for row in _candidates(outbox, office, now):
        if row.number in outbox.enough:
            continue
        outbox, onward = _considered(outbox, row, office, now)
        commands += onward
        if outbox.sending or outbox.used_up or len(commands) >= MOST_GIVEN_UP:
            break
    return outbox, commands


def answered(outbox: Outbox, event: SmsSent | SmsFailed | SmsUncertain, now: Moment) -> Step:
    """What the modem said of the row that it had."""
    row = outbox.sending.get(event.sms)
    if row is None:
        return outbox, []
    match event:
        case SmsSent(references=references):
            sent = replace(row, state=SmsState.SENT, reason="", unreported=references)
            return changed(outbox, replace(sent, sent_at=now.wall))
        case SmsUncertain(reason=reason):
            doubtful = replace(row, state=SmsState.MAYBE, reason=reason, sent_at=now.wall)
            return changed(outbox, doubtful)
        case SmsFailed(reason=reason, retryable=False):
            return changed(outbox, replace(row, state=SmsState.FAILED, reason=reason))
        case SmsFailed():
            return _again_later(outbox, row, event)


def settled(outbox: Outbox, row: Sms, again: bool, now: Moment) -> Step:
    """A person decided on a row that failed or is in doubt."""
    if not again:
        left = replace(row, state=SmsState.FAILED, reason="left by hand", settled=True)
        return changed(outbox, left)
    row = replace(row, state=SmsState.QUEUED, reason="sent again by hand", unreported=())
    return changed(outbox, replace(row, promised_at=now.wall if now.clock_set else None))


def rested(outbox: Outbox, sms: SmsId) -> Outbox:
    """The pause after a failure is over."""
    return replace(outbox, resting=outbox.resting - {sms}, looked=False)


def with_modem(outbox: Outbox, there: bool) -> Outbox:
    """The modem came or went; one that came may take what the lost one did not."""
    resting = frozenset[SmsId]() if there and not outbox.modem else outbox.resting
    return replace(outbox, modem=there, resting=resting, looked=False)


def minute_passed(outbox: Outbox, office: Office, now: Moment) -> Step:
    """Quiet hours may be over, a new day may have begun, and some rows are not worth it now."""
    outbox = replace(outbox, looked=False, used_up=False)
    if outbox.tally.day != now.wall.date():
        outbox = replace(outbox, tally=outbox.tally.on(now), enough=frozenset())
    commands: list[Command] = []
    for looked_at, row in enumerate(_waiting(outbox)):
        if looked_at >= MOST_LOOKED_AT or len(commands) >= MOST_GIVEN_UP:
            break
        if sms_limits.expired(row, office, now):
            outbox, saves = _given_up(outbox, row, _too_old(office))
            commands += saves
    return outbox, commands


def stopped(outbox: Outbox, number: str, stop: bool) -> Outbox:
    """A number wants no SMS any more, or wants them again."""
    numbers = outbox.stopped | {number} if stop else outbox.stopped - {number}
    return replace(outbox, stopped=numbers, looked=False)


def changed(outbox: Outbox, row: Sms) -> Step:
    """A row has another state, which goes to the disk; one that is on its way there goes again."""
    outbox = outbox.having([row])
    if row.id in outbox.saving:
        return replace(outbox, changed_again={**outbox.changed_again, row.id: row}), []
    outbox = replace(outbox, saving=outbox.saving | {row.id})
    return outbox, [Save(receipt_of(row.id), (row,))]


def wire_text(row: Sms, office: Office) -> str:
    """The text as it goes to the modem."""
    return transliterated(row.text) if office.sms_transliterate else row.text


def sms_timer(sms: SmsId) -> TimerId:
    """Runs while a row rests."""
    return TimerId(f"sms:{sms}")


def receipt_of(sms: SmsId) -> Receipt:
    """The receipt of a change of one row; a row has one change under way at most."""
    return Receipt(f"sms:{sms}")


def _candidates(outbox: Outbox, office: Office, now: Moment) -> Iterator[Sms]:
    still = sms_limits.quiet(office, now)
    return (row for row in _waiting(outbox) if not still or sms_limits.passes_quiet(row))


def _waiting(outbox: Outbox) -> Iterator[Sms]:
    """Rows that nothing holds, the most urgent first, then the oldest."""
    held = outbox.saving | outbox.resting | outbox.sending.keys()
    for priority in sorted(SmsPriority, reverse=True):
        lane: Rows = outbox.lanes.get(priority, NO_ROWS)
        rows = (row for row in lane.values() if row.id not in held)
        yield from (row for row in rows if row.number not in outbox.enough)


def _considered(outbox: Outbox, row: Sms, office: Office, now: Moment) -> Step:
    row = replace(row, parts=parts_of(wire_text(row, office)))
    if why := _why_never(outbox, row, office, now):
        return _given_up(outbox, row, why)
    if sms_limits.used_up(outbox.tally, row, office, now):
        return replace(outbox, used_up=True), []
    if sms_limits.recipient_used_up(outbox.tally, row, office, now):
        return replace(outbox, enough=outbox.enough | {row.number}), []
    return changed(outbox, replace(row, state=SmsState.SENDING))


def _why_never(outbox: Outbox, row: Sms, office: Office, now: Moment) -> str:
    """Why a row must not be sent at all, or ""."""
    if row.number in outbox.stopped and row.answers is None:
        return "the recipient has asked for no more SMS (STOP)"
    if row.parts > MOST_PARTS:
        return f"the text is too long: {row.parts} parts, at most {MOST_PARTS}"
    return _too_old(office) if sms_limits.expired(row, office, now) else ""


def _too_old(office: Office) -> str:
    return f"it could not be sent within {office.sms_expire_seconds / 3600:g} hours"


def _given_up(outbox: Outbox, row: Sms, why: str) -> Step:
    reason = f"{why}; last: {row.reason}" if row.reason else why
    return changed(outbox, replace(row, state=SmsState.FAILED, reason=reason))


def _again_later(outbox: Outbox, row: Sms, event: SmsFailed) -> Step:
    tried = event.failure is not SmsFailure.NOT_READY
    pause = sms_limits.rest_seconds(event.failure, row.attempts if tried else 0)
    waiting = replace(row, state=SmsState.QUEUED, reason=event.reason)
    waiting = replace(waiting, attempts=row.attempts + tried)
    outbox, commands = changed(replace(outbox, resting=outbox.resting | {row.id}), waiting)
    return outbox, [*commands, StartTimer(sms_timer(row.id), pause)]

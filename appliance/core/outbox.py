"""The SMS that are promised and not yet sent: which goes next, and what an answer makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from appliance.core.commands import Command, Save, SendSms, StartTimer
from appliance.core.events import SmsFailed, SmsSent, SmsUncertain
from appliance.core.model import Receipt, Sms, SmsId, SmsState, TimerId

FIRST_REST_SECONDS = 15.0
LONGEST_REST_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Outbox:
    """Rows that are not sent. `saving` are on their way to the disk, `resting` wait to retry."""

    rows: Mapping[SmsId, Sms] = field(default_factory=dict)
    saving: frozenset[SmsId] = frozenset()
    resting: frozenset[SmsId] = frozenset()
    modem: bool = False

    @property
    def unsent(self) -> int:
        """How many SMS are promised and not yet sent, those in doubt included."""
        return len(self.rows)

    def in_state(self, *states: SmsState) -> list[Sms]:
        """The rows in one of the states, oldest first."""
        return [row for row in self.rows.values() if row.state in states]


Step = tuple[Outbox, list[Command]]


def opened(rows: Iterable[Sms]) -> Step:
    """After a start: what was being sent when the power went may have gone out."""
    outbox = Outbox(rows={row.id: row for row in rows})
    commands: list[Command] = []
    for row in outbox.in_state(SmsState.SENDING):
        reason = "the box stopped while it was being sent"
        outbox, saves = _changed(outbox, replace(row, state=SmsState.MAYBE, reason=reason))
        commands += saves
    return outbox, commands


def promised(outbox: Outbox, rows: Iterable[Sms]) -> Outbox:
    """Rows that have just been committed with their message."""
    return replace(outbox, rows={**outbox.rows, **{row.id: row for row in rows}})


def saved(outbox: Outbox, sms: SmsId) -> Step:
    """A row's new state is on the disk; one that says "sending" may go to the modem now."""
    outbox = replace(outbox, saving=outbox.saving - {sms})
    row = outbox.rows.get(sms)
    if row and row.state is SmsState.SENDING:
        return outbox, [SendSms(row.id, row.number, row.text)]
    return outbox, []


def next_up(outbox: Outbox) -> Step:
    """If the modem is there and idle, take the oldest row that waits."""
    if not outbox.modem or outbox.in_state(SmsState.SENDING):
        return outbox, []
    held = outbox.saving | outbox.resting
    for row in outbox.in_state(SmsState.QUEUED):
        if row.id not in held:
            return _changed(outbox, replace(row, state=SmsState.SENDING))
    return outbox, []


def answered(outbox: Outbox, event: SmsSent | SmsFailed | SmsUncertain) -> Step:
    """What the modem said of the row that it had."""
    row = outbox.rows.get(event.sms)
    if row is None:
        return outbox, []
    match event:
        case SmsSent():
            return _sent(outbox, row)
        case SmsUncertain(reason=reason):
            return _changed(outbox, replace(row, state=SmsState.MAYBE, reason=reason))
        case SmsFailed(reason=reason, retryable=False):
            return _changed(outbox, replace(row, state=SmsState.FAILED, reason=reason))
        case SmsFailed(reason=reason):
            return _again_later(outbox, row, reason)


def settled(outbox: Outbox, sms: SmsId, again: bool) -> Step:
    """A person decided on a row that failed or is in doubt."""
    row = outbox.rows[sms]
    if again:
        return _changed(outbox, replace(row, state=SmsState.QUEUED, reason="sent again by hand"))
    outbox, commands = _changed(outbox, replace(row, state=SmsState.FAILED, reason="left by hand"))
    return _without(outbox, sms), commands


def rested(outbox: Outbox, sms: SmsId) -> Outbox:
    """The pause after a failure is over."""
    return replace(outbox, resting=outbox.resting - {sms})


def sms_timer(sms: SmsId) -> TimerId:
    """Runs while a row rests."""
    return TimerId(f"sms:{sms}")


def receipt_of(sms: SmsId) -> Receipt:
    """The receipt of a change of one row; a row has one change under way at most."""
    return Receipt(f"sms:{sms}")


def _sent(outbox: Outbox, row: Sms) -> Step:
    outbox, commands = _changed(outbox, replace(row, state=SmsState.SENT, reason=""))
    return _without(outbox, row.id), commands


def _again_later(outbox: Outbox, row: Sms, reason: str) -> Step:
    attempts = row.attempts + 1
    pause = min(LONGEST_REST_SECONDS, FIRST_REST_SECONDS * 2 ** min(row.attempts, 10))
    waiting = replace(row, state=SmsState.QUEUED, attempts=attempts, reason=reason)
    outbox, commands = _changed(replace(outbox, resting=outbox.resting | {row.id}), waiting)
    return outbox, [*commands, StartTimer(sms_timer(row.id), pause)]


def _changed(outbox: Outbox, row: Sms) -> Step:
    rows = {**outbox.rows, row.id: row}
    outbox = replace(outbox, rows=rows, saving=outbox.saving | {row.id})
    return outbox, [Save(receipt_of(row.id), (row,))]


def _without(outbox: Outbox, sms: SmsId) -> Outbox:
    rows = {key: row for key, row in outbox.rows.items() if key != sms}
    return replace(outbox, rows=rows, resting=outbox.resting - {sms})

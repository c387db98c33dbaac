"""Delivery reports: which SMS a report is about, and what it makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from appliance.core.model.ids import Moment, Sms, SmsState
from appliance.core.model.same_number import same_number
from appliance.core.protocol.events_sms import SmsDelivered, SmsNotDelivered
from appliance.core.sms.outbox import Step, changed
from appliance.core.state.outbox import Outbox

LONGEST_WAIT = timedelta(hours=72)
"""Service centres keep an SMS for three days as a rule; afterwards no report is awaited."""


def reported(outbox: Outbox, event: SmsDelivered | SmsNotDelivered) -> Step:
    """What became of one part of an SMS that the network took."""
    row = _about(outbox, event.number, event.reference)
    if row is None:
        return outbox, []
    left = tuple(reference for reference in row.unreported if reference != event.reference)
    match event:
        case SmsNotDelivered(reason=reason):
            return changed(
                outbox, replace(row, state=SmsState.FAILED, reason=reason, unreported=())
            )
        case SmsDelivered():
            state = SmsState.SENT if left else SmsState.DELIVERED
            outbox = replace(outbox, delivered=outbox.delivered + (not left))
            return changed(outbox, replace(row, state=state, unreported=left))


def forget_old(outbox: Outbox, now: Moment) -> Outbox:
    """Await no reports that will not come; the rows stay as sent on the disk."""
    kept = {row.id: row for row in outbox.sent.values() if not _too_long_ago(row, now)}
    return outbox if len(kept) == len(outbox.sent) else replace(outbox, sent=kept)


def _about(outbox: Outbox, number: str, reference: int) -> Sms | None:
    """The newest SMS of this reference: there are 256, and the older one has had its time."""
    return next(
        (
            row
            for row in reversed(list(outbox.sent.values()))
            if reference in row.unreported and same_number(row.number, number)
        ),
        None,
    )


def _too_long_ago(row: Sms, now: Moment) -> bool:
    return row.sent_at is not None and now.clock_set and now.wall - row.sent_at > LONGEST_WAIT

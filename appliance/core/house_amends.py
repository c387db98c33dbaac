"""What becomes of a part of the house, or of nobody's leg, when a rule about it has failed."""

from __future__ import annotations

from dataclasses import replace

from appliance.core import starting as taking_over
from appliance.core.box import trial as trial_rules
from appliance.core.calls.too_late import too_late
from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment, Receipt, SmsId, TimerId
from appliance.core.panel import buttons
from appliance.core.protocol.commands import Command, Reject, StartTimer
from appliance.core.protocol.events import CallArrived, Event, Saved, SaveFailed, TimerFired
from appliance.core.protocol.events_sms import SmsFailed, SmsSent, SmsUncertain
from appliance.core.sms import outbox
from appliance.core.staff import telephones
from appliance.core.state import one_time_code
from appliance.core.state import pending_saves as ledger
from appliance.core.state.picture import Picture

AGAIN_SECONDS = 60.0
"""After so long a timer of the house fires again whose rule has failed."""
SERVER_ERROR = 500
"""RFC 3261 section 21.5.1."""
TIMERS = (taking_over.MINUTE, buttons.VIEW, trial_rules.TRIAL, one_time_code.TIMER, ledger.RETRY)
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
    return picture, too_late(event)


def _is_of_the_house(timer: TimerId) -> bool:
    return timer in TIMERS or timer.startswith((telephones.TIMER, "sms:"))


def _in_doubt(picture: Picture, sms: SmsId, now: Moment) -> Step:
    """The modem has done with a row, and nobody can tell how: a person decides."""
    rows, saves = outbox.answered(picture.outbox, SmsUncertain(sms, DOUBT), now)
    return changed(picture, outbox=rows), saves


def _answered(picture: Picture, receipt: Receipt, later: ledger.Ledger, now: Moment) -> Step:
    """The disk has it; a row that was to go to the modem now is in doubt, and others may go."""
    picture = changed(picture, ledger=later)
    kind, _, name = receipt.partition(":")
    if kind != "sms":
        return picture, []
    sms = SmsId(name)
    rows = replace(picture.outbox, saving=picture.outbox.saving - {sms}, looked=False)
    return _in_doubt(changed(picture, outbox=rows), sms, now)

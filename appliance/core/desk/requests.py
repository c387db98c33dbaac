"""What people ask of the box from a page or a command: granted, or refused, and why."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.box import trial as trial_rules
from appliance.core.calls.outcomes import fits
from appliance.core.model.ids import Moment, Receipt, SmsState, Status
from appliance.core.model.trial import TrialConfirmed
from appliance.core.model.verdict import Granted, Refused, Verdict, granted, refused
from appliance.core.protocol.commands import Command, Save
from appliance.core.protocol.events import DispositionChosen, PresenceSet, SelftestAsked
from appliance.core.protocol.events_sms import SmsSettled
from appliance.core.settings.partners import id_of
from appliance.core.sms import outbox
from appliance.core.staff.status import with_presence
from appliance.core.state.call import Talking, WrappingUp
from appliance.core.state.picture import Picture
from appliance.core.state.test_line import test_line

Request = PresenceSet | DispositionChosen | SmsSettled | SelftestAsked | TrialConfirmed
Answer = tuple[Picture, Verdict, list[Command]]
"""The picture after it, whether it was granted, and what is to be done."""


def grant(picture: Picture, request: Request, now: Moment) -> Answer:
    """Grant or refuse a request."""
    match request:
        case PresenceSet():
            return _presence(picture, request, now)
        case DispositionChosen():
            return _disposition(picture, request)
        case SmsSettled():
            return _settle(picture, request, now)
        case TrialConfirmed():
            return trial_rules.confirmed(picture)
        case SelftestAsked():
            line = test_line(request, picture.directory, now.monotonic)
            picture = replace(picture, test_lines=(*picture.test_lines, line))
            return picture, granted(Granted.TEST_LINE), []


def _presence(picture: Picture, request: PresenceSet, now: Moment) -> Answer:
    agent = picture.directory.agents.get(request.agent)
    if agent is None:
        return picture, refused(Refused.NOBODY, who=repr(request.agent)), []
    if request.status is Status.LOGGED_OUT and not request.reason.strip():
        return picture, refused(Refused.SAY_WHY), []
    picture, record = with_presence(picture, request, now)
    save = Save(Receipt(f"presence:{agent.id}"), (record,))
    status = request.status.value.replace("_", " ")
    return picture, granted(Granted.PRESENCE, who=agent.name, status=status), [save]


def _disposition(picture: Picture, request: DispositionChosen) -> Answer:
    call = picture.calls.get(request.call)
    if call is None or not isinstance(call.phase, Talking | WrappingUp):
        return picture, refused(Refused.CALL_CLOSED), []
    if not fits(call, request.disposition):
        return picture, refused(Refused.OUTCOME_DOES_NOT_FIT), []
    if request.partner and id_of(call.phase.agent) != request.partner:
        return picture, refused(Refused.CALL_NOT_YOURS), []
    return picture, granted(Granted.OUTCOME), []


def _settle(picture: Picture, request: SmsSettled, now: Moment) -> Answer:
    row = picture.outbox.row(request.sms)
    if row is None or row.state not in (SmsState.FAILED, SmsState.MAYBE):
        return picture, refused(Refused.SMS_DECIDED), []
    if request.sms in picture.outbox.saving:
        return picture, refused(Refused.SMS_BEING_WRITTEN), []
    after, commands = outbox.settled(picture.outbox, row, request.again, now)
    verdict = granted(Granted.SMS_AGAIN if request.again else Granted.SMS_LEFT)
    return replace(picture, outbox=after), verdict, commands

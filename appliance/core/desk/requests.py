"""What people ask of the box from a page or a command: granted, or refused in words."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.box import trial as trial_rules
from appliance.core.calls.outcomes import fits
from appliance.core.model.ids import Moment, Receipt, SmsState, Status
from appliance.core.model.trial import TrialConfirmed
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
Answer = tuple[Picture, bool, str, list[Command]]
"""The picture after it, whether it was granted, a sentence, and what is to be done."""


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
            return picture, True, "The test line is open.", []


def _presence(picture: Picture, request: PresenceSet, now: Moment) -> Answer:
    agent = picture.directory.agents.get(request.agent)
    if agent is None:
        return picture, False, f"There is nobody called {request.agent!r} in the settings.", []
    if request.status is Status.LOGGED_OUT and not request.reason.strip():
        return picture, False, "Say why: holiday, day off, or leave.", []
    picture, record = with_presence(picture, request, now)
    save = Save(Receipt(f"presence:{agent.id}"), (record,))
    return picture, True, f"{agent.name} is {request.status.value.replace('_', ' ')}.", [save]


def _disposition(picture: Picture, request: DispositionChosen) -> Answer:
    call = picture.calls.get(request.call)
    if call is None or not isinstance(call.phase, Talking | WrappingUp):
        return picture, False, "This call is closed already, or nobody has answered it yet.", []
    if not fits(call, request.disposition):
        return picture, False, "This outcome does not fit this call.", []
    if request.partner and id_of(call.phase.agent) != request.partner:
        return picture, False, "This call is not yours.", []
    return picture, True, "The outcome is kept.", []


def _settle(picture: Picture, request: SmsSettled, now: Moment) -> Answer:
    row = picture.outbox.row(request.sms)
    if row is None or row.state not in (SmsState.FAILED, SmsState.MAYBE):
        return picture, False, "There is no such SMS that waits for a decision.", []
    if request.sms in picture.outbox.saving:
        return picture, False, "This SMS is just being written to the disk. Try again.", []
    after, commands = outbox.settled(picture.outbox, row, request.again, now)
    words = "The SMS is sent again." if request.again else "The SMS is left as it is."
    return replace(picture, outbox=after), True, words, commands

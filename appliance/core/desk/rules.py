"""What people ask of the box: which rule takes which event."""

from __future__ import annotations

from appliance.core.desk import heard, requests
from appliance.core.model.ids import Moment
from appliance.core.model.trial import TrialConfirmed
from appliance.core.protocol.commands import Command
from appliance.core.protocol.events import DispositionChosen, PresenceSet, SelftestAsked
from appliance.core.protocol.events_desk import MessageDone
from appliance.core.protocol.events_sms import SmsSettled
from appliance.core.protocol.replies import reply_to
from appliance.core.state.picture import Picture
from appliance.core.state.rules import Step, merged, on


def granted(
    picture: Picture, event: requests.Request, now: Moment
) -> tuple[Picture, list[Command], bool]:
    """What a person asked for, with the answer to them; the last tells whether it was granted."""
    picture, verdict, commands = requests.grant(picture, event, now)
    return picture, [*commands, *reply_to(event.request, verdict)], verdict.ok


def _asked(picture: Picture, event: requests.Request, now: Moment) -> Step:
    return granted(picture, event, now)[:2]


RULES = merged(
    on(PresenceSet, _asked),
    on(DispositionChosen, _asked),
    on(SmsSettled, _asked),
    on(SelftestAsked, _asked),
    on(TrialConfirmed, _asked),
    on(MessageDone, heard.done),
)

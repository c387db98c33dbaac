"""What happens to the house, its parts, and its people, besides calls: a rule for each event."""

from __future__ import annotations

from appliance.core import questions, starting, voice
from appliance.core.box import rules as box
from appliance.core.box import trial as trial_rules
from appliance.core.desk import rules as desk
from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment, SmsId, TimerId
from appliance.core.panel import buttons
from appliance.core.protocol.events import DeviceFound, DeviceLost, HouseEvent
from appliance.core.sms import rules as sms
from appliance.core.staff import ending_statuses, presence, telephones
from appliance.core.staff import rules as staff
from appliance.core.state import one_time_code
from appliance.core.state import pending_saves as ledger
from appliance.core.state.picture import Picture
from appliance.core.state.rules import Step, merged, on


def take(picture: Picture, event: HouseEvent, now: Moment) -> Step:
    """The office after the event, and what is to be done."""
    return RULES[type(event)](picture, event, now)


def timer_fired(picture: Picture, timer: TimerId, now: Moment) -> Step | None:
    """The office after a timer that is no call's; None if this is one of a call."""
    if timer == voice.AGAIN:
        return voice.prepared(picture, now)
    if timer == buttons.VIEW:
        return changed(picture, viewing=""), []
    if timer == trial_rules.TRIAL:
        return trial_rules.over(picture)
    if timer == one_time_code.TIMER:
        return changed(picture, door=one_time_code.ran_out(picture.door)), []
    if timer == ledger.RETRY:
        later, again = ledger.try_again(picture.ledger)
        return changed(picture, ledger=later), again
    if timer == presence.TURNED:
        return picture, []  # who waits is served after every event
    if timer == ending_statuses.MORE:
        return ending_statuses.ended(picture, now)
    if timer.startswith(telephones.TIMER):
        return telephones.look(picture, timer, now)
    if timer.startswith("sms:"):
        return sms.rested(picture, SmsId(timer.removeprefix("sms:")))
    return None


def _device(picture: Picture, event: DeviceFound | DeviceLost, now: Moment) -> Step:
    reason = event.reason if isinstance(event, DeviceLost) else ""
    picture = picture.with_fault(event.device, reason)
    if isinstance(event, DeviceFound):
        devices = {**picture.devices, event.device: event.detail}
        picture = changed(picture, devices=devices)
    if event.device == voice.SPEECH:
        return voice.told(picture, event if isinstance(event, DeviceLost) else None)
    return (sms.with_modem(picture, not reason) if event.device == "modem" else picture), []


RULES = merged(
    starting.RULES,
    box.RULES,
    desk.RULES,
    sms.RULES,
    staff.RULES,
    buttons.RULES,
    questions.RULES,
    on(DeviceFound, _device),
    on(DeviceLost, _device),
)
"""What each event leads to that is no call's, folder by folder."""

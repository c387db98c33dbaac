"""What happens to the house, its parts, and its people, besides calls: a rule for each event."""

from __future__ import annotations

from appliance.core import questions, voice
from appliance.core import starting as taking_over
from appliance.core.box import crash_guard, restart, retention, setup
from appliance.core.box import trial as trial_rules
from appliance.core.desk import heard, requests
from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment, SmsId, TimerId
from appliance.core.model.trial import TrialConfirmed
from appliance.core.panel import buttons
from appliance.core.protocol.commands import Command
from appliance.core.protocol.events import (
    ButtonPressed,
    DeviceFound,
    DeviceLost,
    DispositionChosen,
    HouseEvent,
    PresenceSet,
    RequestsUnread,
    SelftestAsked,
    SettingsBroken,
    SettingsChanged,
    SettingsPublished,
    Started,
    StrangersIgnored,
    TrunkDown,
    TrunkUp,
)
from appliance.core.protocol.events_box import Expired, RestartAsked, RuleFailed
from appliance.core.protocol.events_calendar import CalendarNotRead, CalendarRead
from appliance.core.protocol.events_desk import MessageDone
from appliance.core.protocol.events_panel import PowerKept
from appliance.core.protocol.events_questions import CalendarsAsked, WhyAsked
from appliance.core.protocol.events_setup import (
    ArrivalsAsked,
    CallDescribed,
    CodeAsked,
    CodeDrawn,
    CodeEntered,
    CodeWithdrawn,
)
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
    SmsSettled,
    SmsUncertain,
)
from appliance.core.protocol.events_telephones import TelephoneFound
from appliance.core.protocol.replies import reply_to
from appliance.core.sms import rules as sms
from appliance.core.staff import calendars as calendar_reading
from appliance.core.staff import telephones
from appliance.core.state import one_time_code
from appliance.core.state import pending_saves as ledger
from appliance.core.state.picture import Picture
from appliance.core.trunks import health as trunk_state

Step = tuple[Picture, list[Command]]


def take(picture: Picture, event: HouseEvent, now: Moment) -> Step:
    """The office after the event, and what is to be done."""
    match event:
        case SmsSent() | SmsFailed() | SmsUncertain() | SmsDelivered() | SmsNotDelivered():
            return sms.take(picture, event, now)
        case SmsArrived() | SmsAsked() | SmsRead() | ClockHint():
            return sms.take(picture, event, now)
        case ModemAsked() | ModemAnswered():
            return sms.take(picture, event, now)
        case DeviceFound() | DeviceLost():
            return _device(picture, event)
        case TrunkUp() | TrunkDown() | StrangersIgnored() | RequestsUnread():
            return trial_rules.told(trunk_state.told(picture, event), event), []
        case PresenceSet() | DispositionChosen() | SmsSettled() | SelftestAsked():
            return granted(picture, event, now)[:2]
        case TrialConfirmed():
            return granted(picture, event, now)[:2]
        case Started() | SettingsChanged() | SettingsBroken() | SettingsPublished():
            return taking_over.take(picture, event, now)
        case ButtonPressed() | PowerKept():
            return buttons.take(picture, event, now)
        case CodeAsked() | CodeDrawn() | CodeEntered() | CodeWithdrawn():
            return setup.take(picture, event, now)
        case ArrivalsAsked() | CallDescribed():
            return setup.take(picture, event, now)
        case CalendarRead() | CalendarNotRead():
            return calendar_reading.take(picture, event)
        case TelephoneFound():
            return telephones.found(picture, event)
        case MessageDone():
            return picture, heard.done(event, now)
        case RestartAsked():
            return picture, restart.restarted(picture, event)
        case Expired():
            return retention.expired(picture, event), []
        case RuleFailed():
            return crash_guard.failed(picture, event)
        case WhyAsked() | CalendarsAsked():
            return picture, questions.answer(picture, event, now)


def granted(
    picture: Picture, event: requests.Request, now: Moment
) -> tuple[Picture, list[Command], bool]:
    """What a person asked for, with the answer to them; the last tells whether it was granted."""
    picture, verdict, commands = requests.grant(picture, event, now)
    return picture, [*commands, *reply_to(event.request, verdict)], verdict.ok


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
    if timer.startswith(telephones.TIMER):
        return telephones.look(picture, timer, now)
    if timer.startswith("sms:"):
        return sms.rested(picture, SmsId(timer.removeprefix("sms:")))
    return None


def _device(picture: Picture, event: DeviceFound | DeviceLost) -> Step:
    reason = event.reason if isinstance(event, DeviceLost) else ""
    picture = picture.with_fault(event.device, reason)
    if isinstance(event, DeviceFound):
        devices = {**picture.devices, event.device: event.detail}
        picture = changed(picture, devices=devices)
    if event.device == voice.SPEECH:
        return voice.told(picture, event if isinstance(event, DeviceLost) else None)
    return (sms.with_modem(picture, not reason) if event.device == "modem" else picture), []

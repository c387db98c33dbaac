"""What has happened: past-tense facts that the loop hands to the switchboard."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from appliance.core.model.calendar import CalendarRecord
from appliance.core.model.ids import (
    CallId,
    Disposition,
    LegId,
    PlayId,
    PresenceRecord,
    Receipt,
    Sms,
    SmsHistory,
    Status,
    TimerId,
)
from appliance.core.model.trial import Trial, TrialConfirmed
from appliance.core.model.trouble import Reason
from appliance.core.protocol.events_box import Expired, RestartAsked, RuleFailed
from appliance.core.protocol.events_calendar import CalendarEvent
from appliance.core.protocol.events_desk import DeskEvent, MessageDone
from appliance.core.protocol.events_leg import LegHeld, LegResumed, LegSilent, Referred
from appliance.core.protocol.events_panel import PowerKept, ToneHeard
from appliance.core.protocol.events_questions import Question
from appliance.core.protocol.events_recording import TalkRecorded
from appliance.core.protocol.events_setup import SetupEvent
from appliance.core.protocol.events_sms import SmsEvent
from appliance.core.protocol.events_staff_line import StaffEvent
from appliance.core.protocol.events_telephones import TelephoneFound
from appliance.core.settings.directory import Directory


@dataclass(frozen=True, slots=True)
class Started:
    """The box is up: the settings in force, the unsent SMS, and the statuses people had set."""

    directory: Directory
    outbox: tuple[Sms, ...] = ()
    presences: tuple[PresenceRecord, ...] = ()
    sms: SmsHistory = field(default_factory=SmsHistory)
    trial: Trial | None = None
    new: bool = False
    """Nobody has an account on the page yet: the display shows a one-time code."""
    calendars: tuple[CalendarRecord, ...] = ()
    returned: str = ""
    """Why the box itself has gone back to these settings."""
    days_seen: tuple[date, ...] = ()
    """The days that the clock has told last: see steady_clock.py."""


@dataclass(frozen=True, slots=True)
class SettingsPublished:
    """A new revision of the office's settings lies in the store."""

    request: str | None = None


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """The settings were read and hold from now on, for calls that arrive from now on.

    `trial`: they are on trial. `returned`: why the box itself has gone back to them.
    """

    directory: Directory
    request: str | None = None
    trial: Trial | None = None
    returned: str = ""


@dataclass(frozen=True, slots=True)
class SettingsBroken:
    """The new settings could not be read; those in force stay in force."""

    reason: str
    request: str | None = None


@dataclass(frozen=True, slots=True)
class CallArrived:
    """An INVITE came (RFC 3261 section 13).

    `dialled` is the number of the Request-URI, `diverted` those of Diversion (RFC 5806) and
    History-Info (RFC 7044), most recent first; E.164 where they could be normalised, else as
    they came. `caller` is None for a withheld number. `trunk` is the id of the trunk it came by,
    if any.
    """

    leg: LegId
    dialled: str
    caller: str | None
    diverted: tuple[str, ...] = ()
    caller_name: str = ""
    trunk: str = ""


@dataclass(frozen=True, slots=True)
class DigitPressed:
    """A key, once per press, at the start of its tone (RFC 4733)."""

    leg: LegId
    digit: str


@dataclass(frozen=True, slots=True)
class PromptEnded:
    """A prompt was heard to its end, or (`problem`) could not be played."""

    leg: LegId
    play: PlayId
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RecordingEnded:
    """A recording was closed, after StopRecording or with its leg; exactly one per Record.

    `path` is None where nothing could be recorded; `problem` then says why.
    """

    leg: LegId
    path: str | None
    seconds: float
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LegRinging:
    """The far telephone rings (180 or 183)."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class LegAnswered:
    """The far end answered and its audio flows."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class LegEnded:
    """The dialog is over. `code` is the SIP status (200 for a plain BYE), `reason` its words.

    `silent`: we rang, and nothing at all was heard, not so much as 100. `forwards`: the addresses
    that a 3xx sends us to (RFC 3261 section 21.3), as they came, the best first.
    """

    leg: LegId
    code: int = 200
    reason: str = ""
    silent: bool = False
    forwards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer that was started has run out."""

    timer: TimerId


@dataclass(frozen=True, slots=True)
class Saved:
    """The records are on the disk, in one transaction."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class SaveFailed:
    """The disk did not take the records; none of them is stored."""

    receipt: Receipt
    reason: str


@dataclass(frozen=True, slots=True)
class ButtonPressed:
    """A button of the front panel."""

    button: str


@dataclass(frozen=True, slots=True)
class DeviceFound:
    """A part of the box works: "modem", "oled", "panel", "speech"; `detail` for the display."""

    device: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DeviceLost:
    """A part of the box does not work; `reason` tells what to do, without secrets."""

    device: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class TrunkUp:
    """Calls can go by this trunk; where it registers, the registrar has said so."""

    trunk: str


@dataclass(frozen=True, slots=True)
class TrunkDown:
    """The trunk cannot be used; `reason` is without secrets."""

    trunk: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class StrangersIgnored:
    """So many more packets from unknown addresses, or of a flood, were dropped unanswered."""

    packets: int


@dataclass(frozen=True, slots=True)
class RequestsUnread:
    """So many more SIP requests were refused because they cannot be read; `last` says the last."""

    requests: int
    last: str


@dataclass(frozen=True, slots=True)
class PresenceSet:
    """A member of staff set a status; at `until` they are available again."""

    agent: str
    status: Status
    reason: str = ""
    request: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DispositionChosen:
    """Somebody at the desk, or a `partner` of their own call alone, said how a call ended."""

    call: CallId
    disposition: Disposition
    note: str = ""
    request: str | None = None
    urgent: bool = False
    promised: str = ""
    partner: str = ""


@dataclass(frozen=True, slots=True)
class SelftestAsked:
    """An installer wants a test line for a while: `number` reaches it, `agent_uri` is rung."""

    number: str
    agent_uri: str
    sms_to: str | None
    seconds: float
    request: str | None = None


HouseEvent = (
    Started
    | SettingsPublished
    | TrialConfirmed
    | SettingsChanged
    | SettingsBroken
    | ButtonPressed
    | DeviceFound
    | DeviceLost
    | TrunkUp
    | TrunkDown
    | StrangersIgnored
    | RequestsUnread
    | PresenceSet
    | DispositionChosen
    | SelftestAsked
    | PowerKept
    | RestartAsked
    | RuleFailed
    | Expired
    | SetupEvent
    | SmsEvent
    | Question
    | CalendarEvent
    | TelephoneFound
    | MessageDone
)
"""What happens to the house, its parts, and its people."""

Event = (
    CallArrived
    | DigitPressed
    | PromptEnded
    | RecordingEnded
    | LegRinging
    | LegAnswered
    | LegEnded
    | TimerFired
    | Saved
    | SaveFailed
    | Referred
    | LegHeld
    | LegResumed
    | LegSilent
    | ToneHeard
    | TalkRecorded
    | StaffEvent
    | DeskEvent
    | HouseEvent
)

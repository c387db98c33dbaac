"""The words that every rule of the office shares: identifiers, moments, prompts, and records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NewType

from appliance.core.model.calendar import CalendarRecord
from appliance.core.model.steady_clock import DaySeen
from appliance.core.model.talks import CallRecording, RecordingsExpired
from appliance.core.model.told import Told, Value
from appliance.core.model.trial import TrialRecord

LegId = NewType("LegId", str)
"""One SIP dialog. Incoming: drawn by telephony, unique for ever. Outgoing: `<call>/<n>`."""
CallId = NewType("CallId", str)
"""One visit of a caller; equal to the id of the caller's leg."""
PlayId = NewType("PlayId", str)
"""One playing of a prompt on a leg, `<call>.<n>`: an end that comes late is told apart by it."""
TimerId = NewType("TimerId", str)
"""`<call>:<name>` for a call's timers, a bare name for the office's."""
Receipt = NewType("Receipt", str)
"""Names one `Save`, so that its `Saved` or `SaveFailed` finds who waits for it."""
SmsId = NewType("SmsId", str)

Language = str
"""One of "da", "nb", "sv", "nl", "en"."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant: `monotonic` seconds for measuring, `wall` (aware) for people.

    A box without a clock battery starts with a wrong wall clock; `clock_set` is False until
    the time is known, and rows that are written before then are marked.
    """

    monotonic: float
    wall: datetime
    clock_set: bool = True


@dataclass(frozen=True, slots=True)
class Prompt:
    """A sentence that is spoken to a person, in a language."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class SpokenFile:
    """What a person has spoken, as a WAV file in memory."""

    path: str


class Sound(StrEnum):
    """A sound that needs no language."""

    WAITING = "waiting"
    TONE = "tone"


class Status(StrEnum):
    """What a member of staff said of themselves."""

    AVAILABLE = "available"
    AWAY = "away"
    LOGGED_OUT = "logged_out"


class Strategy(StrEnum):
    """Who of a loop is rung first."""

    LONGEST_IDLE = "longest_idle"
    IN_TURN = "in_turn"
    FIXED = "fixed"
    ALL = "all"


class Disposition(StrEnum):
    """How a call ended: no call closes without one (office.md A6)."""

    ANSWERED_FROM_CARD = "answered_from_card"
    MESSAGE_TAKEN = "message_taken"
    PUT_THROUGH = "put_through"
    CALL_BACK = "call_back"
    MESSAGE_LEFT = "message_left"
    ABANDONED = "abandoned"
    TO_PARTNER = "to_partner"
    REFUSED = "refused"
    STAFF_LINE = "staff_line"
    NOT_STATED = "not_stated"
    REACHED = "reached"
    """Of a call that we dialled, as the next one is."""
    NOT_REACHED = "not_reached"


class Urgency(StrEnum):
    """How much a message hurries."""

    NORMAL = "normal"
    URGENT = "urgent"


class SmsState(StrEnum):
    """Where an SMS stands. MAYBE: handed to the modem, fate unknown; a person decides."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    MAYBE = "maybe"


class SmsPriority(IntEnum):
    """Which SMS goes first; an urgent one also goes in quiet hours."""

    BULK = 0
    NORMAL = 1
    URGENT = 2


class SmsFailure(StrEnum):
    """Why the modem did not send an SMS that may pass later: each class has its own pause."""

    NOT_READY = "not_ready"
    NETWORK = "network"
    MODEM = "modem"
    SIM = "sim"


class SmsSender(StrEnum):
    """Who sent us an SMS, as far as its number tells; a number can be forged."""

    STAFF = "staff"
    CLIENT = "client"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One step of a call's story, with the time at which it became true; see told.py."""

    at: datetime
    kind: Told
    values: Mapping[str, Value] = field(default_factory=dict)
    who: str = ""
    """The member of staff who did it; none: the caller, or the box."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a caller wants passed on: who rang, when, about what, and the spoken part if any.

    `recording` is the path of a WAV file in memory; the store moves it to the disk in the same
    act as it commits the row. `seconds` is its length, 0 where nothing was spoken.
    """

    id: str
    call: CallId
    client: str | None
    caller: str | None
    about: str
    taken_at: datetime
    clock_set: bool
    taken_by: str | None
    note: str = ""
    recording: str | None = None
    seconds: float = 0.0
    urgency: Urgency = Urgency.NORMAL
    promised: str = ""
    """What the caller was promised, such as a call back before noon."""


@dataclass(frozen=True, slots=True)
class Sms:
    """A row of the outbox: an SMS that was promised to somebody.

    `parts` is what it costs (0: not counted yet). `unreported` are the message references
    (TP-MR, 3GPP TS 23.040 section 9.2.3.6) whose delivery report is still awaited. `answers` is
    the received SMS that this one replies to. `settled`: a person has decided to leave it.
    """

    id: SmsId
    number: str
    text: str
    state: SmsState = SmsState.QUEUED
    attempts: int = 0
    reason: str = ""
    message: str | None = None
    priority: SmsPriority = SmsPriority.NORMAL
    promised_at: datetime | None = None
    sent_at: datetime | None = None
    parts: int = 0
    unreported: tuple[int, ...] = ()
    answers: str | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class InboxSms:
    """An SMS that came in. `message` is what it answers; `problem` says what is missing of it.

    `sent_at` is the service centre's time. `handled` holds for those that need no person.
    `pieces` name the parts that lie in the modem until they are deleted there.
    """

    id: str
    number: str
    text: str
    sent_at: datetime | None
    received_at: datetime
    sender: SmsSender
    agent: str | None = None
    client: str | None = None
    message: str | None = None
    problem: str = ""
    handled: bool = False
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SmsHandled:
    """A person has read an SMS that came in."""

    id: str


@dataclass(frozen=True, slots=True)
class SmsStop:
    """Somebody wants no SMS any more (`stopped`), or wants them again."""

    number: str
    stopped: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class SmsHistory:
    """What the rules of SMS need to know of the time before the start.

    `awaiting`: sent, with delivery reports to come. `spent`: number -> parts of this day.
    `seen`: ids of the newest SMS that came in; `unhandled` of those that nobody has read.
    `last_messages`: number -> the message that was last sent there.
    `asked`: ids of the newest SMS that the desk had sent. `pieces` of the newest that came in.
    """

    awaiting: tuple[Sms, ...] = ()
    spent: tuple[tuple[str, int], ...] = ()
    stopped: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    unhandled: tuple[str, ...] = ()
    last_messages: tuple[tuple[str, str], ...] = ()
    asked: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallRecord:
    """The closed account of a call, for bills, reports, and "why did it (not) ring?"."""

    id: CallId
    line: str
    client: str | None
    caller: str | None
    dialled: str
    language: Language
    started: datetime
    ended: datetime
    clock_set: bool
    about: str
    agent: str | None
    disposition: Disposition
    note: str
    trail: tuple[TrailStep, ...]
    screening: str = ""
    """The rule of the client that held when it rang, and in `decision` what was made of it."""
    decision: str = ""
    abuse: bool = False
    talk_seconds: float = 0.0
    """From the first answer of a person to the end of the talk, time on hold included."""
    outgoing: bool = False
    """Whether we dialled it; `caller` is then the number that was dialled."""


@dataclass(frozen=True, slots=True)
class SpokenMessage:
    """A message that a caller spoke; `file` is a copy in memory, to be discarded after hearing."""

    id: str
    client: str | None
    caller: str | None
    taken_at: datetime
    file: str


@dataclass(frozen=True, slots=True)
class PresenceRecord:
    """The status that a member of staff set, and why; at `until` they are available again."""

    agent: str
    status: Status
    reason: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessageHeard:
    """A member of staff has heard a spoken message, and it is done with."""

    id: str
    agent: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a member of staff has recorded for a line: a WAV file in memory, or (None) no more."""

    line: str
    recording: str | None
    agent: str
    at: datetime


Record = (
    Message
    | Sms
    | CallRecord
    | PresenceRecord
    | InboxSms
    | SmsHandled
    | SmsStop
    | CallRecording
    | RecordingsExpired
    | DaySeen
    | MessageHeard
    | Greeting
    | TrialRecord
    | CalendarRecord
)

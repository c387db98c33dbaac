"""What has happened to SMS: the modem told something, or a person decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from appliance.core.model.ids import SmsFailure, SmsId


@dataclass(frozen=True, slots=True)
class SmsSent:
    """The network took every part of the SMS (+CMGS, 3GPP TS 27.005 section 4.3).

    `references` are those of the parts where delivery reports will come, else none.
    """

    sms: SmsId
    references: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SmsDelivered:
    """The recipient's telephone has one part (SMS-STATUS-REPORT, 3GPP TS 23.040 9.2.2.3)."""

    number: str
    reference: int


@dataclass(frozen=True, slots=True)
class SmsNotDelivered:
    """The service centre has given up on one part; `reason` is a sentence."""

    number: str
    reference: int
    reason: str


@dataclass(frozen=True, slots=True)
class SmsArrived:
    """An SMS came in and lies in the modem until DeleteSms; told again after a restart.

    `id` is the same each time. `number` is E.164, a short code, or a name; `problem` says in
    words what is missing of the text. `pieces` name what lies in the modem of it.
    """

    id: str
    number: str
    text: str
    sent_at: datetime | None = None
    problem: str = ""
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockHint:
    """What time the mobile network says it is."""

    at: datetime


@dataclass(frozen=True, slots=True)
class SmsAsked:
    """A person at the desk wants an SMS sent; `id` is theirs, so that asking twice sends once."""

    id: SmsId
    number: str
    text: str
    urgent: bool = False
    request: str | None = None


@dataclass(frozen=True, slots=True)
class SmsRead:
    """A person has read an SMS that came in."""

    id: str
    request: str | None = None


@dataclass(frozen=True, slots=True)
class ModemAsked:
    """An installer wants to know something of the modem: an AT command, or "status"."""

    command: str
    request: str | None = None


@dataclass(frozen=True, slots=True)
class ModemAnswered:
    """What the modem said to that."""

    request: str
    ok: bool
    words: str


@dataclass(frozen=True, slots=True)
class SmsFailed:
    """The SMS was not taken, and surely not sent; `failure` tells when to try again."""

    sms: SmsId
    reason: str
    retryable: bool
    failure: SmsFailure = SmsFailure.NETWORK


@dataclass(frozen=True, slots=True)
class SmsUncertain:
    """The SMS was handed over and no answer came: it may have been sent."""

    sms: SmsId
    reason: str


@dataclass(frozen=True, slots=True)
class SmsSettled:
    """A person decided on an SMS that failed or may have been sent: again, or leave it."""

    sms: SmsId
    again: bool
    request: str | None = None


SmsEvent = (
    SmsSent
    | SmsDelivered
    | SmsNotDelivered
    | SmsArrived
    | ClockHint
    | SmsAsked
    | SmsRead
    | ModemAsked
    | ModemAnswered
    | SmsFailed
    | SmsUncertain
    | SmsSettled
)
"""Everything that this file knows of."""

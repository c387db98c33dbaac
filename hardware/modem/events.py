"""What the modem tells the one who listens: ready, lost, and what became of each SMS."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ModemReady:
    """The modem is registered and takes SMS; `signal` is in dBm, None when it does not say."""

    operator: str
    signal: int | None
    model: str = ""


@dataclass(frozen=True)
class ModemSignal:
    """Operator or signal (in dBm) are other than they were; the modem is still ready."""

    operator: str
    signal: int | None


@dataclass(frozen=True)
class ModemLost:
    """The modem cannot send; `reason` is a sentence that says what to do. Told once per reason."""

    reason: str


@dataclass(frozen=True)
class ModemWarning:
    """The modem works, but `subject` ("storage", "service centre", "spare") is not as it should be.

    `sentence` says what to do; an empty one: it is in order again.
    """

    subject: str
    sentence: str


@dataclass(frozen=True)
class ModemClock:
    """What time the network says it is (AT+CCLK?, TS 27.007 §8.15), in UTC."""

    at: datetime


@dataclass(frozen=True)
class SmsAccepted:
    """The network took every part; the message references come in the order of the parts."""

    sms_id: str
    references: tuple[int, ...]


@dataclass(frozen=True)
class SmsRefused:
    """No part was sent. `code` is the +CMS ERROR (TS 27.005 §3.2.5), None where there was none.

    `retryable`: the same SMS may pass later; otherwise it never will as it stands. `unready`: no
    modem was there to send it.
    """

    sms_id: str
    code: int | None
    reason: str
    retryable: bool
    unready: bool = False


@dataclass(frozen=True)
class SmsUncertain:
    """Some part was sent or may have been, and not all certainly were: never resend blindly."""

    sms_id: str
    reason: str


@dataclass(frozen=True)
class SmsReported:
    """A delivery report (asked for with `delivery_reports`): the fate of one part.

    `number` and `reference` (of SmsAccepted) tell which; `status` is TP-ST (TS 23.040 §9.2.3.15),
    final unless it lies in 0x20-0x3F. Told after the SmsAccepted that it belongs to.
    """

    number: str
    reference: int
    delivered: bool
    status: int


@dataclass(frozen=True)
class SmsReceived:
    """An SMS that lies in the modem until `Modem.delete(sms_id)`; told again by a new session.

    `sms_id` is the same each time. `number` is E.164, a short code, or a name; `sent_at` is the
    service centre's time in UTC. `problem` says what is missing of the text, or "". `pieces` name
    the PDUs that lie there (letters.Stored.piece), for `Modem.remember` after a restart.
    """

    sms_id: str
    number: str
    text: str
    sent_at: datetime | None
    problem: str = ""
    pieces: tuple[str, ...] = ()


ModemEvent = (
    ModemReady
    | ModemSignal
    | ModemLost
    | ModemWarning
    | ModemClock
    | SmsAccepted
    | SmsRefused
    | SmsUncertain
    | SmsReported
    | SmsReceived
)

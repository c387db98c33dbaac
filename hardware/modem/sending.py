"""Handing SMS to the modem part by part, and telling what became of each of them."""

import logging
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from hardware.modem import cms_errors
from hardware.modem.at import Accepted, Refused, SubmitOutcome, Uncertain
from hardware.modem.cms_errors import Verdict
from hardware.modem.events import ModemEvent, SmsAccepted, SmsRefused, SmsReported, SmsUncertain
from hardware.modem.fields import PduError
from hardware.modem.pdu import SubmitPart, read_status_report, submit_parts
from hardware.modem.port import ModemTrouble
from hardware.modem.session import Session, Stopped

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OutgoingSms:
    """An SMS to send, named by whoever wants it sent."""

    sms_id: str
    number: str
    text: str

    @property
    def reference(self) -> int:
        """The concatenation reference, the same each time this SMS is sent.

        A telephone that got some parts of an earlier try completes them instead of starting anew.
        """
        return zlib.crc32(self.sms_id.encode()) & 0xFF


class Sender:
    """Sends through a session, and tells delivery reports in their turn.

    Every `send` tells exactly one outcome. A report never comes before the outcome of the SMS
    that it may belong to: who does not know the reference yet could not match it.
    """

    def __init__(
        self,
        inbox: Callable[[ModemEvent], None],
        between_parts: Callable[[Session], None],
        *,
        delivery_reports: bool,
    ) -> None:
        self._inbox = inbox
        self._between_parts = between_parts
        self._delivery_reports = delivery_reports
        self._reports: deque[SmsReported] = deque()
        self._sending = False

    def send(self, session: Session, sms: OutgoingSms) -> None:
        """Send one SMS; ModemTrouble (after its outcome) when the modem cannot send any more."""
        try:
            parts = submit_parts(
                sms.number, sms.text, reference=sms.reference, status_report=self._delivery_reports
            )
        except ValueError as error:
            self._inbox(SmsRefused(sms.sms_id, None, str(error), retryable=False))
            return
        log.info("SMS %s to %s: %d parts", sms.sms_id, masked(sms.number), len(parts))
        references: list[int] = []
        self._sending = True
        try:
            failure = self._submit(session, parts, references)
        except (ModemTrouble, Stopped) as interruption:
            reason = str(interruption) or "the switchboard stopped"
            self._tell(sms, references, parts, Refused(None, reason))
            raise
        self._tell(sms, references, parts, failure)
        _raise_sim_alarm(failure)

    def refuse(self, sms: OutgoingSms) -> None:
        """Tell that the modem is not there to send an SMS."""
        self._inbox(SmsRefused(sms.sms_id, None, cms_errors.NOT_READY, True, unready=True))

    def hear_report(self, pdu: str) -> None:
        """Take a delivery report in hexadecimal."""
        try:
            report = read_status_report(pdu)
        except PduError as error:
            log.warning("delivery report not understood: %s", error)
            return
        told = SmsReported(report.number, report.reference, report.delivered, report.status)
        self._reports.append(told)
        if not self._sending:
            self._tell_reports()

    def _submit(
        self, session: Session, parts: tuple[SubmitPart, ...], references: list[int]
    ) -> Refused | Uncertain | None:
        """Hand over the parts in order up to the first failure; note references on the way."""
        for part in parts:
            if references:
                self._between_parts(session)
            match session.submit(part):
                case Accepted(reference):
                    references.append(reference)
                case failure:
                    return failure
        return None

    def _tell(
        self,
        sms: OutgoingSms,
        references: list[int],
        parts: tuple[SubmitPart, ...],
        failure: Refused | Uncertain | None,
    ) -> None:
        event = outcome_event(sms.sms_id, tuple(references), len(parts), failure)
        log.info("SMS %s to %s: %s", sms.sms_id, masked(sms.number), type(event).__name__)
        self._inbox(event)
        self._sending = False
        self._tell_reports()

    def _tell_reports(self) -> None:
        while self._reports:
            self._inbox(self._reports.popleft())


def outcome_event(
    sms_id: str, references: tuple[int, ...], parts: int, failure: Refused | Uncertain | None
) -> ModemEvent:
    """Return the event for an SMS of which `references` were accepted before `failure`."""
    match failure:
        case None:
            return SmsAccepted(sms_id, references)
        case Uncertain(reason):
            return SmsUncertain(sms_id, reason)
    reason = failure.reason if failure.code is None else cms_errors.reason(failure.code)
    verdict = cms_errors.verdict(failure.code)
    if references:
        return SmsUncertain(
            sms_id, f"{len(references)} of {parts} parts were accepted, then it failed: {reason}"
        )
    if verdict is Verdict.UNCERTAIN:
        return SmsUncertain(sms_id, reason)
    return SmsRefused(sms_id, failure.code, reason, retryable=verdict is not Verdict.PERMANENT)


def masked(number: str) -> str:
    """Return a number with all but its last two characters hidden, for logs."""
    return "*" * max(0, len(number) - 2) + number[-2:] if len(number) > 2 else "**"


def _raise_sim_alarm(outcome: SubmitOutcome | None) -> None:
    if isinstance(outcome, Refused) and cms_errors.verdict(outcome.code) is Verdict.SIM_ALARM:
        raise ModemTrouble(f"The modem cannot send: {cms_errors.reason(outcome.code or 0)}.")

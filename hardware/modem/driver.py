"""The modem's thread: it owns the port, takes SMS from a mailbox and tells what became of them."""

import logging
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from hardware.modem import cms_errors
from hardware.modem.at import Accepted, Refused, SubmitOutcome, Timings, Uncertain, Unsolicited
from hardware.modem.cms_errors import Verdict
from hardware.modem.events import (
    ModemEvent,
    ModemLost,
    SmsAccepted,
    SmsRefused,
    SmsReported,
    SmsUncertain,
)
from hardware.modem.fields import PduError
from hardware.modem.pdu import SubmitPart, read_status_report, submit_parts
from hardware.modem.port import Mailbox, ModemTrouble, Port
from hardware.modem.session import Session, Stopped
from hardware.modem.startup import Sim, check_registration, initialise

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Sms:
    sms_id: str
    number: str
    text: str

    @property
    def reference(self) -> int:
        """The concatenation reference, the same each time this SMS is sent.

        A telephone that got some parts of an earlier try completes them instead of starting anew.
        """
        return zlib.crc32(self.sms_id.encode()) & 0xFF


class Modem:
    """Sends SMS through the modem on `port`, a tty that may vanish and come back.

    `inbox` is called on the modem's own thread with one event at a time; it must not block.
    Every `send` is answered by exactly one SmsAccepted, SmsRefused or SmsUncertain, also when
    the modem is missing. Of a long SMS with some parts accepted and a later one not, the answer
    is SmsUncertain: sending it again would send the accepted parts twice, and a person decides.
    All seconds are injectable; the defaults suit real modems.
    """

    def __init__(
        self,
        port: str,
        inbox: Callable[[ModemEvent], None],
        *,
        pin: str | None = None,
        baud: int = 115200,
        retry_seconds: float = 5,
        check_seconds: float = 60,
        stop_grace_seconds: float = 10,
        timings: Timings | None = None,
        delivery_reports: bool = False,
    ) -> None:
        if pin is not None and not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
            raise ValueError("The SIM card's PIN must be 4 to 8 digits.")
        self._port, self._baud = port, baud
        self._sim = Sim(port, pin)
        self._inbox = inbox
        self._retry_seconds = retry_seconds
        self._check_seconds = check_seconds
        self._stop_grace_seconds = stop_grace_seconds
        self._timings = timings or Timings()
        self._delivery_reports = delivery_reports
        self._mailbox: Mailbox[Callable[[], None]] = Mailbox()
        self._pending: deque[_Sms] = deque()
        self._unacknowledged = 0
        self._ready = False
        self._stopping = False
        self._session: Session | None = None
        self._reason: str | None = None
        self._thread = threading.Thread(target=self._run, name="modem", daemon=True)

    def start(self) -> None:
        """Start the thread; a modem that is missing is reported from there, not from here."""
        self._thread.start()

    def send(self, sms_id: str, number: str, text: str) -> None:
        """Post an SMS to `number` (E.164); its outcome comes as an event with this `sms_id`."""
        sms = _Sms(sms_id, number, text)
        if not self._mailbox.put(partial(self._take, sms)):
            self._refuse(sms)

    def stop(self) -> None:
        """End the thread and wait for it; an SMS under way has `stop_grace_seconds` to end."""
        self._mailbox.put(self._begin_stop)
        if self._thread.ident is not None:
            self._thread.join()
        self._ready = False
        self._refuse_pending()
        for letter in self._mailbox.close():
            letter()

    def _run(self) -> None:
        while not self._stopping:
            try:
                with Port(self._port, self._baud) as port:
                    self._serve(port)
            except ModemTrouble as trouble:
                self._lose(str(trouble))
                self._wait_for_retry()
            except Stopped:
                log.info("modem on %s left alone", self._port)

    def _serve(self, port: Port) -> None:
        session = self._session = Session(
            port,
            self._mailbox.fileno(),
            self._timings,
            on_mail=self._read_mail,
            on_unsolicited=self._on_unsolicited,
        )
        try:
            ready = initialise(session, self._sim)
            log.info("modem on %s ready: %s, %s dBm", self._port, ready.operator, ready.signal)
            self._ready, self._reason = True, None
            self._inbox(ready)
            self._work(session)
        finally:
            self._session, self._unacknowledged = None, 0

    def _work(self, session: Session) -> None:
        check_at = time.monotonic() + self._check_seconds
        while not self._stopping:
            self._acknowledge(session)
            if self._pending:
                self._send(session, self._pending.popleft())
            elif (left := check_at - time.monotonic()) > 0:
                session.rest(left)
            else:
                check_registration(session)
                check_at = time.monotonic() + self._check_seconds

    def _read_mail(self) -> None:
        for letter in self._mailbox.take_all():
            letter()

    def _wait_for_retry(self) -> None:
        until = time.monotonic() + self._retry_seconds
        left = self._retry_seconds
        while left >= 0 and not self._stopping:
            self._mailbox.wait(left)
            self._read_mail()
            left = until - time.monotonic()

    def _begin_stop(self) -> None:
        self._stopping = True
        if self._session:
            self._session.stop(self._stop_grace_seconds)

    def _take(self, sms: _Sms) -> None:
        if self._ready and not self._stopping:
            self._pending.append(sms)
        else:
            self._refuse(sms)

    def _refuse(self, sms: _Sms) -> None:
        self._inbox(SmsRefused(sms.sms_id, None, "modem not ready", retryable=True))

    def _refuse_pending(self) -> None:
        while self._pending:
            self._refuse(self._pending.popleft())

    def _lose(self, reason: str) -> None:
        self._ready = False
        self._refuse_pending()
        if reason != self._reason:
            self._reason = reason
            log.warning("modem on %s lost: %s", self._port, reason)
            self._inbox(ModemLost(reason))

    def _send(self, session: Session, sms: _Sms) -> None:
        try:
            parts = submit_parts(
                sms.number, sms.text, reference=sms.reference, status_report=self._delivery_reports
            )
        except ValueError as error:
            self._inbox(SmsRefused(sms.sms_id, None, str(error), retryable=False))
            return
        log.info("SMS %s to %s: %d parts", sms.sms_id, masked(sms.number), len(parts))
        references: list[int] = []
        try:
            failure = self._submit(session, parts, references)
        except (ModemTrouble, Stopped) as interruption:
            reason = str(interruption) or "the switchboard stopped"
            self._report(sms, references, parts, Refused(None, reason))
            raise
        self._report(sms, references, parts, failure)
        self._raise_sim_alarm(failure)

    def _submit(
        self, session: Session, parts: tuple[SubmitPart, ...], references: list[int]
    ) -> Refused | Uncertain | None:
        """Hand over the parts in order up to the first failure; note references on the way."""
        for part in parts:
            match session.submit(part):
                case Accepted(reference):
                    references.append(reference)
                case failure:
                    return failure
        return None

    def _report(
        self,
        sms: _Sms,
        references: list[int],
        parts: tuple[SubmitPart, ...],
        failure: Refused | Uncertain | None,
    ) -> None:
        event = outcome_event(sms.sms_id, tuple(references), len(parts), failure)
        log.info("SMS %s to %s: %s", sms.sms_id, masked(sms.number), type(event).__name__)
        self._inbox(event)

    def _raise_sim_alarm(self, outcome: SubmitOutcome | None) -> None:
        if isinstance(outcome, Refused) and cms_errors.verdict(outcome.code) is Verdict.SIM_ALARM:
            raise ModemTrouble(f"The modem cannot send: {cms_errors.reason(outcome.code or 0)}.")

    def _on_unsolicited(self, unsolicited: Unsolicited) -> None:
        if not unsolicited.line.startswith("+CDS:"):
            log.debug("modem on %s says %.12s", self._port, unsolicited.line)
            return
        self._unacknowledged += 1
        try:
            report = read_status_report(unsolicited.pdu or "")
        except PduError as error:
            log.warning("delivery report not understood: %s", error)
            return
        self._inbox(SmsReported(report.number, report.reference, report.delivered, report.status))

    def _acknowledge(self, session: Session) -> None:
        """Acknowledge delivery reports, else the network sends no more (TS 27.005 §3.4.1)."""
        while self._unacknowledged:
            self._unacknowledged -= 1
            session.ask("AT+CNMA")


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

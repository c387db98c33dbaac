"""The modem's thread: it owns the port, takes SMS from a mailbox and tells what became of them."""

import logging
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from hardware.modem import facts
from hardware.modem.at import Timings, Unsolicited
from hardware.modem.events import (
    ModemClock,
    ModemEvent,
    ModemLost,
    ModemSignal,
    ModemWarning,
)
from hardware.modem.letterbox import JOIN_SECONDS, Letterbox
from hardware.modem.line import Line
from hardware.modem.notifications import NO_REPORTS
from hardware.modem.pin import PinTries, Sim, tries_in_memory
from hardware.modem.port import Mailbox, ModemSilent, ModemTrouble, Port, Trace
from hardware.modem.questions import Question
from hardware.modem.sending import OutgoingSms, Sender
from hardware.modem.session import Session, Stopped
from hardware.modem.startup import initialise

log = logging.getLogger(__name__)


_SOMETHING_CAME = re.compile(r"\+CMTI:|\+CDSI:|\^SMMEMFULL|\+SMS FULL")
_WHERE = re.compile(r'\+(?:CMTI|CDSI): *"([A-Z]{2})" *, *(\d{1,5})')
"""TS 27.005 §3.4.1: the memory and the place in it."""


SILENT_TIMES = 3
"""So often in a row nothing may answer before the reset line is pulled."""


class Modem:
    """Sends and receives SMS through the modem on `port`, a tty that may vanish and come back.

    `port` "auto" is whichever tty answers. `pin_folder` keeps the note that a PIN was tried.
    Without `has_memory` nothing that came in is read before `remember`.
    `trace` hears what goes over the wire, `reset` pulls the modem's reset line.

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
        join_seconds: float = JOIN_SECONDS,
        has_memory: bool = True,
        pin_folder: Path | None = None,
        trace: Trace | None = None,
        reset: Callable[[], None] | None = None,
        devices: Path = Path("/dev"),
    ) -> None:
        if pin is not None and not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
            raise ValueError("The SIM card's PIN must be 4 to 8 digits.")
        self._line = Line(port, baud, devices=devices, trace=trace)
        self._sim = Sim(port, pin, PinTries(pin_folder) if pin_folder else tries_in_memory)
        self._inbox = inbox
        self._reset, self._silent_times = reset, 0
        self._letters = Letterbox(inbox, join_seconds, has_memory=has_memory)
        self._questions: deque[Question] = deque()
        self._retry_seconds = retry_seconds
        self._check_seconds = check_seconds
        self._stop_grace_seconds = stop_grace_seconds
        self._timings = timings or Timings()
        self._wants_reports = delivery_reports
        self._sender = Sender(inbox, self._acknowledge, delivery_reports=delivery_reports)
        self._mailbox: Mailbox[Callable[[], None]] = Mailbox()
        self._pending: deque[OutgoingSms] = deque()
        self._unacknowledged = 0
        self._ready = False
        self._stopping = False
        self._seen = ModemSignal("", None)
        self._warnings: dict[str, str] = {}
        self._session: Session | None = None
        self._reason: str | None = None
        self._thread = threading.Thread(target=self._run, name="modem", daemon=True)

    def start(self) -> None:
        """Start the thread; a modem that is missing is reported from there, not from here."""
        self._thread.start()

    def send(self, sms_id: str, number: str, text: str) -> None:
        """Post an SMS to `number` (E.164); its outcome comes as an event with this `sms_id`."""
        sms = OutgoingSms(sms_id, number, text)
        if not self._mailbox.put(partial(self._take, sms)):
            self._sender.refuse(sms)

    def delete(self, sms_id: str) -> None:
        """Delete an SMS that was received and is kept elsewhere now; an unknown one is ignored."""
        self._mailbox.put(partial(self._letters.keep, sms_id))

    def remember(self, pieces: Iterable[str]) -> None:
        """Tell what is kept elsewhere (SmsReceived.pieces): whatever of it lies there goes."""
        self._mailbox.put(partial(self._letters.remember, tuple(pieces)))

    def ask(self, question: Question) -> None:
        """Let an installer ask the modem; exactly one reply follows, from the modem's thread."""
        if not self._mailbox.put(partial(self._take_question, question)):
            question.reply(False, "The modem is stopped.")

    def stop(self) -> None:
        """End the thread and wait for it; an SMS under way has `stop_grace_seconds` to end."""
        self._line.give_up()
        self._mailbox.put(self._begin_stop)
        if self._thread.ident is not None:
            self._thread.join()
        self._ready = False
        self._refuse_pending("The modem is stopped.")
        for letter in self._mailbox.close():
            letter()

    def _run(self) -> None:
        while not self._stopping:
            try:
                with self._line.open() as port:
                    self._serve(port)
            except ModemTrouble as trouble:
                self._lose(str(trouble))
                self._heed_silence(trouble)
                self._wait_for_retry()
            except Stopped:
                log.info("modem on %s left alone", self._line.name)

    def _heed_silence(self, trouble: ModemTrouble) -> None:
        if not isinstance(trouble, ModemSilent):
            self._silent_times = 0
            return
        self._line.silent()
        self._silent_times += 1
        if self._reset and self._silent_times % SILENT_TIMES == 0:
            log.warning("modem on %s is reset", self._line.name)
            self._reset()

    def _serve(self, port: Port) -> None:
        session = self._session = Session(
            port,
            self._mailbox.fileno(),
            self._timings,
            on_mail=self._read_mail,
            on_unsolicited=self._on_unsolicited,
        )
        try:
            self._begin(session)
            self._work(session)
        finally:
            self._session, self._unacknowledged = None, 0

    def _begin(self, session: Session) -> None:
        started = initialise(session, self._sim)
        ready = started.ready
        log.info("modem on %s ready: %s, %s dBm", self._line.name, ready.operator, ready.signal)
        self._ready, self._reason, self._silent_times = True, None, 0
        self._seen = ModemSignal(ready.operator, ready.signal)
        self._letters.begin(started.storage)
        self._inbox(ready)
        lacking = self._wants_reports and not started.tells_reports
        self._warn("reports", NO_REPORTS if lacking else "")
        known = facts.knows_service_centre(session)
        self._warn("service centre", "" if known else facts.NO_SERVICE_CENTRE)
        if at := facts.network_time(session):
            self._inbox(ModemClock(at))

    def _work(self, session: Session) -> None:
        check_at = time.monotonic() + self._check_seconds
        while not self._stopping:
            self._acknowledge(session)
            self._letters.attend()
            if (left := check_at - time.monotonic()) <= 0:
                self._check(session)
                check_at = time.monotonic() + self._check_seconds
            elif self._letters.wants_attention:
                continue  # said while it was attended to: nothing would wake us for it
            elif self._questions:
                self._answer(session, self._questions.popleft())
            elif self._pending:
                self._sender.send(session, self._pending.popleft())
            else:
                session.rest(left)

    def _check(self, session: Session) -> None:
        """See that the network is still there, and whether anything came in unheard."""
        facts.check_registration(session)
        seen = ModemSignal(facts.operator(session), facts.signal(session))
        if seen != self._seen:
            self._seen = seen
            self._inbox(seen)
        self._letters.look()

    def _answer(self, session: Session, question: Question) -> None:
        try:
            question.put_to(session)
        except (ModemTrouble, Stopped) as interruption:
            question.reply(False, str(interruption) or "The modem is stopped.")
            raise
        if question.changes:
            raise ModemTrouble("The modem is set up anew after a command by hand.")

    def _warn(self, subject: str, sentence: str) -> None:
        """Tell a warning when it changes."""
        if self._warnings.get(subject, "") != sentence:
            self._warnings[subject] = sentence
            self._inbox(ModemWarning(subject, sentence))

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

    def _take(self, sms: OutgoingSms) -> None:
        if self._ready and not self._stopping:
            self._pending.append(sms)
        else:
            self._sender.refuse(sms)

    def _take_question(self, question: Question) -> None:
        if self._ready and not self._stopping:
            self._questions.append(question)
        else:
            question.reply(False, self._reason or "The modem is not ready yet: ask again soon.")

    def _refuse_pending(self, reason: str) -> None:
        while self._pending:
            self._sender.refuse(self._pending.popleft())
        while self._questions:
            self._questions.popleft().reply(False, reason)

    def _lose(self, reason: str) -> None:
        self._ready = False
        self._refuse_pending(reason)
        if reason != self._reason:
            self._reason = reason
            log.warning("modem on %s lost: %s", self._line.name, reason)
            self._inbox(ModemLost(reason))

    def _on_unsolicited(self, unsolicited: Unsolicited) -> None:
        line, pdu = unsolicited.line, unsolicited.pdu or ""
        if line.startswith("+CDS:"):
            self._unacknowledged += 1
            self._sender.hear_report(pdu)
        elif line.startswith("+CMT:"):
            self._unacknowledged += 1
            self._letters.direct(pdu)
        elif _SOMETHING_CAME.match(line):
            found = _WHERE.match(line)
            self._letters.look(*((found[1], int(found[2])) if found else ()))
        else:
            log.debug("modem on %s says %.12s", self._line.name, line)

    def _acknowledge(self, session: Session) -> None:
        """Acknowledge delivery reports, else the network sends no more (TS 27.005 §3.4.1)."""
        while self._unacknowledged and not self._stopping:
            self._unacknowledged -= 1
            session.ask("AT+CNMA")

"""The SMS modem as the loop sees it: real or emulated, and its events in the core's words."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial

from appliance.core.model.ids import SmsFailure, SmsId
from appliance.core.protocol.commands import AskModem, DeleteSms, RememberSms, SendSms
from appliance.core.protocol.events import DeviceFound, DeviceLost, Event
from appliance.core.protocol.events_sms import (
    ClockHint,
    ModemAnswered,
    SmsArrived,
    SmsDelivered,
    SmsFailed,
    SmsNotDelivered,
    SmsSent,
    SmsUncertain,
)
from appliance.device import Device, ModemPort
from hardware.modem import cms_errors
from hardware.modem import events as modem_events
from hardware.modem.driver import Modem
from hardware.modem.failover import Failover, SmsModem
from hardware.modem.questions import Question
from hardware.modem.wire_log import WireLog

log = logging.getLogger(__name__)

Put = Callable[[Event], None]

NO_MODEM = "No modem is set up: name its port under [modem] in device.toml."
SIGNAL_WORDS = ((-75, "good signal"), (-95, "fair signal"))
NOT_DELIVERED = "The network could not deliver it (status {status}): check number and telephone."
STILL_TRYING = range(0x20, 0x40)
"""Statuses of a report that changes nothing (TS 23.040 section 9.2.3.15)."""
CLOCK_SECONDS = 60.0
"""A clock that differs by more from the network's is worth a line in the log."""


class BoxModem:
    """The modem of the box with its spare, if it has one; `close` lets it go."""

    def __init__(self, device: Device, put: Put) -> None:
        self._open = ExitStack()
        self._put = put
        self._device = device
        self._modem = self._made()
        if self._modem is None:
            put(DeviceLost("modem", NO_MODEM))
        else:
            self._modem.start()
            self._open.callback(self._modem.stop)

    def send(self, command: SendSms) -> None:
        """Hand an SMS to the modem's thread."""
        if self._modem:
            self._modem.send(command.sms, command.number, command.text)
        else:
            self._put(SmsFailed(command.sms, NO_MODEM, True, SmsFailure.NOT_READY))

    def delete(self, command: DeleteSms) -> None:
        """Let the modem forget an SMS that came in."""
        if self._modem:
            self._modem.delete(command.id)

    def remember(self, command: RememberSms) -> None:
        """Tell the modem what of its SMS is on the disk: it reads none before."""
        if self._modem:
            self._modem.remember(command.pieces)

    def ask(self, command: AskModem) -> None:
        """Put an installer's question to the modem."""
        if self._modem:
            reply = partial(self._replied, command.request)
            self._modem.ask(Question(command.command, reply))
        else:
            self._replied(command.request, False, NO_MODEM)

    def close(self) -> None:
        """Let the modem go; an SMS under way has some seconds to end."""
        self._open.close()

    def _replied(self, request: str, ok: bool, words: str) -> None:
        self._put(ModemAnswered(request, ok, words))

    def _made(self) -> SmsModem | None:
        part = self._device.modem
        if part.kind == "none":
            return None
        if part.kind == "emulated":
            from hardware.emulated.modem import EmulatedModem

            emulated = self._open.enter_context(EmulatedModem(report_delay=1.0))
            return self._one(ModemPort(emulated.port), "modem", self._hear)
        first = partial(self._one, part, "modem")
        if part.spare is None:
            return first(self._hear)
        return Failover(self._hear, [first, partial(self._one, part.spare, "modem-spare")])

    def _one(
        self, port: ModemPort, name: str, hear: Callable[[modem_events.ModemEvent], None]
    ) -> Modem:
        folders = self._device.folders
        return Modem(
            port.port,
            hear,
            pin=port.pin,
            baud=port.baud,
            delivery_reports=self._device.modem.delivery_reports,
            has_memory=False,
            pin_folder=folders.data,
            trace=WireLog(folders.runtime / f"{name}.log").trace,
            reset=self._reset(port),
        )

    def _reset(self, port: ModemPort) -> Callable[[], None] | None:
        if port.reset_pin is None:
            return None
        from hardware.modem.reset_line import ResetLine

        line = ResetLine(port.reset_pin, active_high=port.reset_active_high)
        self._open.callback(line.close)
        return line.pulse

    def _hear(self, event: modem_events.ModemEvent) -> None:
        if isinstance(event, modem_events.ModemClock):
            log_clock(event.at, datetime.now(UTC))
        for told in modem_event(event, reports=self._device.modem.delivery_reports):
            self._put(told)


def modem_event(event: modem_events.ModemEvent, *, reports: bool = False) -> list[Event]:
    """What the modem told, in the core's words; `reports`: delivery reports were asked for."""
    match event:
        case modem_events.ModemReady(operator=operator, signal=signal):
            return [DeviceFound("modem", f"{operator} {_signal(signal)}".strip())]
        case modem_events.ModemSignal(operator=operator, signal=signal):
            return [DeviceFound("modem", f"{operator} {_signal(signal)}".strip())]
        case modem_events.ModemLost(reason=reason):
            return [DeviceLost("modem", reason)]
        case modem_events.ModemWarning(subject=subject, sentence=sentence):
            device = f"modem {subject}"
            return [DeviceLost(device, sentence) if sentence else DeviceFound(device)]
        case modem_events.ModemClock(at=at):
            return [ClockHint(at)]
        case modem_events.SmsReported(status=status) if status in STILL_TRYING:
            return []
    return [_sms_event(event, reports)]


def log_clock(network: datetime, ours: datetime) -> None:
    """Note what the network's clock says of ours."""
    apart = (network - ours).total_seconds()
    level = logging.WARNING if abs(apart) > CLOCK_SECONDS else logging.INFO
    log.log(level, "the mobile network's clock is %+.0f s from ours", apart)


def failure_of(refused: modem_events.SmsRefused) -> SmsFailure:
    """The class of a failure that may pass: who has to recover before another try makes sense."""
    code = refused.code
    if refused.unready:
        return SmsFailure.NOT_READY
    if cms_errors.verdict(code) is cms_errors.Verdict.SIM_ALARM:
        return SmsFailure.SIM
    return SmsFailure.MODEM if code is None or code >= 300 else SmsFailure.NETWORK


def _sms_event(event: modem_events.ModemEvent, reports: bool) -> Event:
    match event:
        case modem_events.SmsAccepted(sms_id=sms, references=references):
            return SmsSent(SmsId(sms), references if reports else ())
        case modem_events.SmsRefused(sms_id=sms, reason=reason, retryable=retryable) as refused:
            return SmsFailed(SmsId(sms), reason, retryable, failure_of(refused))
        case modem_events.SmsUncertain(sms_id=sms, reason=reason):
            return SmsUncertain(SmsId(sms), reason)
        case modem_events.SmsReported(delivered=True):
            return SmsDelivered(event.number, event.reference)
        case modem_events.SmsReported(status=status):
            reason = NOT_DELIVERED.format(status=status)
            return SmsNotDelivered(event.number, event.reference, reason)
        case modem_events.SmsReceived():
            said = (event.number, event.text, event.sent_at, event.problem)
            return SmsArrived(event.sms_id, *said, event.pieces)
    raise TypeError(f"no rule for {type(event).__name__}")


def _signal(dbm: int | None) -> str:
    if dbm is None:
        return ""
    return next((words for least, words in SIGNAL_WORDS if dbm >= least), "weak signal")

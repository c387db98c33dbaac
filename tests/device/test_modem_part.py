"""The modem of the box: how device.toml describes it, and what its events are to the core."""

from __future__ import annotations

import logging
import queue
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.patience import PATIENCE

from appliance.core.model.ids import SmsFailure, SmsId
from appliance.core.protocol import commands as do
from appliance.core.protocol import events as seen
from appliance.core.protocol import events_sms as sms_seen
from appliance.device import Device, DeviceError, ModemPart, ModemPort, read_device
from appliance.parts.modem import BoxModem, log_clock, modem_event
from hardware.emulated.modem import EmulatedModem
from hardware.modem import events as told

AT = datetime(2026, 11, 21, 16, 59, 30, tzinfo=UTC)


def device(tmp_path: Path, text: str) -> Device:
    file = tmp_path / "device.toml"
    file.write_text(text)
    return read_device(file)


def test_a_spare_a_pin_and_a_reset_line_are_read(tmp_path: Path) -> None:
    modem = device(
        tmp_path,
        "[modem]\nkind = 'serial'\nport = '/dev/a'\nreset_pin = 17\ndelivery_reports = false\n"
        "spare = { port = '/dev/b', pin = '1234' }",
    ).modem
    assert (modem.port, modem.reset_pin, modem.delivery_reports) == ("/dev/a", 17, False)
    assert modem.spare == ModemPort("/dev/b", pin="1234")
    assert ModemPart().delivery_reports


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("kind = 'serial'", 'say where the modem is, for example by-id, or "auto"'),
        ("port = 'auto'\nspare = { port = '/dev/b' }", "name the port of each"),
        ("port = '/dev/a'\nspare = { pin = '1234' }", "name the port of each"),
        ("port = '/dev/a'\nspare = { prot = '/dev/b' }", "modem.spare"),
    ],
)
def test_what_cannot_be_is_said(tmp_path: Path, lines: str, sentence: str) -> None:
    with pytest.raises(DeviceError, match=sentence.replace(".", r"\.")):
        device(tmp_path, f"[modem]\n{lines}")


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (told.ModemReady("Fiktiv", -71, "X"), [seen.DeviceFound("modem", "Fiktiv good signal")]),
        (told.ModemSignal("Fiktiv", -101), [seen.DeviceFound("modem", "Fiktiv weak signal")]),
        (told.ModemLost("Gone."), [seen.DeviceLost("modem", "Gone.")]),
        (told.ModemWarning("storage", "Full."), [seen.DeviceLost("modem storage", "Full.")]),
        (told.ModemWarning("storage", ""), [seen.DeviceFound("modem storage")]),
        (told.ModemClock(AT), [sms_seen.ClockHint(AT)]),
        (told.SmsAccepted("s", (1, 2)), [sms_seen.SmsSent(SmsId("s"), (1, 2))]),
        (told.SmsUncertain("s", "?"), [sms_seen.SmsUncertain(SmsId("s"), "?")]),
        (told.SmsReported("+47", 7, True, 0), [sms_seen.SmsDelivered("+47", 7)]),
        (told.SmsReported("+47", 7, False, 0x30), []),
        (
            told.SmsReceived("i", "+47", "t", AT, "p"),
            [sms_seen.SmsArrived("i", "+47", "t", AT, "p")],
        ),
    ],
)
def test_events_in_the_cores_words(event: told.ModemEvent, expected: list[seen.Event]) -> None:
    assert modem_event(event, reports=True) == expected


def test_without_reports_no_references_are_awaited() -> None:
    assert modem_event(told.SmsAccepted("s", (1,))) == [sms_seen.SmsSent(SmsId("s"))]


def test_what_the_network_gave_up_on_is_said() -> None:
    (event,) = modem_event(told.SmsReported("+47", 7, False, 0x46))
    assert isinstance(event, sms_seen.SmsNotDelivered)
    assert "70" in event.reason


@pytest.mark.parametrize(
    ("code", "unready", "failure"),
    [
        (None, True, SmsFailure.NOT_READY),
        (None, False, SmsFailure.MODEM),
        (42, False, SmsFailure.NETWORK),
        (500, False, SmsFailure.MODEM),
        (310, False, SmsFailure.SIM),
    ],
)
def test_each_failure_has_its_class_whatever_its_words_are(
    code: int | None, unready: bool, failure: SmsFailure
) -> None:
    (event,) = modem_event(told.SmsRefused("s", code, "modem not ready", True, unready))
    assert isinstance(event, sms_seen.SmsFailed)
    assert event.failure is failure


def test_a_clock_that_is_wrong_is_noted(caplog: pytest.LogCaptureFixture) -> None:
    log_clock(AT, AT.replace(year=2025))
    assert caplog.records[-1].levelno == logging.WARNING


class Box:
    """A modem of the box, and what the loop hears of it."""

    def __init__(self, tmp_path: Path, lines: str) -> None:
        self.events: queue.Queue[seen.Event] = queue.Queue()
        folders = f"[folders]\ndata = '{tmp_path}/data'\nruntime = '{tmp_path}'\n"
        self.modem = BoxModem(device(tmp_path, folders + f"[modem]\n{lines}"), self.events.put)

    def next_of(self, kind: type) -> seen.Event:
        while not isinstance(event := self.events.get(timeout=PATIENCE), kind):
            pass
        return event


def test_an_sms_goes_out_and_one_comes_in(tmp_path: Path) -> None:
    with EmulatedModem() as emulated:
        box = Box(tmp_path, f"kind = 'serial'\nport = '{emulated.port}'")
        try:
            box.next_of(seen.DeviceFound)
            box.modem.remember(do.RememberSms(()))
            box.modem.send(do.SendSms(SmsId("s"), "+4710000001", "Hei"))
            assert box.next_of(sms_seen.SmsSent) == sms_seen.SmsSent(SmsId("s"), (1,))
            assert box.next_of(sms_seen.SmsDelivered) == sms_seen.SmsDelivered("+4710000001", 1)
            emulated.receive("+4710000001", "Takk")
            arrived = box.next_of(sms_seen.SmsArrived)
            assert isinstance(arrived, sms_seen.SmsArrived)
            box.modem.delete(do.DeleteSms(arrived.id))
            box.modem.ask(do.AskModem("status", "r"))
            answered = box.next_of(sms_seen.ModemAnswered)
            assert isinstance(answered, sms_seen.ModemAnswered)
            assert answered.ok
            assert emulated.stored == 0
        finally:
            box.modem.close()
    assert "AT+CMGS" in (tmp_path / "modem.log").read_text()


def test_a_box_without_a_modem_says_so(tmp_path: Path) -> None:
    box = Box(tmp_path, "kind = 'none'")
    assert "[modem]" in box.next_of(seen.DeviceLost).reason  # type: ignore[union-attr]
    box.modem.send(do.SendSms(SmsId("s"), "+4710000001", "Hei"))
    failed = box.next_of(sms_seen.SmsFailed)
    assert isinstance(failed, sms_seen.SmsFailed)
    assert (failed.retryable, failed.failure) == (True, SmsFailure.NOT_READY)
    box.modem.ask(do.AskModem("status", "r"))
    assert box.next_of(sms_seen.ModemAnswered).ok is False  # type: ignore[union-attr]
    box.modem.close()


def test_a_box_with_two_modems(tmp_path: Path) -> None:
    with EmulatedModem() as spare:
        lines = f"kind = 'serial'\nport = '{tmp_path}/gone'\nspare = {{ port = '{spare.port}' }}"
        box = Box(tmp_path, lines)
        try:
            box.next_of(seen.DeviceFound)
            box.modem.send(do.SendSms(SmsId("s"), "+4710000001", "Hei"))
            box.next_of(sms_seen.SmsSent)
            assert [sms.text for sms in spare.sent] == ["Hei"]
        finally:
            box.modem.close()

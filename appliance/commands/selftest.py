"""The command `sentralbord selftest`: on a temporary switchboard, or on the running one."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Empty

import click
from rich.console import Console

from appliance.control import ControlClient, ControlUnavailable
from appliance.core.model.ids import SmsState
from appliance.device import Device
from appliance.selftest import LineRequest, Report, run_selftest
from appliance.selftest.temporary import DidNotStart, TemporaryBox, memory_folder
from appliance.store.store import Store
from hardware.emulated.modem import EmulatedModem

TEST_SMS_TO = "+4710000098"
"""Where the temporary box's emulated modem sends; nobody can own it."""


def selftest_temporary() -> Report:
    """Start a switchboard of its own with an emulated modem, and test it."""
    with (
        tempfile.TemporaryDirectory(prefix="selftest-", dir=memory_folder()) as folder,
        EmulatedModem() as modem,
        TemporaryBox(Path(folder), tables(modem.port)) as box,
    ):
        box.publish('office = {name = "Self-test", language = "en"}')
        box.start()

        def wait_for_sms(seconds: float) -> str | None:
            try:
                return modem.wait_for_sms(seconds).text
            except (TimeoutError, Empty):
                return None

        sip_uri = str(box.info()["sip"])
        return run_selftest(sip_uri, ask_line(box.client), wait_for_sms, sms_to=TEST_SMS_TO)


def selftest_running(device: Device, sms_to: str | None) -> Report:
    """Test the switchboard that runs on this box; an SMS goes out only if `sms_to` is given."""
    client = ControlClient(device.control)
    info = client.ask("info").data["info"]
    assert isinstance(info, Mapping)
    wait = sent_by(device, sms_to) if sms_to else None
    return run_selftest(str(info["sip"]), ask_line(client), wait, sms_to=sms_to)


def tables(modem_port: str) -> dict[str, dict[str, object]]:
    """The device.toml of the temporary box."""
    return {
        "sip": {"port": 0},
        "panel": {"kind": "emulated"},
        "oled": {"kind": "emulated"},
        "modem": {"kind": "serial", "port": modem_port},
    }


def ask_line(client: ControlClient) -> Callable[[LineRequest], str]:
    """How the switchboard is asked for a test line."""

    def ask(wanted: LineRequest) -> str:
        answer = client.ask(
            "selftest",
            number=wanted.number,
            agent_uri=wanted.agent_uri,
            sms_to=wanted.sms_to,
            seconds=wanted.seconds,
        )
        return "" if answer.ok else answer.words

    return ask


GONE = (SmsState.SENT, SmsState.DELIVERED)
"""A quick report has made "delivered" of "sent" before anybody looks."""


def sent_by(device: Device, number: str) -> Callable[[float], str | None]:
    """Waits for an SMS to `number` that was not sent before to be marked as sent in the store."""
    before = _sent_to(device, number)

    def wait(seconds: float) -> str | None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if new := [text for row, text in _sent_to(device, number).items() if row not in before]:
                return new[0]
            time.sleep(0.2)
        return None

    return wait


def _sent_to(device: Device, number: str) -> dict[str, str]:
    with Store(device.database, device.media) as store:
        rows = store.outbox(200)
    sent = [row for row in rows if row["state"] in GONE and row["number"] == number]
    return {str(row["id"]): str(row["text"]) for row in sent}


@click.command(name="selftest")
@click.option("--running", is_flag=True, help="Test the switchboard that runs on this box.")
@click.option("--sms-to", help="With --running: send a test SMS to this number (E.164).")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_context
def selftest(ctx: click.Context, running: bool, sms_to: str | None, as_json: bool) -> None:
    """Place real calls over loopback, measure the sound, send an SMS, and give a verdict.

    Without --running a switchboard of its own is started for it, with an emulated modem.
    """
    try:
        report = selftest_running(ctx.obj.device, sms_to) if running else selftest_temporary()
    except (ControlUnavailable, DidNotStart) as error:
        raise click.ClickException(f"The switchboard does not run: {error}") from error
    if as_json:
        click.echo(report.as_json())
    else:
        Console().print(report.table())
        click.echo(report.verdict)
    ctx.exit(0 if report.ok else 1)

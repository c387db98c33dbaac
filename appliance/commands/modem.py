"""The commands `sentralbord modem ...` for installers: through the switchboard, or without it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, Queue

import click

from appliance.commands.sms import Box, checked, limit_option, send, show_inbox
from appliance.control import ControlClient, ControlUnavailable
from appliance.device import Device
from appliance.parts.modem import NO_MODEM
from hardware.modem.driver import Modem
from hardware.modem.events import (
    ModemEvent,
    ModemLost,
    ModemReady,
    SmsAccepted,
    SmsRefused,
    SmsUncertain,
)
from hardware.modem.questions import STATUS, Question
from hardware.modem.wire_log import WireLog

READY_SECONDS = 90.0
"""Longer than a modem takes that has to find its speed, its PIN, and its network."""
SEND_SECONDS = 150.0
LOG_LINES = 40


@click.group()
def modem() -> None:
    """Look after the SMS modem: is it there, does it send, what does it say."""


@modem.command()
@click.pass_obj
def status(box: Box) -> None:
    """Tell model, network, signal, storage, and service centre, or what is wrong."""
    click.echo(ask_modem(box, STATUS))


@modem.command()
@click.argument("command")
@click.pass_obj
def at(box: Box, command: str) -> None:
    """Put an AT command to the modem; none that sends, dials, or touches the PIN."""
    click.echo(ask_modem(box, command))


@modem.command(name="send")
@click.argument("number")
@click.argument("text")
@click.option("--yes", is_flag=True, help="Do not ask whether the price is right.")
@click.pass_context
def send_sms(ctx: click.Context, number: str, text: str, yes: bool) -> None:
    """Send an SMS: by the switchboard if it runs, else directly, telling how it went."""
    box: Box = ctx.obj
    if is_running(box.device):
        ctx.invoke(send, number=number, text=text, urgent=False, yes=yes)
    else:
        click.echo(send_directly(box.device, checked(box, number, text, yes), text))


@modem.command()
@click.option("--all", "every", is_flag=True, help="Also those that somebody has read.")
@limit_option
@click.pass_obj
def inbox(box: Box, every: bool, limit: int) -> None:
    """Show the SMS that came in, newest first."""
    show_inbox(box, every, limit)


@modem.command()
@click.option("--lines", default=LOG_LINES, show_default=True)
@click.pass_obj
def log(box: Box, lines: int) -> None:
    """Show what went over the wire last; numbers, texts, and PINs are masked."""
    path = box.device.folders.runtime / "modem.log"
    try:
        with path.open(encoding="utf-8") as file:
            click.echo("".join(deque(file, lines)), nl=False)
    except FileNotFoundError:
        why = NO_MODEM if box.device.modem.kind == "none" else "No modem has said anything yet."
        raise click.ClickException(f"{why} ({path} does not exist.)") from None
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror}.") from error


def ask_modem(box: Box, command: str) -> str:
    """Ask the modem by way of the switchboard, or directly where that does not run."""
    if is_running(box.device):
        return box.ask("modem", command=command)
    with opened(box.device) as (driver, _):
        answers: Queue[tuple[bool, str]] = Queue()
        driver.ask(Question(command, lambda ok, words: answers.put((ok, words))))
        ok, words = answers.get(timeout=READY_SECONDS)
    if not ok:
        raise click.ClickException(words)
    return words


def send_directly(device: Device, number: str, text: str) -> str:
    """Send without the switchboard, and say what became of it."""
    with opened(device) as (driver, events):
        driver.send("by-hand", number, text)
        outcome = next_of(events, (SmsAccepted, SmsRefused, SmsUncertain), SEND_SECONDS)
    if isinstance(outcome, SmsAccepted):
        return f"The network took it, in {len(outcome.references)} SMS."
    reason = getattr(outcome, "reason", "no answer came")
    if isinstance(outcome, SmsUncertain):
        raise click.ClickException(f"It may have been sent: {reason}.")
    raise click.ClickException(f"It was not sent: {reason}.")


@contextmanager
def opened(device: Device) -> Iterator[tuple[Modem, Queue[ModemEvent]]]:
    """A modem that is ready, and what it tells; ends the command with a sentence if it is not."""
    part = device.modem
    if part.kind != "serial":
        raise click.ClickException(
            NO_MODEM if part.kind == "none" else "The emulated modem lives in the switchboard."
        )
    events: Queue[ModemEvent] = Queue()
    trace = WireLog(device.folders.runtime / "modem.log").trace
    folder = device.folders.data
    driver = Modem(
        part.port, events.put, pin=part.pin, baud=part.baud, pin_folder=folder, trace=trace
    )
    driver.start()
    try:
        found = next_of(events, (ModemReady, ModemLost), READY_SECONDS)
        if not isinstance(found, ModemReady):
            raise click.ClickException(getattr(found, "reason", "The modem does not get ready."))
        yield driver, events
    finally:
        driver.stop()


def next_of(
    events: Queue[ModemEvent], kinds: tuple[type[ModemEvent], ...], seconds: float
) -> ModemEvent | None:
    """The next event of some kinds; None when each wait for one takes too long."""
    try:
        while not isinstance(event := events.get(timeout=seconds), kinds):
            pass
    except Empty:
        return None
    return event


def is_running(device: Device) -> bool:
    """Whether the switchboard has the modem."""
    try:
        ControlClient(device.control).ask("info")
    except ControlUnavailable:
        return False
    return True

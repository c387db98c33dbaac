"""The commands `sentralbord sms ...`: what was promised and what came in, and deciding on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import uuid4
from zoneinfo import ZoneInfo

import click

from appliance.common.numbers import e164
from appliance.core.model.sms_text import price, transliterated
from appliance.core.settings.directory import Directory
from appliance.device import Device
from appliance.store.message_firms import firms_of_messages
from appliance.store.rows import Row
from appliance.store.started import read_started
from appliance.store.store import Store
from appliance.store.troubles import StoreError
from appliance.terminal.frame import clean


class Box(Protocol):
    """What the commands need to know of the box, given as click's context object."""

    @property
    def device(self) -> Device:
        """What the box is."""

    def ask(self, what: str, **fields: object) -> str:
        """Ask the running switchboard."""


Found = TypeVar("Found")
limit_option = click.option("--limit", default=50, show_default=True, help="At most so many.")


@click.group()
def sms() -> None:
    """Send SMS, see those that were promised or came in, and decide on those in doubt."""


@sms.command(name="list")
@click.option("--all", "every", is_flag=True, help="Also those that were sent.")
@limit_option
@click.pass_obj
def list_sms(box: Box, every: bool, limit: int) -> None:
    """Show the outbox, newest first: each SMS with when it was sent, or promised, and its firm."""
    rows = stored(box, lambda store: store.outbox(limit, owed=not every))
    if not rows:
        click.echo("No SMS was promised yet." if every else "Every SMS is sent, or settled.")
        return
    firms = stored(box, lambda store: firms_of_messages(store, [row["message"] for row in rows]))
    directory = read_started(box.device.database, box.device.media)[0].directory
    for row in rows:
        click.echo(outbox_line(row, firms.get(row["message"]), directory))


def outbox_line(row: Row, firm: str | None, directory: Directory) -> str:
    """One SMS of ours, on one line; times are the office's, an SMS of no firm the office's own."""
    moment = row["sent_at"] or row["promised_at"]
    zone = ZoneInfo(directory.office.time_zone)
    at = f"{datetime.fromisoformat(moment).astimezone(zone):%Y-%m-%d %H:%M}" if moment else "-"
    client = directory.clients.get(firm or "")
    named = client.name if client else firm or "-"
    reason = f" [{row['reason']}]" if row["reason"] else ""
    line = f"{row['id']}  {row['state']:9} {at:16}  {row['number']}  {named}"
    return clean(f"{line}  {row['parts'] or '?'} SMS{reason}: {' '.join(row['text'].split())}")


@sms.command()
@click.option("--all", "every", is_flag=True, help="Also those that somebody has read.")
@limit_option
@click.pass_obj
def inbox(box: Box, every: bool, limit: int) -> None:
    """Show the SMS that came in, newest first."""
    show_inbox(box, every, limit)


def show_inbox(box: Box, every: bool, limit: int) -> None:
    """Print the SMS that came in, and who sent each as far as its number tells."""
    rows = stored(box, lambda store: store.inbox(limit, unread=not every))
    if not rows:
        click.echo("No SMS came in yet." if every else "Every SMS that came in is read.")
    for row in rows:
        click.echo(inbox_line(row))


def inbox_line(row: Row) -> str:
    """One SMS that came in, on one line."""
    who = row["agent"] or row["client"] or row["sender"]
    answers = f" (answers message {row['message']})" if row["message"] else ""
    problem = f" [{row['problem']}]" if row["problem"] else ""
    text = " ".join(row["text"].split())
    return clean(f"{row['id']}  {row['number']}  {who}{answers}{problem}: {text}")


@sms.command()
@click.argument("row")
@click.pass_obj
def read(box: Box, row: str) -> None:
    """Mark an SMS that came in as read."""
    click.echo(box.ask("read_sms", id=row))


@sms.command()
@click.argument("row")
@click.pass_obj
def again(box: Box, row: str) -> None:
    """Send an SMS again that failed or may have been sent."""
    click.echo(box.ask("sms", sms=row, again=True))


@sms.command()
@click.argument("row")
@click.pass_obj
def leave(box: Box, row: str) -> None:
    """Leave an SMS as it is: it is not tried again."""
    click.echo(box.ask("sms", sms=row, again=False))


@sms.command()
@click.argument("number")
@click.argument("text")
@click.option("--urgent", is_flag=True, help="Before all others, and in quiet hours too.")
@click.option("--yes", is_flag=True, help="Do not ask whether the price is right.")
@click.pass_obj
def send(box: Box, number: str, text: str, urgent: bool, yes: bool) -> None:
    """Send an SMS through the running switchboard; its price is shown first."""
    box.ask("info")  # nobody is asked about a price where nothing can be sent
    wanted = checked(box, number, text, yes)
    click.echo(box.ask("send_sms", id=uuid4().hex, number=wanted, text=text, urgent=urgent))


def checked(box: Box, number: str, text: str, yes: bool) -> str:
    """Return the number in E.164 after the price was shown and agreed to."""
    device = box.device
    office = read_started(device.database, device.media)[0].directory.office
    wanted = e164(number, office.country)
    if wanted is None:
        raise click.ClickException(f"{number} cannot be read as a telephone number.")
    cost = price(transliterated(text) if office.sms_transliterate else text)
    if not yes:
        click.confirm(f"To {wanted}: {cost}. Send it?", abort=True)
    return wanted


def stored(box: Box, read_rows: Callable[[Store], Found]) -> Found:
    """Return what is found in the store; ends the command with its words if they cannot be read."""
    try:
        with Store(box.device.database, box.device.media) as store:
            return read_rows(store)
    except StoreError as error:
        raise click.ClickException(str(error)) from error

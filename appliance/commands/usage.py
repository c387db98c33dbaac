"""The command `sentralbord usage`: what each client has used, for the bill (office.md A8)."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from appliance.box import Box
from appliance.common.spreadsheet import table
from appliance.core.settings.directory import Directory
from appliance.store.reports.usage import Usage
from appliance.store.reports.usage import usage as usage_of
from appliance.store.started import read_started
from appliance.store.store import Store
from appliance.store.troubles import StoreError

UNKNOWN = "(unknown lines)"
COLUMNS = ("name", *(field.name for field in fields(Usage)))


def day(_: click.Context, __: click.Parameter, written: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise click.BadParameter(f"{written!r} is no day such as 2026-11-01.") from None


@click.command(name="usage")
@click.option("--from", "first", required=True, callback=day, help="The first day, 2026-11-01.")
@click.option("--to", "last", required=True, callback=day, help="The last day, itself included.")
@click.option("--csv", "as_csv", is_flag=True, help="As comma-separated values.")
@click.pass_obj
def usage(box: Box, first: date, last: date, as_csv: bool) -> None:
    """Count each client's calls, minutes, messages, and SMS in days of the office's time zone.

    A call counts on the day it began; minutes are those a person talked, each call rounded up.
    """
    if last < first:
        raise click.ClickException("The last day is before the first.")
    directory = read_started(box.device.database, box.device.media)[0].directory
    rows = [_row(directory, used) for used in _counted(box, directory, first, last)]
    if as_csv:
        values = ([row[name] for name in COLUMNS] for row in rows)
        click.echo(table([COLUMNS, *values]), nl=False)
        return
    for row in rows:
        click.echo(_line(row))


def _counted(box: Box, directory: Directory, first: date, last: date) -> list[Usage]:
    """The usage of every client of the settings, and of those that are gone from them."""
    zone = ZoneInfo(directory.office.time_zone)
    since, until = (datetime.combine(d, time(), zone) for d in (first, last + timedelta(days=1)))
    try:
        with Store(box.device.database, box.device.media) as store:
            found = {used.client: used for used in usage_of(store.query, since, until)}
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    everybody = dict.fromkeys([*directory.clients, *(c for c in found if c), None])
    counted = [found.get(client, Usage(client)) for client in everybody]
    return [used for used in counted if used.client or used.calls]


def _row(directory: Directory, used: Usage) -> dict[str, Any]:
    known = directory.clients.get(used.client or "")
    return {"name": known.name if known else used.client or UNKNOWN, **asdict(used)}


def _line(row: dict[str, Any]) -> str:
    return (
        f"{row['name']}: {_some(row['calls'], 'call')}, {row['answered']} answered, "
        f"{_some(row['minutes'], 'minute')}, {_some(row['messages'], 'message')}, "
        f"{row['sms_parts']} SMS"
    )


def _some(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

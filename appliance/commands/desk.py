"""The commands of the desk: `sentralbord presence`, `sentralbord outcome`, `sentralbord dial`."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from appliance.box import Box
from appliance.core.model.ids import Disposition, Status
from appliance.core.model.time_of_day import time_of_day
from appliance.core.sms.status_commands import StatusWanted, end_of


@click.command()
@click.argument("agent")
@click.argument("status", type=click.Choice([status.value for status in Status]))
@click.option("--reason", default="", help="Why, for colleagues to see.")
@click.option("--until", default="", metavar="HH:MM", help="When it ends, by the office's clock.")
@click.pass_obj
def presence(box: Box, agent: str, status: str, reason: str, until: str) -> None:
    """Set the status of a member of staff; a time that has passed is tomorrow's."""
    said = {"agent": agent, "status": status, "reason": reason}
    end = ending(box, Status(status), until) if until else None
    if end:
        said["until"] = end.isoformat()
    click.echo(box.ask("presence", **said))
    if end:
        click.echo(f"It ends at {end:%H:%M on %Y-%m-%d}.")


def ending(box: Box, status: Status, until: str) -> datetime:
    """When a status ends; ends the command with a sentence where that makes no sense."""
    from appliance.store.started import read_started

    if status is Status.AVAILABLE:
        raise click.UsageError("Somebody who is available has no --until: leave it out.")
    at = time_of_day(until)
    if at is None:
        raise click.UsageError(f"'{until}' is no time such as 14:00, 14.30, or 1430.")
    device = box.device
    office = read_started(device.database, device.media)[0].directory.office
    now = datetime.now(ZoneInfo(office.time_zone))
    end = end_of(StatusWanted(status, until=at), now)
    assert end is not None
    return end


@click.command()
@click.argument("call")
@click.argument("disposition", type=click.Choice([d.value for d in Disposition]))
@click.option("--note", default="", help="What else is to be remembered.")
@click.option("--urgent", is_flag=True, help="The message hurries.")
@click.option("--promised", default="", help="What the caller was promised.")
@click.pass_obj
def outcome(box: Box, call: str, disposition: str, note: str, urgent: bool, promised: str) -> None:
    """Say how a call ended."""
    said = {"disposition": disposition, "note": note, "urgent": urgent, "promised": promised}
    click.echo(box.ask("disposition", call=call, **said))


@click.command()
@click.argument("agent")
@click.argument("number")
@click.option("--client", default="", help="The firm in whose name is called.")
@click.pass_obj
def dial(box: Box, agent: str, number: str, client: str) -> None:
    """Ring a member of staff, and then the number for them."""
    click.echo(box.ask("dial", agent=agent, number=number, client=client))

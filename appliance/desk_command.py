"""The commands of the desk: `sentralbord presence`, `sentralbord outcome`, `sentralbord dial`."""

from __future__ import annotations

import click

from appliance.box import Box
from appliance.core.model import Disposition, Status


@click.command()
@click.argument("agent")
@click.argument("status", type=click.Choice([status.value for status in Status]))
@click.option("--reason", default="", help="Why, for colleagues to see.")
@click.pass_obj
def presence(box: Box, agent: str, status: str, reason: str) -> None:
    """Set the status of a member of staff."""
    click.echo(box.ask("presence", agent=agent, status=status, reason=reason))


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

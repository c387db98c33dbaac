"""The command `sentralbord why`: why a member's telephone rings or not."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from appliance.box import Box
from appliance.control import ControlClient, ControlUnavailable
from appliance.core.model.ids import Moment
from appliance.core.switchboard import Switchboard
from appliance.core.why_ring import RingAnswer, in_sentences, why_ring
from appliance.store.started import read_started

NOT_RUNNING = "The switchboard is not running: this is how it would start, without any calls."


@click.command(name="why")
@click.argument("agent")
@click.option("--json", "as_data", is_flag=True, help="As data, for programs.")
@click.pass_obj
def why(box: Box, agent: str, as_data: bool) -> None:
    """Say why the telephone of a member of staff rings for callers of a loop, or does not."""
    try:
        answer = ControlClient(box.device.control).ask("why", agent=agent)
    except ControlUnavailable:
        found = _as_it_lies(box, agent)
        click.echo(NOT_RUNNING, err=True)
        click.echo(json.dumps(asdict(found)) if as_data else "\n".join(in_sentences(found)))
        return
    if not answer.ok:
        raise click.ClickException(answer.words)
    click.echo(json.dumps(answer.data["data"]) if as_data else answer.words)


def _as_it_lies(box: Box, name: str) -> RingAnswer:
    """The answer from what the store knows."""
    started = read_started(box.device.database, box.device.media)[0]
    agent = started.directory.agents.get(name)
    if agent is None:
        raise click.ClickException(f"There is nobody called {name!r} in the settings.")
    now = Moment(0.0, datetime.now(ZoneInfo(started.directory.office.time_zone)))
    switchboard = Switchboard()
    switchboard.handle(started, now)
    return why_ring(switchboard.picture, agent, now)

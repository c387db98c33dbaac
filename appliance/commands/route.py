"""The command `sentralbord route`: what a caller would meet, and whose telephone would ring."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from appliance.common.numbers import as_known
from appliance.common.problems import did_you_mean
from appliance.core.model.ids import LegId
from appliance.core.model.time_of_day import day_and_time
from appliance.core.protocol.events import CallArrived
from appliance.core.route import imagine
from appliance.core.settings.directory import Directory
from appliance.core.why_ring import reason_in_words
from appliance.core.words.trail import in_english
from appliance.store.started import read_started


@click.command(name="route")
@click.option("--line", required=True, help="The line's name in the settings, or any number.")
@click.option("--at", help="When, as 2026-11-21T10:30 in the office's time; else now.")
@click.option("--caller", default="", help="The caller's number; none: withheld.")
@click.option("--keys", default="", help="What the caller presses, such as 1,2.")
@click.option("--diverted", multiple=True, help="A diverting number; may be given several times.")
@click.option("--json", "as_data", is_flag=True, help="As data, for programs.")
@click.pass_context
def route(
    ctx: click.Context,
    line: str,
    at: str | None,
    caller: str,
    keys: str,
    diverted: tuple[str, ...],
    as_data: bool,
) -> None:
    """Tell, step by step and with reasons, what a call would meet if nobody answered it."""
    device = ctx.obj.device
    started, problems = read_started(device.database, device.media)
    for problem in problems:
        click.echo(problem, err=True)
    directory = started.directory
    call = CallArrived(
        leg=LegId("imagined"),
        dialled=_number(directory, line),
        caller=as_known(caller, directory.office.country) if caller else None,
        diverted=tuple(as_known(number, directory.office.country) for number in diverted),
    )
    pressed = keys.replace(",", "").replace(" ", "")
    steps = imagine(started, call, _time(directory, at), pressed)
    if as_data:
        told = [asdict(step) | {"words": in_english(step)} for step in steps]
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for step in steps:
        click.echo(f"{step.seconds:7.1f} s  {'' if step.reason else '    '}{in_english(step)}")
        for each in step.reached:
            click.echo(f"{'':16}{each.name} {reason_in_words(each)}.")


def _number(directory: Directory, line: str) -> str:
    known = directory.lines.get(line)
    number = known.number if known else as_known(line, directory.office.country)
    if not known and not any(letter.isdigit() for letter in number):
        near = did_you_mean(line, directory.lines)
        raise click.ClickException(f"There is no line '{line}' in the settings{near or '.'}")
    return number


def _time(directory: Directory, at: str | None) -> datetime:
    zone = ZoneInfo(directory.office.time_zone)
    now = datetime.now(zone)
    if at is None:
        return now
    read = day_and_time(at, now.date())
    if read is None:
        raise click.ClickException(f"{at!r} is no time such as 2026-11-21T10:30.")
    return read.replace(tzinfo=zone)

"""The commands `sentralbord calendar ...`: what the box understands of a person's calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import click

from appliance.box import Box
from appliance.calendars.child import Reader
from appliance.calendars.job import Job, Outcome
from appliance.calendars.troubles import CalendarError
from appliance.core.model.calendar import CalendarAccess, Entry, Shown
from appliance.core.settings.directory import Agent, Directory, neutral
from appliance.core.staff.presence import counts
from appliance.store.started import read_started

SHOWN = {
    Shown.FREE: "free",
    Shown.TENTATIVE: "tentative",
    Shown.BUSY: "busy",
    Shown.OUT_OF_OFFICE: "out of office",
    Shown.ELSEWHERE: "working elsewhere",
}
ALL_DAY_TRAP = "rings: shown as free, as Outlook does unless another status is chosen"
days_option = click.option(
    "--days", default=7, show_default=True, type=click.IntRange(1, 28), help="So many are shown."
)


@click.group()
def calendar() -> None:
    """Personal calendars, which keep the calls of loops away."""


@calendar.command()
@click.argument("agent")
@days_option
@click.pass_obj
def show(box: Box, agent: str, days: int) -> None:
    """Read AGENT's calendar now, and say what the box understands of it."""
    directory = _settings(box)
    found = directory.agents.get(agent)
    if found is None:
        raise click.ClickException(f"There is nobody called {agent!r} in the settings.")
    if found.calendar is None:
        raise click.ClickException(
            f"The settings name no calendar of {found.name}: add [agents.{agent}.calendar]."
        )
    _report(directory, found, found.calendar, days)


@calendar.command()
@click.argument("url", required=False)
@click.option("--user", default="", help="Who reads it; the password is asked for.")
@click.option("--mailbox", default="", help="A mailbox of Microsoft 365, instead of URL.")
@days_option
@click.pass_obj
def check(box: Box, url: str | None, user: str, mailbox: str, days: int) -> None:
    """Read the calendar at URL before it is put into the settings; without URL, it is asked for."""
    directory = _settings(box)
    if mailbox:
        access = CalendarAccess(mailbox=mailbox)
    else:
        url = url or click.prompt("Address", hide_input=True)
        password = click.prompt("Password", hide_input=True) if user else ""
        access = CalendarAccess(url or "", user, password)
    _report(directory, Agent("", "Somebody", "", calendar=access), access, days)


def _settings(box: Box) -> Directory:
    """The settings in force; a box without a store gets none by being asked."""
    device = box.device
    if not device.database.exists():
        return neutral()
    return read_started(device.database, device.media)[0].directory


def _report(directory: Directory, agent: Agent, access: CalendarAccess, days: int) -> None:
    zone = ZoneInfo(directory.office.time_zone)
    now = datetime.now(zone)
    try:
        outcome = Reader().read(Job(access, zone, now, graph=directory.office.graph))
    except CalendarError as error:
        raise click.ClickException(str(error)) from error
    for line in report(directory, agent, outcome, now, days):
        click.echo(line)


def report(
    directory: Directory, agent: Agent, outcome: Outcome, now: datetime, days: int
) -> Iterator[str]:
    """What was understood, line by line; `now` is of the office's zone."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    until = today + timedelta(days)
    ahead = [entry for entry in outcome.entries or () if entry.ends > today]
    near = [entry for entry in ahead if entry.begins < until]
    if not near:
        yield f"Nothing stands in this calendar until {until - timedelta(1):%d.%m}."
    for entry in near:
        yield f"{_when(entry, now):<32}{SHOWN[entry.shown]:<19}{_effect(directory, agent, entry)}"
    if later := len(ahead) - len(near):
        yield f"And {later} more within four weeks."
    if outcome.words:
        yield outcome.words
    yield "Direct calls come in any case. Titles, places and people are not read."


def _when(entry: Entry, now: datetime) -> str:
    begins, ends = entry.begins.astimezone(now.tzinfo), entry.ends.astimezone(now.tzinfo)
    if entry.all_day:
        last = ends - timedelta(hours=1)
        until = "" if last.date() == begins.date() else f" to {last:%a %d.%m}"
        return f"{begins:%a %d.%m}{until} all day"
    end = f"{ends:%H:%M}" if ends.date() == begins.date() else f"{ends:%a %d.%m %H:%M}"
    return f"{begins:%a %d.%m %H:%M}-{end}"


def _effect(directory: Directory, agent: Agent, entry: Entry) -> str:
    """What the switchboard makes of an entry."""
    if counts(directory, agent, replace(entry, all_day=False), entry.begins):
        within = " within the working hours" if entry.all_day and agent.hours else ""
        return f"keeps loop calls away{within}"
    if entry.all_day and entry.shown is Shown.FREE:
        return ALL_DAY_TRAP
    return "rings"

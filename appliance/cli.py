"""The command `sentralbord`: run the switchboard, ask it, test it, and settle the office."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from appliance.control import ControlClient, ControlUnavailable
from appliance.core.model import Disposition, Status
from appliance.core.selftest import prompts as selftest_prompts
from appliance.demo.command import demo, demo_call
from appliance.device import Device, DeviceError, read_device
from appliance.modem_command import modem
from appliance.panel_command import panel
from appliance.route_command import route
from appliance.selftest_command import selftest
from appliance.settings.cli import settings
from appliance.sms_command import sms
from appliance.store.started import read_started

DEFAULT_DEVICE = Path("/etc/sentralbord/device.toml")


@dataclass
class Box:
    """The box that a command is about; its file is read when it is first needed."""

    path: Path

    @property
    def device(self) -> Device:
        """The box as its file describes it; ends the command with a sentence if it cannot."""
        try:
            return read_device(self.path)
        except DeviceError as error:
            raise click.ClickException(str(error)) from error

    @property
    def database(self) -> Path:
        """The file of the store."""
        return self.device.database

    @property
    def media(self) -> Path:
        """The folder of the recordings."""
        return self.device.media

    def ask(self, what: str, **fields: object) -> str:
        """Ask the running switchboard; ends the command with its words if it refuses."""
        try:
            answer = ControlClient(self.device.control).ask(what, **fields)
        except ControlUnavailable as error:
            raise click.ClickException(str(error)) from error
        if not answer.ok:
            raise click.ClickException(answer.words)
        return answer.words

    def published(self) -> None:
        """Render the prompts of the new settings, and tell the switchboard if it runs."""
        render_prompts(self.device)
        try:
            answer = ControlClient(self.device.control).ask("settings")
        except ControlUnavailable:
            click.echo("The switchboard is not running; the settings hold when it starts.")
            return
        click.echo(answer.words)


def render_prompts(device: Device) -> None:
    """Speak everything that the newest settings say into the cache."""
    from appliance.speech.library import PromptLibrary
    from appliance.speech.render import RenderError, render_missing

    directory = read_started(device.database, device.media)[0].directory
    library = PromptLibrary(device.prompt_cache, device.prompts)
    try:
        unspoken = render_missing(library, (*directory.prompts(), *selftest_prompts()))
    except RenderError as error:
        raise click.ClickException(f"The prompts could not be spoken: {error}") from error
    for left in unspoken:
        click.echo(f"Not spoken: {left.prompt.text!r}: {left.reason}", err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sentralbord")
@click.option(
    "--device",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=DEFAULT_DEVICE,
    show_default=True,
    envvar="SENTRALBORD_DEVICE",
    help="The file that describes the box.",
)
@click.pass_context
def main(ctx: click.Context, path: Path) -> None:
    """A switchboard in a box: answers the office's lines, rings its staff, sends its SMS."""
    ctx.obj = Box(path)


def _device_option(ctx: click.Context, _: click.Parameter, path: Path | None) -> None:
    if path:
        ctx.find_root().obj.path = path


device_option = click.option(
    "--device",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_device_option,
    expose_value=False,
    help="The file that describes the box.",
)


@main.command()
@device_option
@click.option("--verbose", is_flag=True, help="Tell more in the log; still no numbers.")
@click.pass_obj
def run(box: Box, verbose: bool) -> None:
    """Be the switchboard until told to stop (SIGTERM or Ctrl-C)."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    device = box.device
    from appliance.__main__ import run as run_switchboard
    from appliance.control import ControlError
    from appliance.telephony.config import TelephonyError

    try:
        run_switchboard(device)
    except (TelephonyError, ControlError, OSError) as error:
        raise click.ClickException(str(error)) from error


@main.command()
@device_option
@click.argument("agent")
@click.argument("status", type=click.Choice([status.value for status in Status]))
@click.option("--reason", default="", help="Why, for colleagues to see.")
@click.pass_obj
def presence(box: Box, agent: str, status: str, reason: str) -> None:
    """Set the status of a member of staff."""
    click.echo(box.ask("presence", agent=agent, status=status, reason=reason))


@main.command()
@device_option
@click.argument("call")
@click.argument("disposition", type=click.Choice([d.value for d in Disposition]))
@click.option("--note", default="", help="What else is to be remembered.")
@click.pass_obj
def outcome(box: Box, call: str, disposition: str, note: str) -> None:
    """Say how a call ended."""
    click.echo(box.ask("disposition", call=call, disposition=disposition, note=note))


for group in (settings, sms, modem):
    for command in group.commands.values():
        device_option(command)
    main.add_command(group)
for command in (*map(device_option, (selftest, panel, route)), demo, demo_call):
    main.add_command(command)

if __name__ == "__main__":
    sys.exit(main())

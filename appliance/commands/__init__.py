"""The command `sentralbord`; each of its commands is loaded only when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

from appliance.box import Box

DEFAULT_DEVICE = Path("/etc/sentralbord/device.toml")
COMMANDS = {
    "backup": "appliance.commands.backup:backup",
    "calendar": "appliance.commands.calendar:calendar",
    "dial": "appliance.commands.desk:dial",
    "demo": "appliance.commands.demo:demo",
    "demo-call": "appliance.commands.demo:demo_call",
    "modem": "appliance.commands.modem:modem",
    "office": "appliance.commands.office:office",
    "outcome": "appliance.commands.desk:outcome",
    "panel": "appliance.commands.panel:panel",
    "presence": "appliance.commands.desk:presence",
    "restore": "appliance.commands.backup:restore",
    "prompts": "appliance.commands.prompts:prompts",
    "recordings": "appliance.commands.recordings:recordings",
    "route": "appliance.commands.route:route",
    "run": "appliance.commands.run:run",
    "selftest": "appliance.commands.selftest:selftest",
    "settings": "appliance.commands.settings:settings",
    "sms": "appliance.commands.sms:sms",
    "usage": "appliance.commands.usage:usage",
    "why": "appliance.commands.why:why",
    "support": "appliance.commands.support:support",
}
"""Name -> where it lives. Loading all of them would cost the switchboard memory and time."""


class LazyCommands(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, for the help."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, which takes --device as well, as do those below it."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        _take_device(command)
        return command


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
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


def _take_device(command: click.Command) -> None:
    """Let --device be said behind a command's name too."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _take_device(inner)
        if not command.invoke_without_command:
            return
    if not any(option.name == "device" for option in command.params):
        _device_option(command)


def _use_device(ctx: click.Context, _: click.Parameter, path: Path | None) -> None:
    if path:
        ctx.find_root().obj.path = path


_device_option = click.option(
    "--device",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_use_device,
    expose_value=False,
    help="The file that describes the box.",
)


if __name__ == "__main__":
    sys.exit(main())

"""The command `sentralbord panel`: the front panel of the running switchboard, live or drawn."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from PIL import Image

from appliance.control import ControlClient, ControlUnavailable
from appliance.control.view_line import unpacked
from appliance.core.words.spoken import LANGUAGES
from appliance.showcase.moments import MOMENTS, view_of
from appliance.showcase.pictures import plate
from appliance.terminal.panel import run_terminal_panel

SIZES = {"128x64": 64, "128x32": 32}


@click.group(name="panel", invoke_without_command=True)
@click.option("--png", type=click.Path(path_type=Path), help="Save a picture of it instead.")
@click.pass_context
def panel(ctx: click.Context, png: Path | None) -> None:
    """Show the front panel of the running switchboard until Ctrl-C."""
    if ctx.invoked_subcommand:
        return
    client = ControlClient(ctx.obj.device.control)
    try:
        if png:
            save_picture(client, png)
        else:
            watch(client)
    except ControlUnavailable as error:
        raise click.ClickException(str(error)) from error


@panel.command()
@click.argument("view", type=click.Choice(list(MOMENTS)))
@click.option("--png", type=click.Path(path_type=Path), required=True, help="Where it is saved.")
@click.option("--language", type=click.Choice(LANGUAGES), default="nb", show_default=True)
@click.option("--size", type=click.Choice(list(SIZES)), default="128x64", show_default=True)
def show(view: str, png: Path, language: str, size: str) -> None:
    """Draw the panel of a made-up office in one of its views; nothing has to run for it."""
    save(plate(view_of(view, language), SIZES[size]), png)


@panel.command()
@click.option("--safe", is_flag=True, help="The box has stopped, and its power may be cut.")
@click.pass_context
def goodbye(ctx: click.Context, safe: bool) -> None:
    """Say on the display that the switchboard has died or the box is off (for systemd)."""
    from appliance.parts.goodbye import say_goodbye

    say_goodbye(ctx.obj.device, safe=safe)


def watch(client: ControlClient) -> bool:
    """Show the live front panel until Ctrl-C or the switchboard's end (True)."""
    info = client.ask("info").data["info"]
    assert isinstance(info, Mapping)
    with client.watch() as views:
        try:
            return run_terminal_panel(terminal_view(view, info) for view in views)
        except KeyboardInterrupt:
            return False


def terminal_view(message: Mapping[str, Any], info: Mapping[str, Any]) -> dict[str, Any]:
    """A view of the control socket in the words of the terminal panel."""
    view = message.get("view", message)
    return {
        "oled": [(row["text"], row["size"], row["scroll"]) for row in view["rows"]],
        "lamps": [*view["lamps"], *view["signals"]],
        "faults": view["faults"],
        "status": {"sip": info["sip"], "web": info["web"], "waiting": view["waiting"]},
    }


def save_picture(client: ControlClient, png: Path) -> None:
    """Draw the whole front plate as it looks now."""
    said = client.ask("view").data["view"]
    assert isinstance(said, Mapping)
    save(plate(unpacked(said), 64), png)


def save(picture: Image.Image, png: Path) -> None:
    """Write a picture; ends the command with a sentence if that cannot be done."""
    try:
        picture.save(png, "PNG")
    except OSError as error:
        raise click.ClickException(f"{png} cannot be written: {error.strerror}.") from error

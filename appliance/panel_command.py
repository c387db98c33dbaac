"""The command `sentralbord panel`: the front panel of the running switchboard, live or drawn."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from appliance.control import ControlClient, ControlUnavailable
from appliance.terminal_panel import run_terminal_panel


@click.command(name="panel")
@click.option("--png", type=click.Path(path_type=Path), help="Save a picture of it instead.")
@click.pass_context
def panel(ctx: click.Context, png: Path | None) -> None:
    """Show the front panel of the running switchboard until Ctrl-C."""
    client = ControlClient(ctx.obj.device.control)
    try:
        if png:
            save_picture(client, png)
        else:
            watch(client)
    except ControlUnavailable as error:
        raise click.ClickException(str(error)) from error


def watch(client: ControlClient) -> None:
    """Show the live front panel until Ctrl-C or the switchboard's end."""
    info = client.ask("info").data["info"]
    assert isinstance(info, Mapping)
    with client.watch() as views:
        try:
            run_terminal_panel(terminal_view(view, info) for view in views)
        except KeyboardInterrupt:
            return


def terminal_view(message: Mapping[str, Any], info: Mapping[str, Any]) -> dict[str, Any]:
    """A view of the control socket in the words of the terminal panel."""
    view = message.get("view", message)
    return {
        "oled": [(row["text"], row["size"]) for row in view["rows"]],
        "lamps": view["lamps"],
        "faults": view["faults"],
        "status": {"sip": info["sip"], "web": info["web"], "waiting": view["waiting"]},
    }


def save_picture(client: ControlClient, png: Path) -> None:
    """Draw the whole front plate as it looks now."""
    from hardware.front_plate import panel_picture

    view = client.ask("view").data["view"]
    assert isinstance(view, Mapping)
    rows = [(row["text"], row["size"]) for row in view["rows"]]
    lamps = {lamp["name"]: lamp["pattern"] for lamp in view["lamps"]}
    panel_picture(rows, lamps).save(png)

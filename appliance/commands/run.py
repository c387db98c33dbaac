"""The command `sentralbord run`: be the switchboard."""

from __future__ import annotations

import logging
import os
import sys

import click

from appliance.box import Box


@click.command()
@click.option("--verbose", is_flag=True, help="Tell more in the log; still no numbers.")
@click.pass_obj
def run(box: Box, verbose: bool) -> None:
    """Be the switchboard until told to stop (SIGTERM or Ctrl-C)."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    device = box.device
    from appliance.common.sole_user import FolderInUse
    from appliance.control import ControlError
    from appliance.switchboard import run as run_switchboard
    from appliance.telephony.config import TelephonyError

    try:
        again = run_switchboard(device)
    except (TelephonyError, ControlError, FolderInUse) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        place = f"{error.filename} cannot be used: " if error.filename else ""
        raise click.ClickException(f"{place}{error.strerror or error}.") from error
    if again:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])

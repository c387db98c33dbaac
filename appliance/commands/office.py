"""The command `sentralbord office`: what costs time is done beside the switchboard, not in it."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
from pathlib import Path

import click

from appliance.box import Box

NICENESS = 10
"""Calls come first."""


@click.command()
@click.option("--every", default=300.0, show_default=True, help="Seconds between two readings.")
@click.option(
    "--look", default=15.0, show_default=True, help="Seconds until new settings are noticed."
)
@click.option(
    "--socket",
    type=click.Path(path_type=Path),
    help="Where the switchboard is asked, instead of where the file of the box says.",
)
@click.option("--verbose", is_flag=True, help="Tell more in the log; still no addresses.")
@click.pass_obj
def office(box: Box, every: float, look: float, socket: Path | None, verbose: bool) -> None:
    """Read the calendars of the staff for the switchboard, until told to stop."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    from appliance.engine.watchdog import Watchdog
    from appliance.office.calendars import CalendarRounds

    with contextlib.suppress(PermissionError):
        os.nice(NICENESS)
    where = socket or box.device.office
    rounds = CalendarRounds(where, period=every, look_seconds=look, watchdog=Watchdog())
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: rounds.stop())
    try:
        rounds.run()
    finally:
        rounds.close()

"""The command `sentralbord support`: a file that may be sent to whoever helps."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import BinaryIO

import click

from appliance.box import Box
from appliance.device import Device
from appliance.support.contents import bundle


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--log", type=click.Path(path_type=Path, exists=True), help="A log file to add.")
@click.pass_obj
def support(box: Box, file: Path, log: Path | None) -> None:
    """Write what helps to find a fault into FILE (a zip), without names, numbers, or secrets."""
    try:
        with open(file, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as target:
            write_bundle(box.device, box.path, target, log)
    except OSError as error:
        raise click.ClickException(f"{file}: cannot be written: {error.strerror}.") from error
    click.echo(f"{file} holds no names, numbers, or secrets. Look through it before you send it.")


def write_bundle(
    device: Device, description: Path, target: BinaryIO, log: Path | None = None
) -> None:
    """Write the bundle as a zip."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in bundle(device, description, log):
            archive.writestr(name, text)

"""The commands `sentralbord prompts ...`: uploaded recordings that callers hear as prompts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import click

from appliance.commands.play_aloud import play_aloud
from appliance.core.settings.checks.recordings import recordings_in
from appliance.device import Device
from appliance.speech.uploads import Upload, UploadError, Uploads
from appliance.store.started import read_started


class Box(Protocol):
    """What the commands need to know of the box, given as click's context object."""

    @property
    def device(self) -> Device:
        """What the box is."""

    def published(self) -> None:
        """Have the prompts of the settings put in order, and tell the box if it runs."""


@click.group()
def prompts() -> None:
    """Upload recordings that callers hear instead of spoken texts."""


@prompts.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--name", required=True, help="What settings call it: recording:NAME.")
@click.option("--replace", is_flag=True, help="Put it in the place of another of that name.")
@click.pass_obj
def add(box: Box, file: Path, name: str, replace: bool) -> None:
    """Take in a WAV, MP3, OGG or M4A file: levelled, at most five minutes."""
    with _in_words():
        upload = _uploads(box).accept(file, name, replace=replace)
    if upload.cut:
        click.echo(f"Only the first {upload.seconds:.0f} seconds are kept.", err=True)
    click.echo(f'{_line(upload)}\nSettings may say "recording:{name}" wherever they have a text.')
    if name in _used(box):
        box.published()


@prompts.command(name="list")
@click.pass_obj
def list_command(box: Box) -> None:
    """List the recordings, and whether the settings in force use them."""
    used = _used(box)
    uploads = _uploads(box).all()
    for upload in uploads:
        click.echo(f"{_line(upload)}  {'in use' if upload.name in used else 'not used'}")
    for name in sorted(used - {upload.name for upload in uploads}):
        click.echo(f"{name}  is named by the settings, but not here: upload it", err=True)
    if not uploads:
        click.echo("No recording is uploaded. Add one with `sentralbord prompts add`.")


@prompts.command(name="play-file")
@click.argument("name")
@click.pass_obj
def play_file(box: Box, name: str) -> None:
    """Play a recording as callers hear it."""
    with _in_words():
        path = _uploads(box).file_of(name)
    play_aloud(path)


@prompts.command()
@click.argument("name")
@click.option("--force", is_flag=True, help="Even if the settings in force use it.")
@click.pass_obj
def remove(box: Box, name: str, force: bool) -> None:
    """Forget a recording."""
    if name in _used(box) and not force:
        words = f"The settings in force use '{name}': change them first, or say --force."
        raise click.ClickException(words)
    with _in_words():
        _uploads(box).remove(name)
    click.echo(f"{name} is removed.")


def _uploads(box: Box) -> Uploads:
    return Uploads(box.device.uploads)


def _used(box: Box) -> set[str]:
    """The recordings that the settings in force name; none where no store is."""
    device = box.device
    if not device.database.exists():
        return set()
    return recordings_in(read_started(device.database, device.media)[0].directory)


def _line(upload: Upload) -> str:
    return f"{upload.name}  {upload.seconds:.1f} s  {upload.gain:+.1f} dB  {upload.added[:10]}"


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except UploadError as error:
        raise click.ClickException(str(error)) from error

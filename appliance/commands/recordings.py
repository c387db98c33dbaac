"""The commands `sentralbord recordings ...`: recorded talks, to be heard, taken along, deleted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import click

from appliance.commands.play_aloud import play_aloud
from appliance.store.rows import Row
from appliance.store.sounds.talks import CallRecordings
from appliance.store.store import Store
from appliance.store.troubles import StoreError


class Box(Protocol):
    """What the commands need to know of the box, given as click's context object."""

    @property
    def database(self) -> Path:
        """The file of the store."""

    @property
    def media(self) -> Path:
        """The folder of the recordings."""


recording_id = click.argument("recording")


@click.group()
def recordings() -> None:
    """Hear and delete recorded talks; what is recorded, and for how long kept, settings say."""


@recordings.command(name="list")
@click.option("--call", default="", help="Only those of this call.")
@click.option("--limit", default=50, show_default=True, help="At most so many.")
@click.pass_obj
def list_command(box: Box, call: str, limit: int) -> None:
    """List recorded talks, the newest first."""
    with _kept(box) as kept:
        rows = kept.of_call(call) if call else kept.all(limit)
    if not rows:
        click.echo("No talk is recorded.")
    for row in rows:
        click.echo(_line(row))


@recordings.command()
@recording_id
@click.pass_obj
def play(box: Box, recording: str) -> None:
    """Play a recorded talk."""
    with _kept(box) as kept:
        play_aloud(_file(kept, recording))


@recordings.command()
@recording_id
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def export(box: Box, recording: str, file: Path) -> None:
    """Copy a recorded talk into a WAV file, which no rule deletes any more."""
    with _kept(box) as kept:
        sound = _file(kept, recording)
    try:
        shutil.copyfile(sound, file)
    except OSError as error:
        raise click.ClickException(f"{file}: cannot be written: {error.strerror}") from error
    click.echo(f"{recording} is written to {file}.")


@recordings.command()
@click.argument("recording", nargs=-1, required=True)
@click.pass_obj
def delete(box: Box, recording: tuple[str, ...]) -> None:
    """Delete recorded talks for good."""
    with _kept(box) as kept:
        gone = {name: kept.delete(name) for name in recording}
    for name, was_there in gone.items():
        click.echo(f"{name} is deleted." if was_there else f"There is no recording {name}.")
    if not all(gone.values()):
        raise SystemExit(1)


def _line(row: Row) -> str:
    who = row["caller"] or "withheld number"
    what = row["problem"] if row["recording"] is None else f"{row['seconds']:.0f} s"
    with_whom = f"{who} with {row['agent']}" if row["agent"] else who
    return f"{row['id']}  {row['started'][:16].replace('T', ' ')} UTC  {with_whom}  {what}"


def _file(kept: CallRecordings, recording: str) -> Path:
    path = kept.file_of(recording)
    if path is None or not path.exists():
        words = f"There is no recording {recording}: `sentralbord recordings list` has all."
        raise click.ClickException(words)
    return path


@contextmanager
def _kept(box: Box) -> Iterator[CallRecordings]:
    try:
        with Store(box.database, box.media) as store:
            store.migrate()
            yield CallRecordings(store)
    except StoreError as trouble:
        raise click.ClickException(str(trouble)) from trouble

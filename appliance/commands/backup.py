"""The commands `sentralbord backup` and `sentralbord restore`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from appliance.backup import restoring, schedule, staging
from appliance.backup.envelope import BackupKey
from appliance.backup.make import make_backup
from appliance.backup.manifest import Manifest
from appliance.backup.passphrase import suggestion
from appliance.backup.places import alone
from appliance.backup.troubles import BackupError, in_words
from appliance.box import Box, render_prompts
from appliance.control import ControlClient, ControlUnavailable
from appliance.device import Device
from appliance.store.snapshot import Progress

RUNNING = (
    "The switchboard is running. Stop it first (`systemctl stop sentralbord`), or let it start "
    "anew with the restored data: add --restart."
)

passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The passphrase is this file's first line; else it is asked for.",
)
lines_option = click.option(
    "--lines", is_flag=True, help="Progress as lines of bytes done and in all, for programs."
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--check", is_flag=True, help="Read a backup to its end; nothing is written.")
@click.option("--scheduled", is_flag=True, help="Make the backup that device.toml asks for.")
@click.option("--now", is_flag=True, help="With --scheduled: even if none is due.")
@click.option("--set-passphrase", is_flag=True, help="Choose what opens the scheduled backups.")
@passphrase_option
@lines_option
@click.pass_obj
def backup(
    box: Box,
    file: Path | None,
    check: bool,
    scheduled: bool,
    now: bool,
    set_passphrase: bool,
    passphrase_file: Path | None,
    lines: bool,
) -> None:
    """Back the whole office up into FILE, encrypted; the switchboard goes on meanwhile."""
    if (file is not None) == (scheduled or set_passphrase) or (scheduled and set_passphrase):
        raise click.UsageError("Say one of: FILE, --scheduled, --set-passphrase.")
    if file and check and not file.exists():
        raise click.UsageError(f"There is no file {file}.")
    with _sentences():
        if scheduled:
            _scheduled(box, now)
        elif set_passphrase:
            schedule.set_passphrase(box.device, _passphrase(passphrase_file, new=True))
            click.echo("The scheduled backups open with this passphrase from now on.")
        elif file and check:
            with _bar("Reading", lines) as progress:
                manifest = staging.check_backup(file, _passphrase(passphrase_file), progress)
            click.echo(f"{file}: in order. {described(manifest)}")
        elif file:
            key = BackupKey.new(_passphrase(passphrase_file, new=True))
            with _bar("Writing", lines) as progress:
                manifest = make_backup(box.device, box.path, file, key, progress)
            click.echo(f"{file}: {described(manifest)}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@passphrase_option
@lines_option
@click.option("--restart", is_flag=True, help="Let a running switchboard start anew with it.")
@click.pass_obj
def restore(box: Box, file: Path, passphrase_file: Path | None, lines: bool, restart: bool) -> None:
    """Put everything back as it is in FILE: all of it, or, should it fail, nothing."""
    device = box.device
    if not restart and is_running(device):
        raise click.ClickException(RUNNING)
    with _sentences():
        passphrase = _passphrase(passphrase_file)
        device.folders.data.mkdir(parents=True, exist_ok=True)
        with in_words(device.folders.data), alone(device.folders.data):
            with _bar("Reading", lines) as progress:
                manifest = staging.stage(device, file, passphrase, progress)
            if not is_running(device):
                restoring.put_in_place(device)
                render_prompts(device)
                click.echo(f"Restored. {described(manifest)}")
                return
        click.echo(box.ask("restart"))
        click.echo(f"It starts with the restored data. {described(manifest)}")


def is_running(device: Device) -> bool:
    """Whether a switchboard answers at the control socket."""
    try:
        return ControlClient(device.control).ask("info").ok
    except ControlUnavailable:
        return False


def described(manifest: Manifest) -> str:
    """What a backup holds, in a sentence."""
    day = manifest.made_at.astimezone().strftime("%Y-%m-%d %H:%M")
    size = f"{manifest.size / 1e6:.1f} MB"
    return f"{len(manifest.files)} files, {size}, of {day}, by version {manifest.version}."


def _scheduled(box: Box, even_if_not_due: bool) -> None:
    now: datetime = schedule.utc_now()
    if not even_if_not_due and not schedule.is_due(box.device, now):
        click.echo("No backup is due yet.")
        return
    status = schedule.scheduled_backup(box.device, box.path, now)
    try:
        ControlClient(box.device.control).ask("backup", ok=status.ok, words=status.words)
    except ControlUnavailable:
        click.echo("The switchboard is not running; its panel tells of it when it starts.")
    if not status.ok:
        raise click.ClickException(status.words)
    click.echo(status.words)


def _passphrase(file: Path | None, *, new: bool = False) -> str:
    if file is None:
        if new:
            click.echo(f"Write it down. If none comes to mind: {suggestion()}")
        prompt: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=new)
        return prompt
    with in_words(file.parent):
        return file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except BackupError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _bar(words: str, lines: bool) -> Iterator[Progress]:
    if lines:
        yield lambda done, total: print(f"{done} {total}", flush=True)
        return
    with click.progressbar(length=100, label=words) as bar:

        def progress(done: int, total: int) -> None:
            percent = done * 100 // total if total else 100
            if percent > bar.pos:
                bar.update(percent - bar.pos)

        yield progress

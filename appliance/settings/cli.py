"""The commands `sentralbord settings ...`: check, import, export, and history."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, Protocol

import click

from appliance.core.directory import Directory, neutral
from appliance.core.directory_check import check
from appliance.core.problem import Problem
from appliance.settings.differences import differences
from appliance.settings.document import read
from appliance.settings.problems import SettingsError, did_you_mean
from appliance.store.store import Revision, Store
from appliance.store.troubles import StoreError

LARGEST = 4_000_000
"""A document of more bytes than this is a mistaken file name."""

NOTHING_YET = "Nothing is published yet. Publish a document with `sentralbord settings import`."

document_file = click.argument("file", type=click.Path(path_type=Path))


class Box(Protocol):
    """What the commands need to know of the box, given as click's context object."""

    @property
    def database(self) -> Path:
        """The file of the store."""

    @property
    def media(self) -> Path:
        """The folder of the recordings."""

    def recordings(self) -> Collection[str] | None:
        """The names of the uploaded recordings; None where the box cannot be asked."""

    def published(self) -> None:
        """Render the prompts of the new settings, and tell the box if it runs."""


@click.group(name="settings")
def settings() -> None:
    """Check, import, and export what the office has settled."""


@settings.command(name="check")
@document_file
@click.pass_obj
def check_command(box: Box, file: Path) -> None:
    """Say everything that is wrong with a settings document, and publish nothing."""
    directory = _directory(_text(file), box)
    _warn(directory)
    click.echo(
        f"{file}: in order, {len(directory.clients)} clients, {len(directory.lines)} lines, "
        f"{len(directory.loops)} loops, {len(directory.agents)} members of staff."
    )


@settings.command(name="import")
@document_file
@click.option("--author", default=lambda: os.environ.get("USER", ""), help="Who publishes.")
@click.option("--note", default="", help="Why, for the history.")
@click.pass_obj
def import_command(box: Box, file: Path, author: str, note: str) -> None:
    """Publish a settings document: it holds for calls that arrive from then on."""
    text = _text(file)
    directory = _directory(text, box)
    _warn(directory)
    with _store(box) as store:
        revision = _publish(store, text, directory, author, note)
    box.published()
    click.echo(f"Revision {revision} is published.")


@settings.command(name="export")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.pass_obj
def export_command(box: Box, file: Path | None) -> None:
    """Write the settings document that was published last, as it was imported."""
    with _store(box) as store:
        newest = store.current()
    if newest is None:
        _fail(NOTHING_YET)
    if file is None:
        click.echo(newest.document, nl=False)
        return
    try:
        file.write_text(newest.document, encoding="utf-8", newline="")
    except OSError as error:
        _fail(f"{file}: cannot be written: {error.strerror}")
    click.echo(f"Revision {newest.revision} is written to {file}.", err=True)


@settings.command(name="history")
@click.pass_obj
def history_command(box: Box) -> None:
    """List what was published, when, by whom, and why; newest first."""
    with _store(box) as store:
        revisions = store.history()
    if not revisions:
        click.echo(NOTHING_YET)
    for revision in revisions:
        at = f"{revision.published_at:%Y-%m-%d %H:%M} UTC"
        words = [str(revision.revision), at, revision.author, revision.note]
        click.echo("  ".join(word for word in words if word))


def _publish(store: Store, text: str, directory: Directory, author: str, note: str) -> int:
    newest = store.current()
    if newest and newest.document == text:
        click.echo("The same document is in force already.")
        return newest.revision
    for sentence in _changes(newest, directory):
        click.echo(sentence)
    return store.publish(text, author, note)


def _changes(newest: Revision | None, directory: Directory) -> list[str]:
    try:
        return differences(read(newest.document) if newest else neutral(), directory)
    except SettingsError:
        return ["The revision before this one cannot be read, so nothing can be compared."]


@contextmanager
def _store(box: Box) -> Iterator[Store]:
    try:
        with Store(box.database, box.media) as store:
            store.migrate()
            yield store
    except StoreError as trouble:
        _fail(str(trouble))


def _directory(text: str, box: Box) -> Directory:
    try:
        return read(text, box.recordings())
    except SettingsError as error:
        _fail(*error.problems)


def _warn(directory: Directory) -> None:
    for problem in check(directory, did_you_mean):
        click.echo(f"Warning: {problem}", err=True)


def _text(file: Path) -> str:
    try:
        with file.open("rb") as document:
            content = document.read(LARGEST + 1)
    except OSError as error:
        _fail(f"{file}: cannot be read: {error.strerror}")
    if len(content) > LARGEST:
        _fail(f"{file}: too large for a settings document")
    try:
        # Some editors put a byte order mark in front.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _fail(f"{file}: line {line} is not UTF-8; save the file as UTF-8")


def _fail(*sentences: str | Problem) -> NoReturn:
    for sentence in sentences:
        click.echo(str(sentence), err=True)
    sys.exit(1)

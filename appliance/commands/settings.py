"""The commands `sentralbord settings ...`: check, import, export, and history."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, Protocol
from zoneinfo import ZoneInfo

import click

from appliance.common.problems import SettingsError, did_you_mean
from appliance.core.settings.checks import check
from appliance.core.settings.directory import Directory, neutral
from appliance.core.settings.problem import Problem
from appliance.core.words.spoken import LANGUAGES
from appliance.editing.drafting import tables_of
from appliance.settings.differences import comparison, differences, sentences
from appliance.settings.document import read
from appliance.store.revisions import Publication, Revision
from appliance.store.started import read_started
from appliance.store.store import Store
from appliance.store.troubles import StoreError

LARGEST = 4_000_000
"""A document of more bytes than this is a mistaken file name."""

NOTHING_YET = "Nothing is published yet. Publish a document with `sentralbord settings import`."

document_file = click.argument("file", type=click.Path(path_type=Path))
author_option = click.option("--author", default="", help="Who publishes; else who is logged in.")


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

    def ask(self, what: str, **fields: object) -> str:
        """Ask the running switchboard; its words."""


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
@author_option
@click.option("--note", default="", help="Why, for the history.")
@click.option("--trial", is_flag=True, help="Go back after a minute if a trunk is not there.")
@click.pass_obj
def import_command(box: Box, file: Path, author: str, note: str, trial: bool) -> None:
    """Publish a settings document: it holds for calls that arrive from then on."""
    text = _text(file)
    directory = _directory(text, box)
    _warn(directory)
    with _store(box) as store:
        new = Publication(text, author or _logged_in(), note, trial=trial)
        said = _publish(store, new, directory)
    box.published()
    click.echo(said)


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
    """List what was published, when by the office's clock, by whom, and why; newest first."""
    with _store(box) as store:
        revisions = store.history()
    if not revisions:
        click.echo(NOTHING_YET)
        return
    directory = read_started(box.database, box.media)[0].directory
    zone = ZoneInfo(directory.office.time_zone)
    for revision in revisions:
        at = f"{revision.published_at.astimezone(zone):%Y-%m-%d %H:%M}"
        words = [str(revision.revision), at, revision.author, revision.note]
        click.echo("  ".join(word for word in words if word))


@settings.command(name="pin")
@click.option("--pin", prompt=True, hide_input=True, confirmation_prompt=True, help="The PIN.")
def pin_command(pin: str) -> None:
    """Make the line for a member of staff's PIN: only its hash stands in the settings."""
    from appliance.common.pin_hash import hashed, why_not

    if problem := why_not(pin):
        _fail(problem)
    click.echo(f'pin = "{hashed(pin)}"')


@settings.command(name="diff")
@click.argument("older", type=int, required=False)
@click.argument("newer", type=int, required=False)
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Of the sentences.")
@click.option("--fields", is_flag=True, help="Name the fields as they stand in the document.")
@click.pass_obj
def diff_command(
    box: Box, older: int | None, newer: int | None, language: str, fields: bool
) -> None:
    """Say what changed from one revision to another; without numbers, what the newest changed."""
    with _store(box) as store:
        new = _revision(store, newer)
        old = _revision(store, new.revision - 1 if older is None else older)
    before, after = tables_of(old), tables_of(new)
    if fields:
        for row in comparison(before, after):
            click.echo(f"{'.'.join(row.path)}: {row.before or '-'} -> {row.after or '-'}")
        return
    for words in sentences(before, after, language):
        click.echo(words)


@settings.command(name="undo")
@click.argument("revision", type=int, required=False)
@author_option
@click.option("--note", default="", help="Why, for the history.")
@click.pass_obj
def undo_command(box: Box, revision: int | None, author: str, note: str) -> None:
    """Publish an old revision anew; without a number, the one before the newest."""
    with _store(box) as store:
        newest = _revision(store, None)
        old = _revision(store, newest.revision - 1 if revision is None else revision)
        directory = _directory(old.document, box)
        words = note or f"Back to revision {old.revision}"
        new = Publication(old.document, author or _logged_in(), words)
        said = _publish(store, new, directory)
    box.published()
    click.echo(said)


@settings.command(name="keep")
@click.pass_obj
def keep_command(box: Box) -> None:
    """Let settings that are on trial stay, whatever the trunk does."""
    click.echo(box.ask("keep_settings"))


def _revision(store: Store, number: int | None) -> Revision:
    found = store.current() if number is None else store.revision(number)
    if found is None:
        _fail(NOTHING_YET if store.current() is None else f"There is no revision {number}.")
    return found


def _logged_in() -> str:
    """Who runs this, by their login name, also where it is run with sudo."""
    if person := os.environ.get("SUDO_USER"):
        return person
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an id that has no name
        return f"uid {os.getuid()}"


def _publish(store: Store, new: Publication, directory: Directory) -> str:
    """What came of it; what changes is said before."""
    newest = store.current()
    if newest and newest.document == new.document:
        return f"Nothing has changed: revision {newest.revision} is in force already."
    for sentence in _changes(newest, directory) or ["No setting changes."]:
        click.echo(sentence)
    return f"Revision {store.publish_as(new)} is published."


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
        _fail(f"{file}: too large for a settings document, which has at most {LARGEST} bytes")
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

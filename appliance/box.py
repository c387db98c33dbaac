"""The box that a command is about: its file, its store, and the way to ask who runs on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from appliance.control import ControlClient, ControlUnavailable
from appliance.device import Device, DeviceError, read_device

if TYPE_CHECKING:  # only few commands speak
    from appliance.core.model.ids import Prompt
    from appliance.speech.library import PromptLibrary
    from appliance.speech.render import Unspoken

MANY = 20
"""So many sentences are spoken before another word, lest somebody thinks that nothing happens."""


@dataclass
class Box:
    """The box that a command is about; its file is read when it is first needed."""

    path: Path

    @property
    def device(self) -> Device:
        """The box as its file describes it; ends the command with a sentence if it cannot."""
        try:
            return read_device(self.path)
        except DeviceError as error:
            raise click.ClickException(str(error)) from error

    @property
    def database(self) -> Path:
        """The file of the store."""
        return self.device.database

    @property
    def media(self) -> Path:
        """The folder of the recordings."""
        return self.device.media

    def recordings(self) -> frozenset[str] | None:
        """The names of the uploaded recordings; None on a machine that is no box."""
        from appliance.speech.uploads import Uploads

        return Uploads(self.device.uploads).names() if self.path.exists() else None

    def ask(self, what: str, **fields: object) -> str:
        """Ask the running switchboard; ends the command with its words if it refuses."""
        try:
            answer = ControlClient(self.device.control).ask(what, **fields)
        except ControlUnavailable as error:
            raise click.ClickException(str(error)) from error
        if not answer.ok:
            raise click.ClickException(answer.words)
        return answer.words

    def published(self) -> None:
        """Render the prompts of the new settings, and tell the switchboard if it runs."""
        render_prompts(self.device)
        try:
            answer = ControlClient(self.device.control).ask("settings")
        except ControlUnavailable:
            click.echo("The switchboard is not running; the settings hold when it starts.")
            return
        click.echo(answer.words)


def render_prompts(device: Device) -> None:
    """Speak everything that the newest settings say into the cache."""
    from appliance.core.prompts import every_prompt
    from appliance.speech.box_library import library_of
    from appliance.speech.render import RenderError
    from appliance.store.started import read_started

    directory = read_started(device.database, device.media)[0].directory
    library = library_of(device)
    prompts = every_prompt(directory)
    try:
        unspoken = [*spoken_by_and_by(library, [*prompts])]
    except RenderError as error:
        raise click.ClickException(f"The prompts could not be spoken: {error}") from error
    for left in unspoken:
        click.echo(f"Not spoken: {left.prompt.text!r}: {left.reason}", err=True)


def spoken_by_and_by(library: PromptLibrary, prompts: list[Prompt]) -> Iterator[Unspoken]:
    """Speak what is missing, and tell how far it is; yield what failed. Raises RenderError."""
    from appliance.speech.render import render_missing

    missing = library.missing(prompts)
    if len(missing) > MANY:
        click.echo(
            f"{len(missing)} sentences are not spoken yet: each is spoken once, then kept.",
            err=True,
        )
    for done in range(0, len(missing) or 1, MANY):
        if len(missing) > MANY:
            click.echo(f"Speaking sentence {done + 1} of {len(missing)} ...", err=True)
        yield from render_missing(library, missing[done : done + MANY])

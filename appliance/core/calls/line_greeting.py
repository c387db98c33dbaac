"""Which recorded greeting a line has: the newest that the disk has taken."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.model.ids import Greeting, SpokenFile
from appliance.core.protocol.commands import Command, Save
from appliance.core.protocol.commands_staff import Discard
from appliance.core.settings.directory import Directory
from appliance.core.state.picture import Picture


def stored(picture: Picture, save: Save | None) -> tuple[Picture, list[Command]]:
    """Use the greetings that the disk has taken, and forget those before them."""
    forget: list[Command] = []
    for record in save.records if save else ():
        if isinstance(record, Greeting):
            before = picture.directory.greetings.get(record.line)
            picture = replace(picture, directory=_with(picture.directory, record))
            forget += [Discard(before.path)] if before else []
    return picture, forget


def kept(old: Directory, new: Directory) -> Directory:
    """New settings with the greetings that hold: they are no part of the document."""
    return new if new.greetings else replace(new, greetings=old.greetings)


def _with(directory: Directory, record: Greeting) -> Directory:
    others = {line: file for line, file in directory.greetings.items() if line != record.line}
    own = {record.line: SpokenFile(record.recording)} if record.recording else {}
    return replace(directory, greetings={**others, **own})

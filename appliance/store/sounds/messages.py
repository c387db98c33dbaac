"""Spoken messages on the data disk: taken over from memory so that no power cut halves them."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from appliance.core.model.ids import Greeting
from appliance.store.troubles import StoreError

log = logging.getLogger(__name__)

HALF = ".part"


@dataclass(frozen=True, slots=True)
class Kept:
    """A recording that was copied to the disk, whose row is not committed yet."""

    source: Path
    file: Path
    new: bool
    serves: bool = False
    """Whether the recording in memory is still needed after the commit."""

    def undo(self) -> None:
        """Forget the copy; what the disk had before stays."""
        if self.new:
            self.file.unlink(missing_ok=True)

    def settle(self) -> None:
        """The row is committed: the recording in memory has served."""
        if self.serves:
            return
        try:
            self.source.unlink(missing_ok=True)
        except OSError as error:
            log.warning("The recording %s stays in memory: %s", self.source, error)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of the recordings, one WAV file per message."""

    folder: Path

    def file_for(self, message: str) -> Path:
        """Where the recording of a message lies; an id can never lead out of the folder."""
        return self.folder / f"{quote(message, safe='')}.wav"

    def keep(self, message: str, recording: str) -> Kept:
        """Copy a recording durably. Raises StoreError where it is gone, OSError from the disk.

        A recording that was kept before, and left memory then, is no error.
        """
        kept = Kept(Path(recording), self.file_for(message), not self.file_for(message).exists())
        if kept.source.exists():
            self._copy(kept)
        elif kept.new:
            raise StoreError(
                f"The recording of message {message} is gone from memory ({recording}), "
                "so the message was not stored. Ring the caller back."
            )
        return kept

    def drop(self, name: str) -> None:
        """Remove a recording that nobody names any more; if it cannot be, it is swept later."""
        with suppress(OSError):
            (self.folder / Path(name).name).unlink(missing_ok=True)

    def sweep(self, known: Collection[str]) -> list[str]:
        """At start: remove half copies, and name the recordings that belong to no message."""
        for half in self.folder.glob(f"*{HALF}"):
            half.unlink(missing_ok=True)
        return sorted(file.name for file in self.folder.glob("*.wav") if file.name not in known)

    def _copy(self, kept: Kept) -> None:
        if not self.folder.exists():
            self.folder.mkdir(parents=True)
            _sync_folder(self.folder.parent)
        half = kept.file.with_name(kept.file.name + HALF)
        try:
            _write_through(kept.source, half)
            half.replace(kept.file)
            _sync_folder(self.folder)
        except BaseException:
            half.unlink(missing_ok=True)
            kept.undo()
            raise


def greeting_name(greeting: Greeting) -> str:
    """What a greeting is called on the shelf; the next one of its line has another name."""
    return f"greeting-{greeting.line}-{greeting.at:%Y%m%d%H%M%S%f}"


def _write_through(source: Path, target: Path) -> None:
    with source.open("rb") as spoken, target.open("wb") as copy:
        shutil.copyfileobj(spoken, copy)
        copy.flush()
        os.fsync(copy.fileno())


def _sync_folder(folder: Path) -> None:
    # A new name is durable only once its folder is (fsync(2)).
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

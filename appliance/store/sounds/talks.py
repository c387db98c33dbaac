"""Recorded talks: from memory to the disk, listed, found, and deleted for good."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from appliance.core.model.talks import CallRecording
from appliance.store.rows import Row
from appliance.store.sounds.messages import Kept, Shelf

if TYPE_CHECKING:
    from appliance.store.store import Store

FOLDER = "calls"
GONE = "The recording was gone from memory before the disk took it."


@dataclass(frozen=True, slots=True)
class TalkShelf:
    """The folder of the recorded talks, beside the spoken messages."""

    shelf: Shelf

    @classmethod
    def in_folder(cls, media: Path) -> TalkShelf:
        """The shelf that belongs to a store with this media folder."""
        return cls(Shelf(media / FOLDER))

    def keep(self, record: CallRecording) -> Kept | None:
        """Copy a recording to the disk; None where there is nothing to copy.

        One that is gone from memory costs its sound, never the other records of its act.
        """
        path, there = record.recording, self.file_for(record.id).exists()
        if path is None or not (there or Path(path).exists()):
            return None
        return self.shelf.keep(record.id, path)

    def row(self, record: CallRecording, row: Row) -> Row:
        """The row of a record, with the name of its file instead of its place in memory."""
        if self.file_for(record.id).exists():
            return row | {"recording": self.file_for(record.id).name}
        return row | {"recording": None, "problem": record.problem or GONE}

    def file_for(self, recording: str) -> Path:
        """Where the sound of a recording lies."""
        return self.shelf.file_for(recording)

    def sweep(self, known: Collection[str]) -> None:
        """Delete every sound that has no row: it has expired, or the power went too early."""
        for name in self.shelf.sweep(known):
            (self.shelf.folder / name).unlink(missing_ok=True)


class CallRecordings:
    """Reads and deletes recorded talks; every method raises StoreError, as those of Store do."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, limit: int) -> list[Row]:
        """The newest first; times in UTC, ISO 8601."""
        sql = "SELECT * FROM call_recordings ORDER BY started DESC, part DESC LIMIT ?"
        return self._store.query(sql, limit)

    def of_call(self, call: str) -> list[Row]:
        """The parts of one call's talk, in order."""
        sql = "SELECT * FROM call_recordings WHERE call = ? ORDER BY part"
        return self._store.query(sql, call)

    def file_of(self, recording: str) -> Path | None:
        """Where the sound of a recording lies; None where there is none."""
        sql = "SELECT recording FROM call_recordings WHERE id = ?"
        rows = self._store.query(sql, recording)
        return self._store.talks.file_for(recording) if rows and rows[0]["recording"] else None

    def delete(self, recording: str) -> bool:
        """Delete a recording, row and sound; False for one that there is not."""
        with self._store.transaction() as db:
            gone = db.execute("DELETE FROM call_recordings WHERE id = ?", [recording]).rowcount
        with self._store.in_words():
            self._store.talks.file_for(recording).unlink(missing_ok=True)
        return bool(gone)

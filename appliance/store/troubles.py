"""What a disk or a database can refuse, in sentences that say what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

FULL = (
    "The disk is full, so nothing more can be stored. "
    "Delete what is no longer needed, or fit a larger card."
)
READ_ONLY = (
    "The disk can only be read. Restart the box; if it stays so, the card is worn: replace it."
)
NOT_ALLOWED = (
    "The box may not write its data. Let the folder and the files in it belong to the service."
)
LOCKED = "Another programme holds the database. Close it; the box tries again by itself."
DAMAGED = "The database is damaged. Restore the newest backup, and check the card."
GONE = (
    "The database is gone. Check that the data disk is there, and restore the newest backup. "
    "To begin anew as a new box, delete the file {mark} beside it."
)
UNREADABLE_CARD = "The card does not answer as it should. Save what is on it, and replace it."
NOT_OPENED = "The database cannot be opened. Check that the data disk is there and may be written."
UNRELATED = "A row points to another that does not exist; none of them was stored."
MISSING = "There is no file {name} any more. Check that the data disk is there."
NO_TABLES = "The database has no tables yet. Start the switchboard once, or import settings."
NEWER = (
    "The database was made by a newer release of Sentralbord. Update this box: until then not "
    "everything may be stored."
)
OTHER = "The disk refused ({reason}). Restart the box; if it stays so, ask for help."

BY_SQLITE_CODE: Mapping[int, str] = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_IOERR: UNREADABLE_CARD,
    sqlite3.SQLITE_CANTOPEN: NOT_OPENED,
    sqlite3.SQLITE_PERM: NOT_ALLOWED,
    sqlite3.SQLITE_AUTH: NOT_ALLOWED,
}
AMBIGUOUS = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
"""What SQLite also answers where the files beside the database find no room or no permission."""

BY_ERRNO: Mapping[int, str] = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: NOT_ALLOWED,
    errno.EPERM: NOT_ALLOWED,
    errno.EIO: UNREADABLE_CARD,
    errno.EISDIR: NOT_OPENED,
}

PASSING = (FULL, READ_ONLY, NOT_ALLOWED, LOCKED, NOT_OPENED)
"""What is over as soon as something can be stored again."""


class StoreError(Exception):
    """The disk did not do what was asked; `str()` is a sentence that says what to do."""


def part_with(sentence: str) -> str:
    """The part of the box that has this trouble: "disk" heals by itself, "store" does not."""
    return "disk" if sentence in PASSING else "store"


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Raise every refusal of the disk or the database as a StoreError; `folder` lies on it."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StoreError(sentence(error, folder)) from error


def sentence(error: OSError | sqlite3.Error, folder: Path) -> str:
    """What went wrong and what to do about it (errno(3); sqlite.org/rescode.html)."""
    if isinstance(error, sqlite3.IntegrityError):
        return UNRELATED if "FOREIGN KEY" in str(error) else OTHER.format(reason=error)
    if "no such table" in str(error):
        return NO_TABLES
    if "has no column named" in str(error) or "no such column" in str(error):
        return NEWER
    if isinstance(error, sqlite3.Error):
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if primary in AMBIGUOUS and (seen := _state_of(folder)):
            return seen
        return BY_SQLITE_CODE.get(primary, OTHER.format(reason=error))
    if isinstance(error, FileNotFoundError):
        return MISSING.format(name=error.filename)
    reason = error.strerror or str(error)
    return BY_ERRNO.get(error.errno or 0, OTHER.format(reason=reason))


def _state_of(folder: Path) -> str | None:
    """What the disk itself shows: that it can only be read, or that it is full (statvfs(3))."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return None
    if disk.f_flag & os.ST_RDONLY:
        return READ_ONLY
    # Some file systems count no inodes at all.
    full = not disk.f_bavail or (disk.f_files and not disk.f_favail)
    return FULL if full else None

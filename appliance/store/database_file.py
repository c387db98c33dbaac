"""The file of the database: made whole the first time, and missed when it is gone.

SQLite takes a file that is not there, or is empty, for a new database. To a box that has had one
it would then be new: nobody's settings, and whoever comes first sets it up.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from appliance.store.troubles import DAMAGED, GONE, StoreError

SHARED = 0o660
MADE = ".made"
"""What the name of the mark ends in: see `mark_of`."""


def mark_of(database: Path) -> Path:
    """The file beside the database that says: there has been one."""
    return database.with_name(f"{database.name}{MADE}")


def must_be_whole(database: Path) -> None:
    """Raise StoreError where the database is empty, or is not there though there has been one."""
    try:
        if not database.stat().st_size:
            raise StoreError(DAMAGED)
    except FileNotFoundError:
        if mark_of(database).exists():
            raise StoreError(GONE.format(mark=mark_of(database).name)) from None


def made(database: Path) -> None:
    """See to it that the database is there: a new one comes whole, under its name at once.

    Raises StoreError as `must_be_whole`, OSError, and sqlite3.Error.
    """
    must_be_whole(database)
    if not database.exists():
        _make(database)
    if not mark_of(database).exists():
        with suppress(OSError):  # a full disk: the next who opens it tries again
            _put(mark_of(database))


def _make(database: Path) -> None:
    half = database.with_name(f"{database.name}.{secrets.token_hex(4)}")
    try:
        _put(half)
        with closing(sqlite3.connect(half)) as conn:
            conn.execute("PRAGMA journal_mode=WAL")  # writes the first page
        with half.open("rb") as written:
            os.fsync(written.fileno())
        with suppress(FileExistsError):  # the page or the switchboard was first
            os.link(half, database)
    finally:
        half.unlink(missing_ok=True)
    _sync_folder(database.parent)


def _put(file: Path) -> None:
    # The page is another user of the same group; SQLite itself would give the group no writing,
    # and gives the files beside this one the same rights (sqlite.org/tempfiles.html).
    os.close(os.open(file, os.O_RDONLY | os.O_CREAT, SHARED))


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

"""The database as a single file for a backup, and such a file laid over the database again."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from appliance.core.model.ids import SmsState
from appliance.store import connection
from appliance.store.database_file import mark_of, must_be_whole
from appliance.store.foreign import check_contents, opened_warily
from appliance.store.migrations import migrations
from appliance.store.troubles import DAMAGED, StoreError, in_words

PAGES_AT_ONCE = 256
"""Between two helpings of this many pages, the switchboard may write."""

DOUBTFUL = "It waited when the backup was made, and may have been sent since."
NO_DATABASE = "There is no database yet: start the switchboard once, then make a backup."

Progress = Callable[[int, int], None]
"""Told how many bytes are done, and of how many."""


def nothing(done: int, total: int) -> None:
    """Nobody watches."""


def take_snapshot(database: Path, target: Path, progress: Progress = nothing) -> None:
    """Copy the database as it was at one moment, while others may write (sqlite.org/backup.html).

    `target` becomes one file without a log beside it, and is on the disk. Raises StoreError.
    """
    must_be_whole(database)
    if not database.exists():
        raise StoreError(NO_DATABASE)
    with in_words(database.parent), _read(database) as source, _opened(target) as copy:
        page = int(source.execute("PRAGMA page_size").fetchone()[0])
        source.backup(
            copy,
            pages=PAGES_AT_ONCE,
            progress=lambda _, left, total: progress((total - left) * page, total * page),
            sleep=0.01,
        )
        copy.execute("PRAGMA journal_mode=DELETE")
    with in_words(database.parent):
        _sync(target)


def lay_over(database: Path, snapshot: Path) -> None:
    """Make the database what the snapshot is: one transaction, the old or the new after a kill.

    Raises StoreError.
    """
    with in_words(database.parent), _read(snapshot) as source:
        mark_of(database).unlink(missing_ok=True)  # what was gone is made anew
        target = connection.durable(database, connection.LOCK_SECONDS)
        try:
            source.backup(target.conn)
        finally:
            target.close()


def make_fit(snapshot: Path) -> None:
    """Check a snapshot from a backup, bring it up to date, and put what it owes in doubt.

    An SMS that waited then may have been sent since: it is never sent again by itself. Nobody is
    logged in to the page any more.
    Raises StoreError.
    """
    with in_words(snapshot.parent), opened_warily(snapshot) as conn:
        if conn.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise StoreError(DAMAGED)
        connection.migrate(Database(conn, execute_plugins=False))
        check_contents(conn)
        with conn:
            conn.execute(
                "UPDATE outbox SET state = ?, reason = ? WHERE state IN (?, ?)",
                (SmsState.MAYBE, DOUBTFUL, SmsState.QUEUED, SmsState.SENDING),
            )
            conn.execute("DELETE FROM sessions")
        conn.execute("PRAGMA journal_mode=DELETE")
    _sync(snapshot)


def recordings_named(snapshot: Path) -> set[str]:
    """The recordings that belong to a message of the snapshot. Raises StoreError."""
    with in_words(snapshot.parent), _read(snapshot) as conn:
        named = conn.execute("SELECT recording FROM messages WHERE recording IS NOT NULL")
        return {row[0] for row in named}


def schema_version(database: Path) -> int:
    """How many steps the tables have gone through; 0 for none. Raises StoreError."""
    with in_words(database.parent), _read(database) as conn:
        return len(migrations.applied(Database(conn, execute_plugins=False)))


def row_counts(database: Path) -> dict[str, int]:
    """How many rows each table holds. Raises StoreError."""
    with in_words(database.parent), _read(database) as conn:
        names = Database(conn, execute_plugins=False).table_names()
        return {n: conn.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0] for n in names}


def is_sound(database: Path) -> bool:
    """Whether the database can be read to its end."""
    if not database.stat().st_size:
        return False
    try:
        with _read(database) as conn:
            return bool(conn.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


@contextmanager
def _read(file: Path) -> Iterator[sqlite3.Connection]:
    address = f"file:{quote(str(file.absolute()))}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=connection.LOCK_SECONDS)) as conn:
        yield conn


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file)) as conn:
        yield conn


def _sync(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())

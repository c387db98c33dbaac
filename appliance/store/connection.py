"""How the database is opened: durable for writing, or as it lies where the disk is read-only."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from appliance.store import database_file
from appliance.store.migrations import (
    calendars as calendar_tables,
)
from appliance.store.migrations import (
    days as day_tables,
)
from appliance.store.migrations import (
    migrations,
    narrow_indexes,
)
from appliance.store.migrations import (
    retention as retention_tables,
)
from appliance.store.migrations import (
    settings as settings_schema,
)
from appliance.store.migrations import (
    stories as story_tables,
)
from appliance.store.migrations import (
    talks as recording_tables,
)
from appliance.store.migrations import (
    web as web_tables,
)

MORE_TABLES = (
    calendar_tables,
    recording_tables,
    settings_schema,
    web_tables,
    retention_tables,
    narrow_indexes,
    day_tables,
    story_tables,
)
"""Files that add to the migrations by being imported."""

LOCK_SECONDS = 5.0
"""How long one connection waits for another before it gives up."""
RETRY_SECONDS = 0.02


def durable(path: Path, lock_seconds: float) -> Database:
    """Open for reading and writing: after a commit, a power cut loses nothing.

    Raises sqlite3.Error, OSError, and StoreError where a database is gone or empty.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    database_file.made(path)
    conn = sqlite3.connect(path, timeout=lock_seconds)
    try:
        _keep_log(conn, lock_seconds)
        conn.execute("PRAGMA synchronous=FULL")
        conn.execute("PRAGMA foreign_keys=ON")
        return Database(conn, execute_plugins=False)
    except BaseException:
        conn.close()
        raise


def _keep_log(conn: sqlite3.Connection, lock_seconds: float) -> None:
    """Turn the write-ahead log on; SQLite does not wait by itself for another who does so now."""
    until = time.monotonic() + lock_seconds
    while True:
        try:
            conn.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(RETRY_SECONDS)
        else:
            return


def as_it_lies(path: Path) -> Database:
    """Open for reading from a disk that cannot be written. Raises sqlite3.Error and StoreError.

    The newest commits lie in the write-ahead log; it is readable only together with its index.
    Where the log is empty, the file itself is whole and may be read as unchanging
    (sqlite.org/wal.html, "Read-Only Databases").
    """
    database_file.must_be_whole(path)
    log = path.with_name(path.name + "-wal")
    unchanging = "" if log.exists() and log.stat().st_size else "&immutable=1"
    conn = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro{unchanging}", uri=True)
    return Database(conn, recursive_triggers=False, execute_plugins=False)


def migrate(db: Database) -> None:
    """Bring the tables up to date, in one transaction that other connections wait for."""
    if not migrations.pending(db):
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(db)
        db.conn.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def is_newer(db: Database) -> bool:
    """Whether a later release has gone further with the tables than this one knows how."""
    known = {migration.name for migration in migrations.pending(_blank())}
    return not {migration.name for migration in migrations.applied(db)} <= known


def _blank() -> Database:
    return Database(sqlite3.connect(":memory:"), execute_plugins=False)

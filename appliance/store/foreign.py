"""A database from elsewhere, looked at before a row of it is used: made as ours, and no larger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database, Migrations

from appliance.core.model.ids import SmsState
from appliance.store.migrations import migrations
from appliance.store.troubles import DAMAGED, StoreError

NEWER = (
    "The backup was made by a newer version of Sentralbord. Update this box, then restore again."
)
FOREIGN = "The database in the backup is not as any version of Sentralbord makes it: {name}."
TOO_LARGE = "The database in the backup holds more than any office has: {what}."
ELSEWHERE = (
    "The database in the backup names a recording {name}, which would lie elsewhere than among "
    "the recordings. Nothing was restored."
)

LARGEST_ROW = 16 * 1024 * 1024
LONGEST_SQL = 64 * 1024
STEPS_OF_SCHEMA = 100_000
"""SQLite holds all that it reads of a schema; ours takes it some hundred steps of its machine."""
NAMES_TOLD, LONGEST_NAME = 3, 40
MOST_ROWS, MOST_BYTES = 100_000, 128 * 1024 * 1024
OWED = (SmsState.QUEUED, SmsState.SENDING, SmsState.MAYBE, SmsState.FAILED)
HELD_WHOLE = {
    "outbox": f"state IN {tuple(map(str, OWED))} AND NOT settled",
    **dict.fromkeys(("presence", "greetings", "calendars", "sms_stops", "days_seen"), "1"),
    **dict.fromkeys(("drafts", "trials", "failures", "runs", "accounts", "web_secrets"), "1"),
}
"""The tables that a start or a page reads as a whole, and which of their rows."""
RECORDINGS = ("messages", "greetings", "call_recordings")

Made = dict[tuple[str, str], str]
"""Type and name of each table and index, and the words that make it."""


@contextmanager
def opened_warily(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a database that is made as this version or an older one makes its own.

    Until that is known nothing in it is asked: views, triggers, checks, and generated columns
    would be its own code (sqlite.org/security.html). Raises StoreError and sqlite3.Error.
    """
    with closing(sqlite3.connect(file)) as conn:
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_ROW)
        conn.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, LONGEST_SQL)
        try:
            _check_schema(conn)
            conn.execute("PRAGMA trusted_schema=OFF")
            yield conn
        except sqlite3.DataError as error:  # SQLITE_TOOBIG
            raise StoreError(TOO_LARGE.format(what="a row of more than 16 MB")) from error


def check_contents(conn: sqlite3.Connection) -> None:
    """Look through an up-to-date database. Raises StoreError for what ours would not hold."""
    for table, which in HELD_WHOLE.items():
        _check_size(conn, table, which)
    for table in RECORDINGS:
        _check_recordings(conn, table)


def _check_schema(conn: sqlite3.Connection) -> None:
    conn.set_progress_handler(lambda: True, STEPS_OF_SCHEMA)
    try:
        _check_made(conn)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        raise StoreError(TOO_LARGE.format(what="its tables")) from error
    finally:
        conn.set_progress_handler(None, 0)


def _check_made(conn: sqlite3.Connection) -> None:
    found = _made(conn)
    if not found:
        raise StoreError(DAMAGED)
    ledger = _made_by(())
    _refuse({key for key in ledger if found.get(key) != ledger[key]})
    ours = Database(conn, execute_plugins=False)
    applied = [step.name for step in migrations.applied(ours)]
    if not applied:
        raise StoreError(DAMAGED)
    if not {*applied} <= {step.name for step in migrations.pending(_empty())}:
        raise StoreError(NEWER)
    known = _made_by(applied)
    _refuse({key for key in {*found, *known} if found.get(key) != known.get(key)})


def _refuse(strange: Iterable[tuple[str, str]]) -> None:
    names = sorted(f"{kind} {name}"[:LONGEST_NAME] for kind, name in strange)
    if names:
        more = ", ..." if len(names) > NAMES_TOLD else ""
        shown = ", ".join(ascii(name)[1:-1] for name in names[:NAMES_TOLD])
        raise StoreError(FOREIGN.format(name=shown + more))


def _made_by(steps: Iterable[str]) -> Made:
    """What these steps make, in the order in which the other box went through them."""
    ours = {step.name: step for step in migrations.pending(_empty())}
    same = Migrations(migrations.name)
    for name in steps:
        same(name=name)(ours[name].fn)
    with closing(sqlite3.connect(":memory:")) as conn:
        same.apply(Database(conn, execute_plugins=False))
        return _made(conn)


def _made(conn: sqlite3.Connection) -> Made:
    made: Made = {}
    for kind, name, sql in conn.execute("SELECT type, name, sql FROM sqlite_master"):
        key = str(kind), str(name)
        made[key] = made.get(key, "") + _plain(sql or "")
    return made


def _plain(sql: str) -> str:
    """The words without what a version of SQLite writes in another way."""
    return "".join(letter for letter in sql if not letter.isspace() and letter not in '"[]`')


def _check_size(conn: sqlite3.Connection, table: str, which: str) -> None:
    names = [row[1] for row in conn.execute(f'PRAGMA table_info("{table}")')]
    size = " + ".join(f'ifnull(length(CAST("{name}" AS BLOB)), 0)' for name in names)
    rows, octets = conn.execute(
        f"SELECT count(*), total({size}) FROM "
        f"(SELECT * FROM {table} WHERE {which} LIMIT {MOST_ROWS + 1})"
    ).fetchone()
    if rows > MOST_ROWS or octets > MOST_BYTES:
        raise StoreError(TOO_LARGE.format(what=table))


def _check_recordings(conn: sqlite3.Connection, table: str) -> None:
    elsewhere = conn.execute(
        f"SELECT recording FROM {table} WHERE recording IN ('', '.', '..') "
        "OR instr(recording, '/') OR instr(recording, char(0)) LIMIT 1"
    ).fetchone()
    if elsewhere:
        raise StoreError(ELSEWHERE.format(name=ascii(elsewhere[0][:LONGEST_NAME])))


def _empty() -> Database:
    return Database(sqlite3.connect(":memory:"), execute_plugins=False)

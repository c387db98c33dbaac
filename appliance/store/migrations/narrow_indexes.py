"""Indexes of the few rows that are asked for again and again among those of years."""

from __future__ import annotations

from sqlite_utils import Database

from appliance.store.migrations import migrations

INDEXES = (
    "CREATE INDEX few_pieces ON inbox (pieces = '')",
    "CREATE INDEX few_recordings ON messages (recording) WHERE recording IS NOT NULL",
    "CREATE INDEX few_unheard ON messages (client)"
    " WHERE recording IS NOT NULL AND heard_at IS NULL",
    "CREATE INDEX calls_of_client ON calls (client)",
)
"""SQLite uses one where a question has its very words (sqlite.org/partialindex.html, section 3)."""


@migrations()
def m060_narrow_indexes(db: Database) -> None:
    """What a start, the page and the staff line ask, without a look at all the rows."""
    for index in INDEXES:
        db.execute(index)


@migrations()
def m090_calls_of_a_client_in_time(db: Database) -> None:
    """A firm's calls, page by page, in the order of the time that is shown."""
    db.execute("DROP INDEX IF EXISTS calls_of_client")
    db.execute("CREATE INDEX calls_of_client_in_time ON calls (client, started)")

"""Spoken messages as the page lists them: what is left to hear, and what was heard before."""

from __future__ import annotations

from collections.abc import Iterable

from appliance.core.model.billing import SELFTEST
from appliance.store.rows import Row
from appliance.store.store import Store

PAGE = 30
MOST_UNHEARD = 200
OF_SELFTESTS = f"""
    client IS '{SELFTEST}' AND NOT EXISTS (
        SELECT 1 FROM calls WHERE calls.id = messages.call AND dialled NOT LIKE '{SELFTEST}-%'
    )
"""
"""What the box has said to itself waits for nobody's ear; a firm may have that id."""


class SpokenMessages:
    """Reads the messages that have a sound; every method raises StoreError, as Store does."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def unheard(self) -> list[Row]:
        """Those that nobody has heard, newest first; the plus is for the index of the unheard."""
        return self._rows("heard_at IS NULL ORDER BY +rowid DESC LIMIT ?", MOST_UNHEARD)

    def heard(self, before: int) -> list[Row]:
        """Up to PAGE that were heard, newest first, older than the row `before` (0: all)."""
        older = "AND +rowid < ?" if before else "AND ? = 0"
        return self._rows(
            f"heard_at IS NOT NULL {older} ORDER BY +rowid DESC LIMIT ?", before, PAGE
        )

    def one(self, id: str) -> Row | None:
        """A message that has a sound; None if there is none of this id."""
        return next(iter(self._rows("id = ?", id)), None)

    def of_calls(self, calls: Iterable[str]) -> dict[str, str]:
        """The message that was spoken in each of these calls that has one."""
        wanted = list(calls)
        marks = ", ".join("?" * len(wanted))
        rows = self._rows(f"id IN ({marks})", *wanted)
        return {row["call"]: row["id"] for row in rows}

    def _rows(self, which: str, *values: object) -> list[Row]:
        real = f"recording IS NOT NULL AND NOT ({OF_SELFTESTS})"
        sql = f"SELECT rowid AS row, * FROM messages WHERE {real} AND {which}"
        return self._store.query(sql, *values)

"""Who changed and who read what by the page: a log in which nothing is changed, only forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from appliance.store.rows import Row, instant
from appliance.store.store import Store

PAGE = """
SELECT * FROM audit WHERE (?1 = '' OR account = ?1) AND (?2 = 0 OR id < ?2)
ORDER BY id DESC LIMIT ?3
"""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One deed. `action` is a key such as "account.added"; `subject` names what it was done to."""

    at: datetime
    account: str
    address: str
    action: str
    subject: str = ""
    detail: str = ""
    id: int = 0


class AuditLog:
    """Adds to the log and reads it; every method raises StoreError, as those of Store do."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, entry: AuditEntry, kept: timedelta | None = None) -> None:
        """Write a deed down; those that are older than `kept` (none: however old) are forgotten."""
        words = ("account", "address", "action", "subject", "detail")
        row = {name: getattr(entry, name).encode("utf-8", "replace").decode() for name in words}
        with self._store.transaction() as db:
            if kept is not None:
                db.table("audit").delete_where("at < ?", [instant(entry.at - kept)])
            db.table("audit").insert(row | {"at": instant(entry.at)})

    def page(self, limit: int, *, account: str = "", before: int = 0) -> list[AuditEntry]:
        """The newest deeds, of one account or of all; `before`: only those with a lower id."""
        rows = self._store.query(PAGE, account, before, limit)
        return list(map(_entry, rows))

    def was_noted(self, account: str, action: str, subject: str, since: datetime) -> bool:
        """Tell whether the same deed was written down after `since`."""
        sql = """SELECT 1 FROM audit WHERE account = ? AND at >= ? AND action = ? AND subject = ?
        LIMIT 1"""
        return bool(self._store.query(sql, account, instant(since), action, subject))


def _entry(row: Row) -> AuditEntry:
    return AuditEntry(**row | {"at": datetime.fromisoformat(row["at"])})

"""Tries to log in as rows: what the rules of waiting must know of the past."""

from __future__ import annotations

from datetime import datetime, timedelta

from appliance.core.accounts import FAMILIAR, wait_until
from appliance.store.rows import Row, instant
from appliance.store.store import Store

WINDOW = timedelta(hours=1)
KEPT = timedelta(days=90)
LAST_SUCCESS = "SELECT max(at) AS at FROM log_ins WHERE succeeded AND account = ? AND address = ?"
OF_ADDRESS = "SELECT at FROM log_ins WHERE NOT succeeded AND address = ? AND at > ?"
OF_ACCOUNT = "SELECT at FROM log_ins WHERE NOT succeeded AND account = ? AND at > ?"
OF_BOTH = OF_ACCOUNT + " AND address = ?"


class LogIns:
    """Keeps tries and says who must wait; every method raises StoreError, as those of Store do."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, account: str, address: str, succeeded: bool, now: datetime) -> None:
        """Write a try down; those of three months ago are forgotten."""
        row = {"at": instant(now), "account": account, "address": address}
        with self._store.transaction() as db:
            db.table("log_ins").delete_where("at < ?", [instant(now - KEPT)])
            db.table("log_ins").insert(row | {"succeeded": int(succeeded)})

    def must_wait(self, account: str, address: str, now: datetime) -> timedelta | None:
        """How long the next try of this account from this address must wait; None: not at all.

        Guesses from elsewhere do not hold up an address from which the account came in lately.
        """
        since = instant(now - WINDOW)
        last = self._store.query(LAST_SUCCESS, account, address)[0]["at"] or ""
        if last > instant(now - FAMILIAR):
            tries = self._store.query(OF_BOTH, account, max(since, last), address)
        else:
            tries = self._store.query(OF_ACCOUNT, account, since)
        by_address = self._store.query(OF_ADDRESS, address, max(since, last))
        waits = [wait_until(_times(failures)) for failures in (tries, by_address)]
        until = max((wait for wait in waits if wait), default=now)
        return until - now if until > now else None


def _times(rows: list[Row]) -> list[datetime]:
    return [datetime.fromisoformat(row["at"]) for row in rows]

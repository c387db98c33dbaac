"""Who is logged in to the page: sessions as rows, found by the hash of the browser's token."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from appliance.core.desk.accounts import Account
from appliance.store.rows import instant
from appliance.store.store import Store
from appliance.store.web.accounts import account_of

TOKEN_BYTES = 32
LONGEST = timedelta(days=31)
"""No session lives longer, whatever its owner's role."""

FIND = """
SELECT accounts.*, opened_at, seen_at, data FROM sessions
JOIN accounts ON accounts.name = sessions.account WHERE token = ?
"""


@dataclass(frozen=True, slots=True)
class WebSession:
    """A log-in: whose, since when, when last used, and what it holds."""

    account: Account
    opened_at: datetime
    seen_at: datetime
    data: dict[str, Any]


class WebSessions:
    """Reads and writes sessions; every method raises StoreError, as those of Store do."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, account: str, data: Mapping[str, object], now: datetime) -> str:
        """Open a session and return its token, which is kept nowhere; sweep old ones away."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        at = instant(now)
        row = {"token": _hash(token), "account": account, "opened_at": at, "seen_at": at}
        with self._store.transaction() as db:
            db.table("sessions").delete_where("opened_at < ?", [instant(now - LONGEST)])
            db.table("sessions").insert(row | {"data": json.dumps(dict(data))})
        return token

    def find(self, token: str) -> WebSession | None:
        """The session of a token."""
        for row in self._store.query(FIND, _hash(token)):
            opened, seen = map(datetime.fromisoformat, (row["opened_at"], row["seen_at"]))
            return WebSession(account_of(row), opened, seen, json.loads(row["data"]))
        return None

    def keep(self, token: str, data: Mapping[str, object]) -> None:
        """Let a session hold something else."""
        with self._store.transaction() as db:
            values = [json.dumps(dict(data)), _hash(token)]
            db.execute("UPDATE sessions SET data = ? WHERE token = ?", values)

    def touch(self, token: str, now: datetime) -> None:
        """Note that a session was used."""
        with self._store.transaction() as db:
            values = [instant(now), _hash(token)]
            db.execute("UPDATE sessions SET seen_at = ? WHERE token = ?", values)

    def close(self, token: str) -> None:
        """Log one browser out."""
        with self._store.transaction() as db:
            db.table("sessions").delete_where("token = ?", [_hash(token)])

    def close_all_of(self, account: str) -> None:
        """Log an account out everywhere."""
        with self._store.transaction() as db:
            db.table("sessions").delete_where("account = ?", [account])


def _hash(token: str) -> str:
    # A copy of the database must not let its reader in.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()

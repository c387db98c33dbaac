"""Tries to log in as rows: what the rules of waiting must know of the past."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from appliance.core.desk.log_in_limits import FAMILIAR, WINDOW, Failures, Past, Proof, wait_until
from appliance.store.rows import instant
from appliance.store.store import Store

KEPT = timedelta(days=90)
FAILED = "SELECT count(*) AS count, max(at) AS last FROM log_ins WHERE NOT succeeded AND at > ?"
SUCCEEDED = "SELECT max(at) AS last FROM log_ins WHERE succeeded AND at > ?"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a try comes from: its address, and what its browser was given at a log-in, or ""."""

    address: str
    device: str = ""


class MustWait(Exception):
    """The try is not heard, and leaves nothing behind."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"The next try is heard in {wait}.")
        self.wait = wait


class LogIns:
    """Keeps tries and says who must wait; every method raises StoreError, as those of Store do."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def claim(self, proof: Proof, account: str, place: Place, now: datetime) -> int:
        """Count a try as wrong before it is looked at, so that many at once win no more tries.

        Returns its number, for `forgive`. Raises MustWait.
        """
        kept = _Kept(self._store, proof, account, place, now)
        with self._store.transaction() as db:
            until = wait_until(proof, kept.past())
            if until and until > now:
                raise MustWait(until - now)
            db.table("log_ins").delete_where("at < ?", [instant(now - KEPT)])
            row = {"at": instant(now), "account": kept.counted_as, "address": place.address}
            row |= {"device": kept.device}
            number: Any = db.table("log_ins").insert(row | {"succeeded": 0}).last_pk
            return int(number)

    def forgive(self, number: int) -> None:
        """The try was right."""
        with self._store.transaction() as db:
            db.table("log_ins").delete(number)

    def came_in(self, account: str, place: Place, now: datetime) -> None:
        """Somebody has proved who they are; from now on this place is known as theirs."""
        row = {"at": instant(now), "account": account, "address": place.address}
        with self._store.transaction() as db:
            db.table("log_ins").insert(row | {"device": _hash(place.device), "succeeded": 1})


class _Kept:
    """What the rows say about one try."""

    def __init__(
        self, store: Store, proof: Proof, account: str, place: Place, now: datetime
    ) -> None:
        self._store, self._proof, self._account, self._place = store, proof, account, place
        self._familiar, self._window = instant(now - FAMILIAR), instant(now - WINDOW)
        self.counted_as = account if proof is Proof.PASSWORD else f"{account} ({proof})"
        by_browser = self._last("device = ?", _hash(place.device)) if place.device else ""
        self.device = _hash(place.device) if by_browser else ""
        """The browser, where the account is known to come in by it."""
        self._since = by_browser or self._last("address = ?", place.address)

    def past(self) -> Past:
        """The wrong tries that bear on this one."""
        address, at_browser = self._place.address, "account = ? AND device = ?"
        own = (
            self._failures(at_browser, self.counted_as, self.device)
            if self.device
            else self._failures(f"{at_browser} AND address = ?", self.counted_as, "", address)
        )
        of_account = self._failures("account = ?", self.counted_as, since=self._window)
        of_address = self._failures("address = ?", address, since=self._window)
        return Past(own, of_account, of_address, bool(self._since))

    def _last(self, where: str, value: str) -> str:
        """When the account last came in there; a code may be entered by whoever has any account."""
        values = [value]
        if self._proof is not Proof.CODE:
            where, values = f"{where} AND account = ?", [value, self._account]
        (row,) = self._store.query(f"{SUCCEEDED} AND {where}", self._familiar, *values)
        return row["last"] or ""

    def _failures(self, where: str, *values: str, since: str = "") -> Failures:
        since = since or max(self._window, self._since)
        (row,) = self._store.query(f"{FAILED} AND {where}", since, *values)
        last = row["last"] and datetime.fromisoformat(row["last"])
        return Failures(row["count"], last or None)


def _hash(device: str) -> str:
    # A copy of the database must not make its reader known.
    return hashlib.sha256(device.encode("utf-8", "replace")).hexdigest()[:32] if device else ""

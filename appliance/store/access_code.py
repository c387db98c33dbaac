"""The one-time code on the display that lets somebody make an installer's account."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from appliance.store.rows import instant
from appliance.store.store import Store

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
"""No vowels, hence no words, and nothing that looks like something else on a small display."""

LENGTH = 8
TRIES = 10
LIFETIME = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class AccessCode:
    """A code as the display shows it, such as "7KDR-M4TW", and when it ceases to hold."""

    code: str
    expires_at: datetime


class AccessCodes:
    """Makes and redeems the code; every method raises StoreError, as those of Store do."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def make(self, now: datetime, lifetime: timedelta = LIFETIME) -> AccessCode:
        """Make a code; the one before it ceases to hold. Only the caller ever knows it."""
        letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        row = {"id": 1, "hash": _hash(letters), "tries_left": TRIES, "made_at": instant(now)}
        with self._store.transaction() as db:
            db.table("access_code").upsert(row | {"expires_at": instant(now + lifetime)}, pk="id")
        return AccessCode(f"{letters[:4]}-{letters[4:]}", now + lifetime)

    def is_open(self, now: datetime) -> bool:
        """Tell whether there is a code that can be entered."""
        sql = "SELECT 1 FROM access_code WHERE tries_left > 0 AND expires_at > ?"
        return bool(self._store.query(sql, instant(now)))

    def matches(self, entered: str, now: datetime) -> bool:
        """Tell whether this is the code; a wrong one costs one of its few tries.

        Compared in constant time. `spend` ends a code that has served.
        """
        with self._store.transaction() as db:
            sql = "SELECT hash FROM access_code WHERE tries_left > 0 AND expires_at > ?"
            row = next(iter(db.query(sql, [instant(now)])), None)
            right = hmac.compare_digest(_hash(_letters(entered)), row["hash"] if row else "")
            if row and not right:
                db.execute("UPDATE access_code SET tries_left = tries_left - 1")
            return right

    def spend(self) -> None:
        """The code has served: it is good for nothing more."""
        with self._store.transaction() as db:
            db.table("access_code").delete_where()


def _letters(entered: str) -> str:
    return "".join(letter for letter in entered.upper() if letter in ALPHABET)


def _hash(letters: str) -> str:
    return hashlib.sha256(letters.encode()).hexdigest()

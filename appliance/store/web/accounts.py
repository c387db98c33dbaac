"""The accounts of the page as rows: people, their roles, and the hashes of their passwords."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from appliance.core.desk.accounts import Account, Role
from appliance.store.rows import Row, instant
from appliance.store.store import Store

SECRETS = ("password", "totp", "totp_used")


class NameTaken(ValueError):
    """Another account has that name."""


class Accounts:
    """Reads and writes accounts; every method raises StoreError, as those of Store do."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Account]:
        """Every account, by name."""
        return list(map(account_of, self._store.query("SELECT * FROM accounts ORDER BY name")))

    def find(self, name: str) -> Account | None:
        """The account of that name, written in any case."""
        rows = self._store.query("SELECT * FROM accounts WHERE name = ?", name.casefold())
        return account_of(rows[0]) if rows else None

    def add(self, account: Account, password: str) -> None:
        """Add an account with the hash of its password. Raises NameTaken."""
        with self._store.transaction() as db:
            if list(db.query("SELECT 1 FROM accounts WHERE name = ?", [account.name])):
                raise NameTaken(account.name)
            secrets = {"password": password, "totp": "", "totp_used": 0}
            db.table("accounts").insert(row_of(account) | secrets)

    def change(self, account: Account) -> None:
        """Lay new facts over an account; its secrets stay."""
        with self._store.transaction() as db:
            db.table("accounts").update(account.name, row_of(account))

    def remove(self, name: str) -> None:
        """Remove an account, and log it out everywhere."""
        with self._store.transaction() as db:
            db.table("accounts").delete_where("name = ?", [name])

    def password(self, name: str) -> str:
        """The hash of the password; "" for none and for nobody."""
        return str(self._secret(name, "password"))

    def set_password(self, name: str, password: str, *, must_change: bool) -> None:
        """Keep the hash of a new password; `must_change`: somebody else has chosen it."""
        values = {"password": password, "must_change": int(must_change)}
        with self._store.transaction() as db:
            db.table("accounts").update(name, values)

    def totp(self, name: str) -> str:
        """The secret of the second factor (RFC 6238), Base32; "" for none."""
        return str(self._secret(name, "totp"))

    def set_totp(self, name: str, secret: str) -> None:
        """Turn the second factor on, or, with "", off."""
        with self._store.transaction() as db:
            db.table("accounts").update(name, {"totp": secret, "totp_used": 0})

    def spend_totp(self, name: str, step: int) -> bool:
        """Use up the code of a time step; False where it or a later one was used before."""
        with self._store.transaction() as db:
            spent = db.execute(
                "UPDATE accounts SET totp_used = ? WHERE name = ? AND totp_used < ?",
                [step, name, step],
            )
            return bool(spent.rowcount)

    def _secret(self, name: str, column: str) -> object:
        assert column in SECRETS
        rows = self._store.query(f"SELECT {column} FROM accounts WHERE name = ?", name)
        return rows[0][column] if rows else ""


def account_of(row: Row) -> Account:
    """The account of a row. Raises ValueError for a role that does not exist."""
    expires = row["expires_at"]
    return Account(
        name=row["name"],
        full_name=row["full_name"],
        role=Role(row["role"]),
        language=row["language"],
        expires_at=datetime.fromisoformat(expires) if expires else None,
        closed=bool(row["closed"]),
        must_change=bool(row["must_change"]),
        second_factor=bool(row["totp"]),
    )


def row_of(account: Account) -> Row:
    """The columns of an account that are no secrets."""
    row = asdict(account)
    del row["second_factor"]
    row["role"] = account.role.value
    row["expires_at"] = instant(account.expires_at) if account.expires_at else None
    row["closed"], row["must_change"] = int(account.closed), int(account.must_change)
    return row

"""The tables of the configuration page: accounts, sessions, log-ins, and who did what."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey

from appliance.store.migrations import migrations


@migrations()
def m020_accounts(db: Database) -> None:
    """Who may log in; `password` is an Argon2 hash, `totp` a shared secret or empty."""
    texts = ("name", "full_name", "role", "language", "password", "totp", "expires_at")
    columns: dict[str, type] = dict.fromkeys(texts, str)
    columns |= {"closed": int, "must_change": int, "totp_used": int}
    known = set(columns) - {"expires_at"}
    db.table("accounts").create(columns, pk="name", not_null=known, strict=True)


@migrations()
def m021_sessions(db: Database) -> None:
    """Who is logged in; `token` is the hash of what the browser holds, `data` is JSON."""
    columns = dict.fromkeys(("token", "account", "opened_at", "seen_at", "data"), str)
    of_account = [ForeignKey("sessions", "account", "accounts", "name", on_delete="CASCADE")]
    db.table("sessions").create(
        columns, pk="token", not_null=set(columns), foreign_keys=of_account, strict=True
    )


@migrations()
def m022_log_ins(db: Database) -> None:
    """Every try to log in that was heard, whether it succeeded or not."""
    columns = {"id": int, "at": str, "account": str, "address": str, "succeeded": int}
    db.table("log_ins").create(columns, pk="id", not_null=set(columns), strict=True)
    for name in ("account", "address"):
        db.table("log_ins").create_index([name, "at"])


@migrations()
def m023_audit(db: Database) -> None:
    """Who changed and who read what, by the page; nothing in it is ever changed."""
    columns: dict[str, type] = {"id": int}
    columns |= dict.fromkeys(("at", "account", "address", "action", "subject", "detail"), str)
    db.table("audit").create(columns, pk="id", not_null=set(columns), strict=True)
    db.table("audit").create_index(["account", "at"])


@migrations()
def m024_web_secrets(db: Database) -> None:
    """What the page signs with, made by the box itself and never shown."""
    columns = {"name": str, "value": str}
    db.table("web_secrets").create(columns, pk="name", not_null=set(columns), strict=True)


@migrations()
def m025_age_of_the_audit(db: Database) -> None:
    """What is older than the settings allow is found without reading all of it."""
    db.table("audit").create_index(["at"])


@migrations()
def m026_browsers_of_log_ins(db: Database) -> None:
    """By which browser somebody came in, as a hash of what it holds; "" for one not known."""
    db.table("log_ins").add_column("device", str, not_null_default="")
    for name in ("device", "at"):
        db.table("log_ins").create_index([name])

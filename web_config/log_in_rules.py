"""What a log-in costs and leaves behind: waiting after wrong tries, the log, and a new session."""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import UTC, datetime

from flask import abort, request
from flask_babel import gettext as _

from appliance.core.accounts import Account
from appliance.store.log_ins import LogIns
from web_config import audit
from web_config.languages import LANGUAGES
from web_config.sessions import current
from web_config.stores import store


def visitor() -> str:
    """Return the address that wrong tries are counted by; of IPv6 the network (RFC 6177)."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped or ipaddress.IPv6Network((address, 64), strict=False))


def stop_guessing(name: str) -> None:
    """Refuse the request (429) while this name or this visitor must wait."""
    wait = LogIns(store()).must_wait(name, visitor(), datetime.now(UTC))
    if wait:
        minutes = int(wait.total_seconds() // 60) + 1
        abort(429, _("Too many wrong tries. Wait %(minutes)s min and try again.", minutes=minutes))


def note_failure(name: str, account: Account | None) -> None:
    """Keep a wrong try; what is no account's name may be a password, so it is not written down."""
    LogIns(store()).note(name, visitor(), False, datetime.now(UTC))
    audit.changed("log_in.refused", account.name if account else "?", who="?")


def counted_as(name: str, account: Account | None) -> str:
    """Return the name under which tries are counted: nobody can tell which accounts exist."""
    if account:
        return account.name
    return "?" + hashlib.sha256(name.casefold().encode("utf-8", "replace")).hexdigest()[:16]


def let_in(account: Account, how: str = "log_in.accepted") -> None:
    """Begin the session of somebody who has proved who they are."""
    LogIns(store()).note(account.name, visitor(), True, datetime.now(UTC))
    current().belong_to(account)
    audit.changed(how, account.name, who=account.name)


def pick_language(language: str) -> None:
    """Show a stranger the page in another language until they log in."""
    if language in LANGUAGES:
        current()["language"] = language

"""Who changed and who read what: writing it down, and the page that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, g, render_template, request
from flask_babel import lazy_gettext as _l

from appliance.store.web.audit_log import AuditEntry, AuditLog
from web_config.ground import arguments
from web_config.ground.settings_in_force import directory
from web_config.ground.stores import store
from web_config.kit.access import Role, requires

blueprint = Blueprint("audit", __name__, url_prefix="/audit")

ROWS = 100
SAME_READING = timedelta(minutes=10)
"""Whoever looks at the same thing again and again is written down once in so long."""

WORDS: dict[str, Any] = {}
"""Action -> what a person reads for it."""


def tell_as(words: Mapping[str, Any]) -> None:
    """Say in what (lazily translated) words the actions of a room are shown."""
    WORDS.update(words)


def changed(action: str, subject: str = "", detail: str = "", *, who: str = "") -> None:
    """Write down that whoever asks (or `who`) did something, such as "account.added"."""
    AuditLog(store()).add(_entry(action, subject, detail, who), kept())


def was_read(action: str, subject: str = "") -> None:
    """Write down that whoever asks read something that is not for everybody's eyes."""
    entry = _entry(action, subject, "", "")
    log = AuditLog(store())
    if not log.was_noted(entry.account, action, subject, entry.at - SAME_READING):
        log.add(entry, kept())


def kept() -> timedelta:
    """Return how long deeds are kept, by the settings in force."""
    return timedelta(days=directory().office.audit_days)


def _entry(action: str, subject: str, detail: str, who: str) -> AuditEntry:
    account = who or (g.account.name if g.get("account") else "")
    address = request.remote_addr or ""
    return AuditEntry(datetime.now(UTC), account, address, action, subject, detail)


tell_as({"audit.read": _l("Read who did what")})


@blueprint.get("/")
@requires(Role.SUPERIOR)
def page() -> str:
    """Show the newest deeds, of everybody or of one account."""
    account = request.args.get("account", "")
    before = arguments.row("before")
    entries = AuditLog(store()).page(ROWS + 1, account=account, before=before)
    was_read("audit.read", account)
    return render_template(
        "kit/audit.html",
        entries=entries[:ROWS],
        words=WORDS,
        account=account,
        days=kept().days,
        older=entries[ROWS - 1].id if len(entries) > ROWS else 0,
    )

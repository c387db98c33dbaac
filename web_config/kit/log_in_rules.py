"""What a log-in costs and leaves behind: waiting after wrong tries, the log, and a new session."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime
from functools import partial

from flask import Response, abort, after_this_request, current_app, request
from flask_babel import gettext as _

from appliance.core.desk.accounts import Account
from appliance.core.desk.log_in_limits import FAMILIAR, Proof
from appliance.store.web.log_ins import LogIns, MustWait, Place
from web_config.ground.places import counted_as
from web_config.ground.sessions import current
from web_config.ground.stores import store
from web_config.kit import audit
from web_config.words.languages import LANGUAGES

LONGEST_COOKIE = 64


def visitor() -> str:
    """Return the address that wrong tries are counted by."""
    return counted_as(request.remote_addr or "")


def place() -> Place:
    """Return where the request comes from, and the browser as the box knows it."""
    return Place(visitor(), request.cookies.get(browser_cookie(), "")[:LONGEST_COOKIE])


def heard(proof: Proof, name: str) -> int:
    """Count a try, which `right` takes back; refuse the request (429) while it must wait."""
    try:
        return LogIns(store()).claim(proof, name, place(), datetime.now(UTC))
    except MustWait as early:
        minutes = int(early.wait.total_seconds() // 60) + 1
        abort(429, _("Too many wrong tries. Wait %(minutes)s min and try again.", minutes=minutes))


def right(number: int) -> None:
    """Take a try back that was no wrong one."""
    LogIns(store()).forgive(number)


def write_down(account: Account | None) -> None:
    """Write down a wrong try; what is no account's name may be a password, so it is left out."""
    audit.changed("log_in.refused", account.name if account else "?", who="?")


def tried_as(name: str, account: Account | None) -> str:
    """Return the name under which tries are counted: nobody can tell which accounts exist."""
    if account:
        return account.name
    return "?" + hashlib.sha256(name.casefold().encode("utf-8", "replace")).hexdigest()[:16]


def let_in(account: Account, how: str = "log_in.accepted") -> None:
    """Begin the session of somebody who has proved who they are, and know the browser again."""
    known = Place(visitor(), place().device or secrets.token_urlsafe(16))
    LogIns(store()).came_in(account.name, known, datetime.now(UTC))
    current().belong_to(account)
    audit.changed(how, account.name, who=account.name)
    after_this_request(partial(keep_browser, known.device))


def keep_browser(device: str, response: Response) -> Response:
    """Give the browser what it is known by; it opens nothing, and outlasts the session."""
    response.set_cookie(
        browser_cookie(),
        device,
        max_age=FAMILIAR,
        path="/",
        secure=current_app.extensions["site"].secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def browser_cookie() -> str:
    """Return the name of the cookie by which a browser is known (RFC 6265bis, `__Host-`)."""
    prefix = "__Host-" if current_app.extensions["site"].secure else ""
    return f"{prefix}sentralbord-browser"


def pick_language(language: str) -> None:
    """Show a stranger the page in another language until they log in."""
    if language in LANGUAGES:
        current()["language"] = language

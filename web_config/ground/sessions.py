"""Sessions: a stranger's is a signed cookie, that of somebody logged in lies in the store."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from flask import Flask, Request, Response, g
from flask import session as flask_session
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import CallbackDict
from werkzeug.sansio.http import parse_cookie

from appliance.core.desk.accounts import SESSION_LIMITS, Account
from appliance.store.troubles import StoreError
from appliance.store.web.sessions import WebSession, WebSessions
from web_config.ground.stores import sessions

STRANGERS_HOURS = 24
TOUCHED = timedelta(minutes=1)
"""How exactly the last use of a session is known: a memory card does not like to be written."""

LOGGED_IN, STRANGER = "s.", "a."
LOOPBACK = ("127.0.0.1", "::1")


class PageSession(CallbackDict[str, Any], SessionMixin):
    """What Flask and its extensions know as `session`.

    `account` is who is logged in, as the store knew it when the request came.
    """

    def __init__(self, data: dict[str, Any], token: str = "", account: Account | None = None):
        super().__init__(data, lambda changed: setattr(changed, "modified", True))
        self.modified = False
        self.token, self.account = token, account
        self.changed_hands = False

    def belong_to(self, account: Account) -> None:
        """Begin anew as the session of `account`; of before, only the language is taken over.

        Raises StoreError.
        """
        data = {"csrf_token": secrets.token_hex(20), "language": self.get("language", "")}
        self._end()
        self.token = sessions().open(account.name, data, datetime.now(UTC))
        self.update(data)
        self.account = account
        self.modified = False

    def end(self) -> None:
        """Log out."""
        self._end()
        self.account = None

    def _end(self) -> None:
        if self.token:
            sessions().close(self.token)
        self.token = ""
        self.clear()
        self.changed_hands = True


def current() -> PageSession:
    """Return the session of this request."""
    return cast(PageSession, flask_session)


class PageSessions(SessionInterface):
    """Opens the session of each request, and keeps it where it belongs.

    `secure`: the cookie goes over HTTPS only, and to this very host (RFC 6265bis, `__Host-`).
    """

    def __init__(self, secure: bool) -> None:
        self._secure = secure
        self.cookie = "__Host-sentralbord" if secure else "sentralbord"

    def open_session(self, app: Flask, request: Request) -> PageSession:
        """Return the session that the request's cookie names, or an empty one."""
        if request.path.startswith(f"{app.static_url_path}/"):
            return PageSession({})
        value = request.cookies.get(self.cookie, "")
        if value.startswith(LOGGED_IN):
            return self._stored(app, value.removeprefix(LOGGED_IN), request)
        return PageSession(self._signed(app, value.removeprefix(STRANGER)))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep what has changed; a browser gets a cookie only when its own is of no use."""
        assert isinstance(session, PageSession)
        if session.token and session.changed_hands:
            self._set(response, LOGGED_IN + session.token)
        elif not session.token and session.modified:
            self._set(response, STRANGER + str(_signer(app).dumps(dict(session))))
        if session.token and session.modified:
            try:
                sessions().keep(session.token, session)
            except StoreError as trouble:  # a message or a form's token is lost: no harm
                app.logger.warning("A session was not kept: %s", trouble)

    def _set(self, response: Response, value: str) -> None:
        response.set_cookie(
            self.cookie, value, path="/", secure=self._secure, httponly=True, samesite="Lax"
        )

    def _stored(self, app: Flask, token: str, request: Request) -> PageSession:
        now = datetime.now(UTC)
        try:
            found = sessions().find(token)
            if found is None:
                return PageSession({})
            if is_over(found, now):
                sessions().close(token)
                g.session_over = True
                return PageSession({})
            if now - found.seen_at > TOUCHED and not is_stream(request):
                touch(app, token, now)
        except StoreError as trouble:
            g.store_trouble = trouble  # a page says it; here it would be a bare error
            return PageSession({})
        return PageSession(found.data, token, found.account)

    def _signed(self, app: Flask, value: str) -> dict[str, Any]:
        try:
            data = _signer(app).loads(value, max_age=STRANGERS_HOURS * 3600)
        except BadSignature:
            return {}
        return data if isinstance(data, dict) else {}


def knows(app: Flask, open_door: bool) -> Callable[[str, str], bool]:
    """Return what tells, before a request is served, whether somebody logged in asks.

    It is asked by the server's threads, outside of any request.
    """
    interface = cast(PageSessions, app.session_interface)

    def somebody(cookies: str, address: str) -> bool:
        if open_door and address in LOOPBACK:
            return True
        value = parse_cookie(cookies).get(interface.cookie, "")
        if not value.startswith(LOGGED_IN):
            return False
        try:
            with app.extensions["store"].open() as store:
                found = WebSessions(store).find(value.removeprefix(LOGGED_IN))
        except StoreError:
            return False
        return found is not None and not is_over(found, datetime.now(UTC))

    return somebody


def still_open(token: str) -> Account | None:
    """Return whose session this is, as the store knows them now; None after a log-out."""
    found = sessions().find(token)
    return None if found is None or is_over(found, datetime.now(UTC)) else found.account


def touch(app: Flask, token: str, now: datetime) -> None:
    """Note that a session was used; where the disk takes nothing, it just ends the sooner."""
    try:
        sessions().touch(token, now)
    except StoreError as trouble:
        app.logger.warning("The use of a session was not noted: %s", trouble)


def is_over(found: WebSession, now: datetime) -> bool:
    """Tell whether a session has lasted its time, or its owner has."""
    limits = SESSION_LIMITS[found.account.role]
    over = limits.over(found.opened_at, found.seen_at, now)
    return over or not found.account.usable(now)


def is_stream(request: Request) -> bool:
    """Tell a stream, which a page asks for by itself, from something that a person did."""
    return request.accept_mimetypes.best == "text/event-stream"


def _signer(app: Flask) -> URLSafeTimedSerializer:
    assert app.secret_key
    return URLSafeTimedSerializer(app.secret_key, salt="sentralbord session")

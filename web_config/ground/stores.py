"""The store as a request uses it: opened when first needed, closed when the request ends."""

from __future__ import annotations

import secrets
from pathlib import Path
from threading import Lock

from flask import Flask, current_app, g

from appliance.store.store import Store
from appliance.store.troubles import StoreError
from appliance.store.web.accounts import Accounts
from appliance.store.web.secret import web_secret
from appliance.store.web.sessions import WebSessions


class StoreOpener:
    """Opens stores, each for one thread; the first one brings the tables up to date."""

    def __init__(self, database: Path, media: Path) -> None:
        self._database, self._media = database, media
        self._migrated = False
        self._lock = Lock()

    def open(self) -> Store:
        """Open the store. Raises StoreError."""
        store = Store(self._database, self._media)
        try:
            with self._lock:
                if not self._migrated:
                    store.migrate()
                    self._migrated = True
        except BaseException:
            store.close()
            raise
        return store


def use_store(app: Flask, database: Path, media: Path) -> None:
    """Give every request of `app` its store, and the application its own signing secret."""
    opener = app.extensions["store"] = StoreOpener(database, media)
    app.teardown_appcontext(_close_store)
    try:
        with opener.open() as store:
            app.secret_key = web_secret(store, "forms")
    except StoreError as trouble:
        app.logger.warning("Forms are signed for this process only: %s", trouble)
        app.secret_key = secrets.token_urlsafe(32)


def store() -> Store:
    """Return the store of this request. Raises StoreError, which becomes a page by itself."""
    if "store" not in g:
        g.store = current_app.extensions["store"].open()
    opened: Store = g.store
    return opened


def accounts() -> Accounts:
    """Return the accounts of the page."""
    return Accounts(store())


def sessions() -> WebSessions:
    """Return the sessions of the page."""
    return WebSessions(store())


def _close_store(_: BaseException | None) -> None:
    opened: Store | None = g.pop("store", None)
    if opened:
        opened.close()

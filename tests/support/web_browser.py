"""A browser for the tests of the page: logged in as somebody, and careful with its forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from appliance.core.desk.accounts import Account, Role
from appliance.store.store import Store
from appliance.store.web.accounts import Accounts, NameTaken
from appliance.store.web.sessions import WebSessions
from web_config import create_app
from web_config.ground.certificates import Certificates
from web_config.ground.passwords import hashed
from web_config.ground.sessions import LOGGED_IN
from web_config.ground.site import Site

PASSWORD = "a password of the tests"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
OURS = "http://localhost"


class Browser(FlaskClient):
    """Sends forms as a real browser does: with our origin and the token of the page.

    `token=False` leaves the token out; `headers` take the place of our origin.
    """

    account: Account | None = None

    def post(self, *args: Any, token: bool | str = True, **kwargs: Any) -> TestResponse:
        """Send a form."""
        headers = dict(kwargs.pop("headers", {"Origin": OURS}))
        data = dict(kwargs.pop("data", None) or {})
        if token:
            data.setdefault("csrf_token", token if isinstance(token, str) else self.token())
        return super().post(*args, data=data, headers=headers, **kwargs)

    def token(self, path: str | None = None) -> str:
        """Return the token of this browser's session."""
        page = self.get(path or ("/profile/" if self.account else "/login"))
        found = TOKEN.search(page.text)
        assert found, page.text
        return found[1]

    def log_in(self, name: str, password: str = PASSWORD, **more: str) -> TestResponse:
        """Log in by the form."""
        return self.post("/login", data={"name": name, "password": password, **more})


@dataclass
class Box:
    """A page with a store of its own, and browsers for the people of its office."""

    folder: Path
    control: Path
    secure: bool = False
    open_door: bool = False
    names: tuple[str, ...] = ()
    certificates: Certificates | None = None
    device: Path | None = None
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        self.site = Site(
            control=self.control,
            database=self.folder / "sentralbord.db",
            media=self.folder / "messages",
            names=self.names,
            secure=self.secure,
            open_door=self.open_door,
            certificates=self.certificates,
            device=self.device,
        )
        self.app = create_app(self.site)
        self.app.test_client_class = Browser

    def close(self) -> None:
        """Let the application go."""
        self.app.extensions["follower"].close()

    def store(self) -> Store:
        """Open the store; whoever opens it closes it."""
        store = Store(self.site.database, self.site.media)
        store.migrate()
        return store

    def add(self, name: str, role: Role, password: str = "", **facts: Any) -> Account:
        """Give somebody an account; without a password nobody can log in to it by the form."""
        account = Account(name, facts.pop("full_name", name.title()), role, **facts)
        with self.store() as store:
            try:
                Accounts(store).add(account, hashed(password) if password else "")
            except NameTaken:
                Accounts(store).change(account)
        return account

    def stranger(self) -> Browser:
        """A browser that is not logged in."""
        browser = self.app.test_client()
        assert isinstance(browser, Browser)
        return browser

    def logged_in(self, role: Role, name: str = "", **facts: Any) -> Browser:
        """A browser of somebody with that role, logged in without the cost of a password."""
        account = self.add(name or role.value, role, **facts)
        browser = self.stranger()
        with self.store() as store:
            token = WebSessions(store).open(account.name, {}, datetime.now(UTC))
        browser.account = account
        browser.set_cookie(self.app.session_interface.cookie, LOGGED_IN + token, secure=self.secure)
        return browser

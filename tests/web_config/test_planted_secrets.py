"""No page, file, error, or form for anybody says a secret back, wherever in the box it lies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
from settings.documents import OFFICE
from store.records import call, message, sms
from support.planted import HASH, MARK, planted
from support.web_browser import Box, Browser
from support.web_routes import CHANGING, ROUTES
from werkzeug.test import TestResponse

from appliance.core.desk.accounts import Role
from appliance.store.web.accounts import Accounts
from appliance.store.web.sessions import WebSessions

LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
POSTED = "posted9x-tiger"
SECRET_FIELDS = ("password", "pin", "current", "new", "again", "passphrase", "code", "url")
FORM = {
    **dict.fromkeys(SECRET_FIELDS, POSTED),
    **{"name": "kari", "host": "///", "user": "a b", "role": "no such", "file": "x"},
}
MOST_PAGES = 400
LEAVING = re.compile(r"/(static/|log-?out|events|.*/stream)")


@pytest.fixture
def filled(box: Box) -> Box:
    """Two revisions, a draft, accounts with everything, calls, messages, SMS."""
    document, count = planted(OFFICE)
    assert count
    older = document.replace(f"{MARK}-password", f"{MARK}-older")
    assert older != document
    with box.store() as store:
        store.publish(older, "anna")
        store.publish(document, "anna")
        store.save([message(), sms(), call()])
    for role in Role:
        box.logged_in(role)
        with box.store() as store:
            Accounts(store).set_password(role.value, HASH, must_change=False)
            Accounts(store).set_totp(role.value, f"{MARK.upper()}TOTP")
            WebSessions(store).open(role.value, {"waiting": MARK}, datetime.now(UTC))
    return box


def read_of(answer: TestResponse) -> str:
    """All that was sent; a recording is no text."""
    return answer.get_data().decode(errors="replace") + str(answer.headers)


def crawled(browser: Browser) -> Iterator[tuple[str, str]]:
    """Every page that a link leads to, from the first one and from every route."""
    todo = ["/", *(route.address for route in ROUTES if route.method == "GET")]
    seen = set(todo)
    for address in todo:
        answer = browser.get(address)
        if answer.mimetype == "text/event-stream":
            answer.close()
            continue
        text = read_of(answer)
        answer.close()
        yield address, text
        for link in map(unescape, LINK.findall(text)):
            if link not in seen and not LEAVING.match(link) and len(todo) < MOST_PAGES:
                seen.add(link)
                todo.append(link)


@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_no_page_shows_a_secret(filled: Box, role: Role | None) -> None:
    browser = filled.logged_in(role) if role else filled.stranger()
    pages = dict(crawled(browser))
    for address, text in pages.items():
        assert MARK.lower() not in text.lower(), address
    if role is Role.INSTALLER:
        assert "/settings/trunks/of/trunk" in pages
        assert "/settings/agents/of/kari" in pages
        assert any("history/2" in address for address in pages)


@pytest.mark.parametrize("role", [None, Role.OPERATOR, Role.INSTALLER], ids=str)
def test_no_form_says_back_what_was_entered_as_a_secret(filled: Box, role: Role | None) -> None:
    browser = filled.logged_in(role) if role else filled.stranger()
    named = ("/settings/trunks/of/trunk", "/settings/agents/of/kari",
             "/settings/agents/of/kari/in/calendar", "/settings/agents/of/nobody")  # fmt: skip
    for address in (*named, *(route.address for route in CHANGING)):
        if "whole" in address or "with-passwords" in address or "log" in address:
            continue
        answer = browser.post(address, data=FORM)
        if answer.mimetype != "text/event-stream":
            assert POSTED not in read_of(answer), address
        answer.close()
    if role is Role.INSTALLER:
        for address, text in crawled(browser):
            assert POSTED not in text, address


def test_the_door_says_nothing_back(filled: Box) -> None:
    for name, password in (("kari", POSTED), (POSTED, POSTED)):
        answer = filled.stranger().log_in(name, password)
        assert f'value="{POSTED}"' not in re.sub(r'<input[^>]*name="name"[^>]*>', "", answer.text)


def test_only_the_installer_exports_passwords_and_by_a_form_alone(filled: Box) -> None:
    whole = "/settings/review/document/settings-with-passwords.toml"
    for role in Role:
        browser = filled.logged_in(role)
        assert MARK not in browser.get(whole).text
        answer = browser.post(whole)
        assert (MARK in answer.text) == (role is Role.INSTALLER), role
        if role is Role.INSTALLER:
            assert "no-store" in answer.headers["Cache-Control"]

"""Every route there is: who gets in, who does not, what it answers with, and forms from nowhere."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from support.web_browser import Box, Browser
from werkzeug.routing import Rule

from appliance.core.accounts import Role
from web_config.access import needs

READING = {"GET", "HEAD", "OPTIONS"}
REFUSED = "Your account may not do this."


def every_route() -> list[tuple[str, str, str]]:
    """Endpoint, method and an address of each route, but for static files."""
    with tempfile.TemporaryDirectory() as folder:
        box = Box(Path(folder), Path(folder) / "control")
        try:
            return sorted(
                (rule.endpoint, method, address_of(rule, box))
                for rule in box.app.url_map.iter_rules()
                for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
                if rule.endpoint != "static"
            )
        finally:
            box.close()


def address_of(rule: Rule, box: Box) -> str:
    """An address that the rule matches."""
    values = {}
    for name in rule.arguments:
        kind = type(rule._converters[name]).__name__
        values[name] = {"IntegerConverter": 1, "FloatConverter": 1.5}.get(kind, "x")
    adapter = box.app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, values, method=next(iter(rule.methods or {"GET"})))


ROUTES = every_route()
SHOWN = [f"{method} {endpoint}" for endpoint, method, _ in ROUTES]
CHANGING = [(endpoint, address) for endpoint, method, address in ROUTES if method not in READING]


def asked(browser: Browser, method: str, address: str, **more):
    answer = browser.open(address, method=method, **more) if method == "GET" else None
    if answer is None:
        answer = browser.post(address, **more)
    if answer.mimetype != "text/event-stream":
        answer.get_data()
    return answer


@pytest.fixture
def quick_follower(monkeypatch):
    """Nobody waits for a switchboard that is not there."""
    monkeypatch.setattr("web_config.follower.FIRST_SECONDS", 0.0)


def test_every_route_says_who_may_use_it(box):
    for endpoint in box.app.view_functions:
        needs(box.app, endpoint)


def test_a_view_that_says_nothing_is_shut(box):
    box.app._got_first_request = False
    box.app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = box.logged_in(Role.INSTALLER).get("/forgotten")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    with pytest.raises(LookupError, match="forgotten says neither"):
        needs(box.app, "forgotten")


@pytest.mark.parametrize(("endpoint", "method", "address"), ROUTES, ids=SHOWN)
def test_a_stranger_gets_in_only_where_everybody_may(
    box, quick_follower, endpoint, method, address
):
    box.add("somebody", Role.INSTALLER)
    answer = asked(box.stranger(), method, address)
    if needs(box.app, endpoint) is None:
        assert answer.status_code not in (401, 500) or endpoint.startswith(("login.", "first."))
    elif method == "GET":
        assert answer.status_code == 303
        assert answer.location.startswith("/login?next=")
    else:
        assert answer.status_code == 401
    answer.close()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("endpoint", "method", "address"), ROUTES, ids=SHOWN)
def test_each_role_gets_in_where_it_may_and_nowhere_else(
    box, quick_follower, endpoint, method, address, role
):
    browser = box.logged_in(role)
    answer = asked(browser, method, address)
    needed = needs(box.app, endpoint)
    may = needed is None or role.may(needed)
    assert answer.status_code != 500
    if may:
        assert answer.mimetype == "text/event-stream" or REFUSED not in answer.text
    else:
        assert answer.status_code == 403
        assert REFUSED in answer.text
    answer.close()


@pytest.mark.parametrize(("endpoint", "address"), CHANGING, ids=str)
def test_no_form_is_taken_without_the_token_of_its_own_session(box, endpoint, address):
    browser = box.logged_in(Role.INSTALLER)
    other = box.logged_in(Role.INSTALLER, "other")
    for token in (False, "", "forged", other.token()):
        answer = browser.post(address, token=token or False, data={"csrf_token": token or ""})
        assert answer.status_code == 400, (endpoint, token)
        assert "This form is too old" in answer.text
    assert browser.post(address, headers={}).status_code == 403
    assert browser.post(address, headers={"Origin": "http://evil.example"}).status_code == 403


@pytest.mark.parametrize(("endpoint", "method", "address"), ROUTES, ids=SHOWN)
def test_every_answer_carries_the_headers(box, quick_follower, endpoint, method, address):
    answer = asked(box.logged_in(Role.INSTALLER), method, address)
    headers = answer.headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    answer.close()


@pytest.mark.parametrize(("endpoint", "method", "address"), ROUTES, ids=SHOWN)
def test_no_page_has_inline_script_or_style(box, quick_follower, read, endpoint, method, address):
    answer = asked(box.logged_in(Role.INSTALLER), method, address)
    if answer.mimetype == "text/html":
        shown = read(answer.text)
        assert "style" not in shown.tags
        assert "style" not in shown.attributes
        assert not [name for name in shown.attributes if name.startswith("on")]
        assert shown.tags.count("script") == len(
            [source for source in shown.attributes.get("src", []) if str(source).endswith(".js")]
        )
    answer.close()

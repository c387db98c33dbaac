"""Every route there is: who gets in, who does not, what it answers with, and forms from nowhere."""

from __future__ import annotations

import re

import pytest
from support.web_routes import CHANGING, ROUTES

from appliance.core.desk.accounts import Role
from web_config.kit.access import needs

REFUSED = "Your account may not do this."


@pytest.fixture(autouse=True)
def _quick_follower(monkeypatch):
    """Nobody waits for a switchboard that is not there."""
    monkeypatch.setattr("web_config.kit.follower.FIRST_SECONDS", 0.0)


def test_every_route_says_who_may_use_it(box):
    assert len(ROUTES) > 20
    for endpoint in box.app.view_functions:
        needs(box.app, endpoint)


def test_a_view_that_says_nothing_is_shut(box):
    box.app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = box.logged_in(Role.INSTALLER).get("/forgotten")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    with pytest.raises(LookupError, match="forgotten says neither"):
        needs(box.app, "forgotten")


def test_a_stranger_gets_in_only_where_everybody_may(box):
    box.add("somebody", Role.INSTALLER)
    for route in ROUTES:
        answer = route.ask(box.stranger())
        assert answer.status_code != 500, route
        if needs(box.app, route.endpoint) is None:
            assert not (answer.location or "").startswith("/login?next="), route
        elif route.method == "GET":
            assert answer.status_code == 303, route
            assert answer.location.startswith("/login?next="), route
        else:
            assert answer.status_code == 401, route


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_in_where_it_may_and_nowhere_else(box, role):
    for route in ROUTES:
        answer = route.ask(box.logged_in(role))
        needed = needs(box.app, route.endpoint)
        assert answer.status_code != 500, route
        if needed is None or role.may(needed):
            assert answer.mimetype == "text/event-stream" or REFUSED not in answer.text, route
        else:
            assert answer.status_code == 403, route
            assert REFUSED in answer.text, route


def test_no_form_is_taken_without_the_token_of_its_own_session(box):
    for route in CHANGING:
        browser = box.logged_in(Role.INSTALLER)
        others = box.logged_in(Role.INSTALLER, "other").token()
        for forged in ("", "forged", others):
            answer = browser.post(route.address, token=False, data={"csrf_token": forged})
            assert answer.status_code == 400, route
            assert "This form is too old" in answer.text
        assert browser.post(route.address, headers={}).status_code == 403, route
        evil = {"Origin": "http://evil.example"}
        assert browser.post(route.address, headers=evil).status_code == 403, route


def test_every_answer_carries_the_headers_and_every_page_is_sound(box, read):
    for route in ROUTES:
        answer = route.ask(box.logged_in(Role.INSTALLER))
        is_strict(answer.headers, route)
        if answer.mimetype == "text/html":
            holds_nothing_inline(read(answer.text), route)
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302, 303, 308):
            is_sound(answer.text, route)


def is_strict(headers, route) -> None:
    assert "unsafe" not in headers["Content-Security-Policy"], route
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def holds_nothing_inline(shown, route) -> None:
    assert "style" not in [*shown.tags, *shown.attributes], route
    assert not [name for name in shown.attributes if name.startswith("on")], route
    scripts = [str(src) for src in shown.attributes.get("src", []) if ".js" in str(src)]
    assert shown.tags.count("script") == len(scripts), route


def is_sound(page: str, route) -> None:
    """It names itself once, no two parts have one id, and every field has a label."""
    assert page.count("<h1") == 1, route
    assert page.count("<main") == 1, route
    for field in re.findall(r"<(?:input|select|textarea)\b[^>]*>", page):
        id = re.search(r'\bid="([^"]+)"', field)
        labelled = id and f'for="{id[1]}"' in page
        assert labelled or 'type="hidden"' in field or "aria-label=" in field, (route, field)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), (route, [id for id in ids if ids.count(id) > 1])

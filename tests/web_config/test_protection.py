"""What every answer of the web process carries, and the names that it goes by."""

import socket

import pytest
from support.web_browser import Box


@pytest.mark.parametrize("path", ["/", "/events", "/static/panel.css", "/static/panel.js", "/no"])
def test_every_answer_is_strict(page, path):
    answer = page.browser.get(path)
    policy = dict(
        part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in str(policy)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "Set-Cookie" not in answer.headers
    answer.close()


def test_pages_are_not_kept_by_anybody(page):
    assert page.browser.get("/").headers["Cache-Control"] == "no-store"


def test_nothing_on_the_page_is_inline_or_from_elsewhere(office, page, views, read):
    office.show(views.view(views.call(stands="wrap-up"), faults=("x",)))
    shown = read(page.until("How did it end?"))
    assert "style" not in shown.tags
    assert "style" not in shown.attributes
    links = [*shown.attributes["src"], *shown.attributes["href"]]
    assert all(link and ("//" not in link or link.startswith("data:image/png")) for link in links)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8080", 200),
        ("127.0.0.1", 200),
        ("192.0.2.7:8080", 200),
        ("[2001:db8::7]:8080", 200),
        ("desk.office.example:8080", 200),
        (socket.gethostname(), 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("", 400),
        ("a b", 400),
    ],
)
def test_the_box_answers_only_to_its_own_names(tmp_path, host, status):
    box = Box(tmp_path, tmp_path / "control", names=("Desk.office.example",))
    answer = box.stranger().get("/static/panel.css", headers={"Host": host})
    assert answer.status_code == status
    answer.close()
    box.close()

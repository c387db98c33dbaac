"""Markup in every field that a person or a stranger can fill: it is shown, and never obeyed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib.resources import files

from support.web_routes import CHANGING, ROUTES

from appliance.core.desk.accounts import Role
from appliance.settings.document import read as read_settings
from appliance.store.web.audit_log import AuditEntry, AuditLog
from web_config.ground import templates

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>{{7*7}}&amp;"
TEMPLATES = templates.files()
FIELD = re.compile(r'<(?:input|select|textarea)[^>]*\bname="([^"]+)"')
TRUSTING = ["regions.html"]


def harmless(page: str, read) -> None:
    shown = read(page)
    assert "img" not in [tag for tag in shown.tags if "onerror" in shown.attributes]
    assert not [name for name in shown.attributes if name.startswith("on")]
    assert "<script>alert" not in page
    assert "49" not in re.findall(r">(49)<", page)


def test_every_field_of_every_form(box, read):
    """Each field that any page of the site has is filled with markup, at once."""
    names = {name for path in TEMPLATES for name in FIELD.findall(path.read_text("utf-8"))}
    names |= {"name", "full_name", "password", "code", "next", "language", "note", "last_day"}
    form = dict.fromkeys(names - {"csrf_token"}, EVIL)
    for route in CHANGING:
        answer = box.logged_in(Role.INSTALLER).post(route.address, data=form)
        if answer.mimetype == "text/html":
            harmless(answer.text, read)
        answer.close()


def test_every_argument_of_every_address(box, read):
    browser = box.logged_in(Role.INSTALLER)
    for _, method, address in ROUTES:
        if method == "GET":
            answer = browser.get(
                address, query_string=dict.fromkeys(("account", "next", "q"), EVIL)
            )
            if answer.mimetype == "text/html":
                harmless(answer.text, read)
            answer.close()
    harmless(browser.get("/accounts/" + EVIL.replace("/", "")).text, read)
    harmless(browser.get("/" + EVIL).text, read)


def test_what_lies_in_the_store(box, read):
    browser = box.logged_in(Role.INSTALLER, "anna", full_name=EVIL)
    box.add("bo", Role.VIEWER, full_name=EVIL)
    with box.store() as store:
        words = dict.fromkeys(("account", "address", "action", "subject", "detail"), EVIL)
        AuditLog(store).add(AuditEntry(at=datetime.now(UTC), **words))
    for path in ("/", "/accounts/", "/accounts/bo", "/audit/", "/profile/"):
        page = browser.get(path).text
        harmless(page, read)
        assert EVIL in read(page).words, path


def test_templates_trust_nothing_but_the_pieces_that_were_drawn_escaped():
    trusting = [
        path.name
        for path in TEMPLATES
        if re.search(r"\|\s*safe|autoescape", path.read_text("utf-8"))
    ]
    assert trusting == TRUSTING


SECRET = "sesam-open-7391"
TRUNK = f"""
[trunks.carrier]
host = "sip.carrier.invalid"
registrar = "sip.carrier.invalid"
user = "10000001"
password = "{SECRET}"
"""


def test_the_password_of_a_trunk_reaches_no_page(box):
    """It is written into the settings, and from then on only the store and the trunk know it."""
    office = files("appliance.demo").joinpath("office.toml").read_text(encoding="utf-8") + TRUNK
    assert read_settings(office).trunks
    with box.store() as store:
        store.publish(office, "anna")
    for route in ROUTES:
        if route.method == "GET":
            answer = box.logged_in(Role.INSTALLER).get(route.address)
            if answer.mimetype != "text/event-stream":
                assert SECRET not in answer.text, route
            answer.close()

"""Markup in every field that a person or a stranger can fill: it is shown, and never obeyed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from store.records import MORNING, call, message, sms
from support.web_routes import CHANGING, ROUTES

from appliance.core.desk.accounts import Role
from appliance.core.model.ids import CallId, InboxSms, Record, SmsSender, SmsState
from appliance.core.protocol.view import Arrival
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


def of_a_caller(recording: Path) -> list[Record]:
    """What the store keeps of somebody who wrote markup wherever a caller or an SMS can."""
    told = {"caller": EVIL, "about": EVIL, "note": EVIL}
    came = InboxSms("in-1", EVIL, EVIL, MORNING, MORNING, SmsSender.UNKNOWN)
    return [
        replace(call("c1"), **told, dialled=EVIL, line=EVIL, client=EVIL, agent=EVIL),
        replace(message("m1", recording=str(recording)), **told, client=EVIL, promised=EVIL),
        replace(sms("s1", SmsState.MAYBE, reason=EVIL, text=EVIL), number=EVIL),
        came,
    ]


@pytest.mark.parametrize("path", ["/calls/", "/sms/", "/messages/", "/usage/?month=2025-03"])
def test_what_a_caller_has_written_and_the_store_kept(box, read, path, tmp_path):
    recording = tmp_path / "spoken.wav"
    recording.write_bytes(b"RIFF")
    with box.store() as store:
        store.save(of_a_caller(recording))
    page = box.logged_in(Role.INSTALLER, "kari").get(path).text
    harmless(page, read)
    assert "&lt;script&gt;alert(1)" in page, "it is shown"


def test_what_an_invite_told_of_who_rings(office, page, views, read):
    headers = (("From", f"{EVIL} <sip:{EVIL}@h>"), (EVIL, EVIL))
    more = {"digits": EVIL, "line": EVIL, "known_by": EVIL}
    came = Arrival(CallId("c1"), 5.5, EVIL, EVIL, (EVIL,), headers, (EVIL,), **more)
    office.show(views.view(views.call(caller=EVIL, client=EVIL, about=EVIL), arrivals=(came,)))
    page.until("alert(1)")
    browser = page.box.logged_in(Role.INSTALLER, "kari")
    for path in ("/setup/line", "/"):
        shown = browser.get(path).text
        harmless(shown, read)
        assert "&lt;script&gt;alert(1)" in shown, path
    stream = browser.get("/setup/events")
    (data,) = [line for line in next(iter(stream.response)).split(b"\n") if line[:6] == b"data: "]
    stream.close()
    for _, piece in json.loads(data[6:])["arrivals"]:
        harmless(piece, read)


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

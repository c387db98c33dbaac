"""Passwords, PINs, and files: kept, replaced, and never shown."""

from __future__ import annotations

import io
import re

import pytest
from settings.documents import OFFICE
from support.settings_office import (
    SECRET,
    agent,
    in_force,
    installer,
    kari,
    office,
    publishes,
)
from support.web_browser import Box, Browser

from appliance.core.desk.accounts import Role
from appliance.settings.document import read

__all__ = ["installer", "kari", "office"]


def test_a_password_is_kept_replaced_and_forgotten_and_never_shown(
    office: Box, installer: Browser
) -> None:
    trunk = {"host": "sip.example.org:5060", "identity": "100 00 003", "user": "10000001"}
    path = "/settings/trunks/of/trunk"
    installer.post(path, data={**trunk, "password": ""})
    assert "Your draft changes nothing." in installer.get("/settings/review/").text
    installer.post(path, data={**trunk, "password": "enda hemmeligere"})
    assert "Main trunk: Password is replaced." in installer.get("/settings/review/").text
    everywhere = ("trunks/", "trunks/of/trunk", "review/", "history/", "history/1", "prompts/", "")
    for page in everywhere:
        text = installer.get(f"/settings/{page}").text
        assert SECRET not in text
        assert "hemmeligere" not in text
    publishes(installer)
    assert in_force(office)[1].trunk.password == "enda hemmeligere"
    assert "hemmeligere" not in installer.get("/settings/history/2").text
    installer.post(path, data={**trunk, "user": "", "password.clear": "yes"})
    publishes(installer)
    assert in_force(office)[1].trunk.password == ""


def test_a_pin_is_kept_as_a_hash_that_no_page_shows(office: Box, kari: Browser) -> None:
    kari.post("/settings/agents/of/kari", data=agent(pin="1111"))
    assert "The PIN stays as it was" in kari.get("/settings/agents/of/kari").text
    kari.post("/settings/agents/of/kari", data=agent(pin="4821"))
    review = kari.get("/settings/review/").text
    assert "PIN for the staff line is set." in review
    publishes(kari)
    pin = in_force(office)[1].agents["kari"].pin
    assert pin.startswith("$argon2id$")
    for path in ("agents/of/kari", "history/2", "agents/"):
        assert "argon2" not in kari.get(f"/settings/{path}").text
    assert "argon2" not in kari.get("/settings/review/document/settings.toml").text
    kari.post("/settings/agents/of/kari", data=agent())
    assert "Your draft changes nothing." in kari.get("/settings/review/").text


def test_the_address_of_a_calendar_is_as_secret_as_a_password(office: Box, kari: Browser) -> None:
    address = "https://calendar.example.org/private-hemmelig/basic.ics"
    inner = "/settings/agents/of/kari/in/calendar"
    assert kari.get(inner).status_code == 200
    kari.post(inner, data={"url": address, "tentative": "yes"})
    assert "Calendar" in kari.get("/settings/review/").text
    publishes(kari)
    kari.post(inner, data={"url": ""})
    publishes(kari)
    calendar = in_force(office)[1].agents["kari"].calendar
    assert calendar is not None
    assert (calendar.url, calendar.tentative) == (address, False)
    for path in ("agents/of/kari", "agents/of/kari/in/calendar", "history/2", "agents/", "review/"):
        assert "hemmelig" not in kari.get(f"/settings/{path}").text
    assert "hemmelig" not in kari.get("/settings/review/document/settings.toml").text


def test_a_conflict_of_passwords_shows_neither(office: Box, installer: Browser) -> None:
    other = office.logged_in(Role.INSTALLER, "other")
    trunk = {"host": "sip.example.org:5060", "identity": "100 00 003", "user": "10000001"}
    installer.post("/settings/trunks/of/trunk", data={**trunk, "password": "mine-hemmelig"})
    other.post("/settings/trunks/of/trunk", data={**trunk, "password": "deres-hemmelig"})
    publishes(other)
    assert "hemmelig" not in installer.get("/settings/review/").text


def test_the_export_has_no_passwords_and_its_import_keeps_them(
    office: Box, installer: Browser, kari: Browser
) -> None:
    exported = kari.get("/settings/review/document/settings.toml")
    assert SECRET not in exported.text
    assert "attachment" in exported.headers["Content-Disposition"]
    changed = exported.text.replace("Fjordkontoret", "Kontoret")
    file = (io.BytesIO(changed.encode()), "settings.toml")
    installer.post("/settings/review/document", data={"file": file, "agreed": "yes"})
    publishes(installer)
    directory = in_force(office)[1]
    assert (directory.office.name, directory.trunk.password) == ("Kontoret", SECRET)
    whole = installer.post("/settings/review/document/settings-with-passwords.toml")
    assert read(whole.text) == directory


def test_an_import_asks_before_it_replaces_all(installer: Browser) -> None:
    """A file with the office's name alone would leave out clients, lines, staff, and trunks."""
    file = (io.BytesIO(b'office = {name = "Kontoret"}'), "settings.toml")
    assert 'name="agreed"' in installer.get("/settings/review/document").text
    asked = installer.post("/settings/review/document", data={"file": file})
    assert asked.status_code == 422
    assert "Tick that all settings in your draft may be replaced." in asked.text
    assert "Your draft changes nothing." in installer.get("/settings/review/").text


def test_an_import_tells_all_that_it_lacks_at_once(installer: Browser) -> None:
    told = installer.post("/settings/review/document").text
    assert "Tick that all settings in your draft may be replaced." in told
    assert "Choose a settings file." in told


def test_a_new_box_has_nothing_that_an_import_could_replace(box: Box) -> None:
    installer = box.logged_in(Role.INSTALLER)
    assert 'name="agreed"' not in installer.get("/settings/review/document").text
    file = (io.BytesIO(OFFICE.encode()), "settings.toml")
    assert installer.post("/settings/review/document", data={"file": file}).status_code == 303


def test_only_the_installer_touches_trunks(office: Box, kari: Browser, installer: Browser) -> None:
    assert kari.get("/settings/trunks/").status_code == 403
    assert kari.post("/settings/review/document/settings-with-passwords.toml").status_code == 403
    file = (io.BytesIO(OFFICE.encode()), "settings.toml")
    assert kari.post("/settings/review/document", data={"file": file}).status_code == 403
    installer.post("/settings/trunks/of/trunk", data={"host": "sip.example.net", "user": "1"})
    publishes(installer)
    assert kari.post("/settings/history/1/return", data={"seen": "2"}).status_code == 403


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a settings file."),
        (b"\xff\xfe", "This file is not UTF-8 text."),
        (b"[office", "This file is no settings document"),
    ],
)
def test_a_file_that_is_no_document_is_refused_in_words(installer, content, words) -> None:  # type: ignore[no-untyped-def]
    file = (io.BytesIO(content), "settings.toml")
    answer = installer.post("/settings/review/document", data={"file": file, "agreed": "yes"})
    assert answer.status_code == 422
    assert words in answer.text
    assert re.search(r'<input type="file"[^>]* aria-describedby="file-error"', answer.text)
    assert re.search(r'id="agreed" name="agreed"[^>]* checked', answer.text)


def test_a_mistake_of_toml_is_shown_at_the_form_with_its_line(office: Box) -> None:
    for language, words in {
        "en": "This file is no settings document: line 3: this is not TOML",
        "nb": "linje 3:",
        "da": "linje 3:",
        "sv": "rad 3:",
        "nl": "regel 3:",
    }.items():
        browser = office.logged_in(Role.INSTALLER, f"in-{language}", language=language)
        file = (io.BytesIO(b'[office]\nname = "Fjord"\nsms_to = 10 00\n'), "settings.toml")
        data = {"file": file, "agreed": "yes"}
        answer = browser.post("/settings/review/document", data=data)
        (told,) = re.findall(r'id="file-error">(.*?)</p>', answer.text)
        assert words in told


def test_a_broken_document_becomes_a_draft_whose_problems_lead_to_their_fields(installer) -> None:  # type: ignore[no-untyped-def]
    broken = OFFICE.replace('menu = "more"', 'menu = "mroe"') + '[unknown.x]\npassword = "p4ss"\n'
    file = (io.BytesIO(broken.encode()), "settings.toml")
    review = installer.post(
        "/settings/review/document", data={"file": file, "agreed": "yes"}, follow_redirects=True
    )
    assert 'href="/settings/menus/of/main/in/keys/2#menu"' in review.text
    assert "did you mean &#39;more&#39;?" in review.text
    assert "p4ss" not in review.text


def test_the_secret_of_the_app_that_reads_mailboxes_is_kept_and_never_shown(
    office: Box, kari: Browser
) -> None:
    client = "00000000-0000-4000-8000-00000000000a"
    form = {"graph_tenant": "example.onmicrosoft.com", "graph_client": client}
    kari.post("/settings/office/graph", data={**form, "graph_secret": "graf hemmelig"})
    kari.post("/settings/office/graph", data={**form, "graph_secret": ""})
    publishes(kari)
    app = in_force(office)[1].office.graph
    assert (app.tenant, app.client, app.secret) == (form["graph_tenant"], client, "graf hemmelig")
    document = "review/document/settings.toml"
    for page in ("office/", "review/", "history/", "history/2", document):
        assert "graf hemmelig" not in kari.get(f"/settings/{page}").text
    assert client in kari.get("/settings/office/").text

"""The settings as the office edits them: change, look, publish, undo; alone and with others."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from settings.documents import OFFICE
from support.web_browser import Box, Browser

from appliance.core.accounts import Role
from appliance.settings.document import read

SECRET = "kjempehemmelig"
AREA = r'<textarea [^>]*name="([^"]*)"[^>]*>(.*?)</textarea>'
SELECT = r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>'
ACCOUNT = f'user = "10000001"\npassword = "{SECRET}"\n'


@pytest.fixture
def office(box: Box) -> Iterator[Box]:
    with box.store() as store:
        store.publish(OFFICE + ACCOUNT, "Installer")
    return box


@pytest.fixture
def kari(office: Box) -> Browser:
    return office.logged_in(Role.SUPERIOR, "kari", full_name="Kari Berg")


@pytest.fixture
def installer(office: Box) -> Browser:
    return office.logged_in(Role.INSTALLER, "installer")


def agent(**changed: str) -> dict[str, str]:
    return {"name": "Kari", "address": "sip:kari@127.0.0.1:5071", "language": "nb", **changed}


def loop(**changed: str) -> dict[str, str]:
    members = {"members.kari": "1", "members.tom": "2"}
    return (
        {"name": "Forsikring", "strategy": "longest_idle", "wait_seconds": "60"} | members | changed
    )


def in_force(office: Box):  # type: ignore[no-untyped-def]
    with office.store() as store:
        newest = store.current()
        assert newest
        return newest, read(newest.document)


def publishes(browser: Browser, note: str = "") -> str:
    answer = browser.post("/settings/review/publish", data={"note": note}, follow_redirects=True)
    return answer.text


# Alone


def test_an_edit_is_reviewed_published_and_undone(office: Box, kari: Browser) -> None:
    kari.post("/settings/agents/of/kari", data=agent(name="Kari B"))
    assert in_force(office)[1].agents["kari"].name == "Kari"
    review = kari.get("/settings/review/").text
    assert "Member of staff Kari B: Name changes from “Kari” to “Kari B”." in review
    assert "agents.kari.name" in review
    history = publishes(kari, "married")
    newest, directory = in_force(office)
    assert directory.agents["kari"].name == "Kari B"
    assert (newest.author, newest.note) == ("Kari Berg", "married")
    assert "married" in history
    revision = kari.get("/settings/history/1").text
    assert "Member of staff Kari: Name changes from “Kari B” to “Kari”." in revision
    kari.post("/settings/history/1/return", data={"seen": "2", "note": ""})
    newest, directory = in_force(office)
    assert (newest.revision, directory.agents["kari"].name) == (3, "Kari")
    assert newest.document == OFFICE + ACCOUNT


def test_saving_a_form_that_nobody_changed_changes_nothing(kari: Browser) -> None:
    for path, page in {
        "agents/of/kari": agent(),
        "loops/of/insurance": loop(),
    }.items():
        kari.post(f"/settings/{path}", data=page)
    assert "Your draft changes nothing." in kari.get("/settings/review/").text


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the first form with a button of its own in `page`."""
    form = re.findall(r"<form method=\"post\".*?</form>", page, re.S)[1]
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        ticks = 'type="checkbox"' in tag or 'type="radio"' in tag
        if name and (not ticks or "checked" in tag):
            sent[name[1]] = value[1] if value else ""
    for name, text in re.findall(AREA, form, re.S):
        sent[name] = text
    for name, options in re.findall(SELECT, form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        first = re.search(r'value="([^"]*)"', options)
        sent[name] = chosen[1] if chosen else first[1] if first else ""
    return sent


@pytest.mark.parametrize(
    "path",
    [
        "clients/of/nordlys",
        "lines/of/one",
        "menus/of/main",
        "menus/of/main/in/keys/1",
        "menus/of/more/in/keys/%23",
        "loops/of/insurance",
        "agents/of/kari",
        "agents/of/tom",
    ],
)
def test_every_form_gives_back_what_it_shows(kari: Browser, path: str) -> None:
    """A person who opens a page and presses the button changes nothing."""
    kari.post(f"/settings/{path}", data=form_of(kari.get(f"/settings/{path}").text))
    assert "Your draft changes nothing." in kari.get("/settings/review/").text


def test_the_trunk_and_the_office_give_back_what_they_show(installer: Browser) -> None:
    page = installer.get("/settings/trunks/of/trunk").text
    installer.post("/settings/trunks/of/trunk", data=form_of(page))
    installer.post("/settings/office/office", data=form_of(installer.get("/settings/office/").text))
    assert "Your draft changes nothing." in installer.get("/settings/review/").text


def test_a_new_client_with_its_card_is_there_without_a_restart(office: Box, kari: Browser) -> None:
    answer = kari.post(
        "/settings/clients/new",
        data={
            "name": "Café Strøm",
            "sms_to": "10 00 01 02",
            "card": "Åpent 8-22\r\n\r\nTorvet 2",
            "questions.1.question": "Hund?",
            "questions.1.answer": "Ja.\r\nI bånd.",
            "questions.2.question": "",
            "questions.2.answer": "",
        },
    )
    assert answer.location == "/settings/clients/of/cafe-strom"
    publishes(kari)
    client = in_force(office)[1].clients["cafe-strom"]
    assert (client.name, client.card) == ("Café Strøm", ("Åpent 8-22", "Torvet 2"))
    assert client.sms_to == "+4710000102"
    assert [(each.question, each.answer) for each in client.questions] == [
        ("Hund?", "Ja.\nI bånd.")
    ]


def test_two_clients_of_one_name_get_different_ids(kari: Browser) -> None:
    for id in ("nordlys-ror-og-bad", "nordlys-ror-og-bad-2"):
        answer = kari.post("/settings/clients/new", data={"name": "Nordlys Rør og Bad"})
        assert answer.location == f"/settings/clients/of/{id}"


def test_hours_holidays_and_the_order_of_members(office: Box, kari: Browser) -> None:
    kari.post(
        "/settings/hours/new",
        data={"id": "day", "weekly.mon": "8:00 - 12:00, 13:00-16:00", "closed_days": "2027-05-18"},
    )
    page = kari.get("/settings/hours/of/day").text
    assert "is no span such as 08:00-16:00" in page
    week = {"weekly.mon": "08:00 – 12:00, 13:00-16:00", "closed_days": "2027-05-18"}
    kari.post("/settings/hours/of/day", data=week)
    kari.post(
        "/settings/loops/of/insurance", data=loop(**{"members.kari": "2", "members.tom": "1"})
    )
    publishes(kari)
    directory = in_force(office)[1]
    assert directory.hours["day"].weekly == {"mon": ("08:00-12:00", "13:00-16:00")}
    assert directory.hours["day"].holidays is False
    assert directory.loops["insurance"].members == ("tom", "kari")


def test_a_key_leads_to_one_thing(office: Box, kari: Browser) -> None:
    answer = kari.post("/settings/menus/of/main/key", data={"key": "#", "field": "keys"})
    assert answer.location == "/settings/menus/of/main/in/keys/%23"
    kari.post(
        answer.location,
        data={"label": "beskjed", "way": "message", "loop": "insurance", "say": "Nei."},
    )
    publishes(kari)
    choice = in_force(office)[1].menus["main"].keys["#"]
    assert (choice.message, choice.loop, choice.say) == (True, None, "")
    kari.post("/settings/menus/of/main/remove", data={"inside": "keys/#"})
    publishes(kari)
    assert "#" not in in_force(office)[1].menus["main"].keys


def test_the_way_of_a_call_is_a_tree_whose_nodes_edit_in_place(kari: Browser) -> None:
    page = kari.get("/settings/menus/").text
    for link in ("lines/of/one", "menus/of/main", "menus/of/main/in/keys/2", "loops/of/insurance"):
        assert f'href="/settings/{link}"' in page
    assert "Kari, Tom" in page


def test_overflow_is_set_up_and_told(office: Box, kari: Browser) -> None:
    data = {"after_seconds": "30", "when_empty": "yes", "number": "100 00 088"}
    kari.post("/settings/loops/of/insurance/in/overflow", data=data)
    assert "Added: Loop Forsikring, Overflow." in kari.get("/settings/review/").text
    publishes(kari)
    rule = in_force(office)[1].loops["insurance"].overflow
    assert rule
    assert (rule.after_seconds, rule.number, rule.when_empty) == (30, "+4710000088", True)


def test_a_draft_can_be_thrown_away(kari: Browser) -> None:
    kari.post("/settings/agents/of/kari", data=agent(name="Kari B"))
    kari.post("/settings/review/discard")
    assert "Your draft changes nothing." in kari.get("/settings/review/").text


# What is wrong


def test_a_broken_value_leads_to_its_field_with_a_sentence(office: Box, kari: Browser) -> None:
    kari.post("/settings/loops/of/insurance", data=loop(wait_seconds="soon"))
    review = kari.get("/settings/review/").text
    assert 'href="/settings/loops/of/insurance#wait_seconds"' in review
    page = kari.get("/settings/loops/of/insurance").text
    assert "this must be a number of seconds, not &#39;soon&#39;" in page
    assert 'value="soon"' in page
    assert re.search(r'id="wait_seconds"[^>]*aria-invalid="true"', page)
    assert "Not published" in publishes(kari)
    assert in_force(office)[0].revision == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "dette må være et antall sekunder, ikke &#39;soon&#39;"),
        ("da", "dette skal være et antal sekunder, ikke &#39;soon&#39;"),
        ("nl", "dit moet een aantal seconden zijn, niet &#39;soon&#39;"),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_page(office: Box, language, words) -> None:  # type: ignore[no-untyped-def]
    browser = office.logged_in(Role.SUPERIOR, "someone", language=language)
    browser.post("/settings/loops/of/insurance", data=loop(wait_seconds="soon"))
    assert words in browser.get("/settings/loops/of/insurance").text


def test_what_refers_to_something_removed_is_named_and_not_lost(kari: Browser) -> None:
    kari.post("/settings/agents/of/tom/remove")
    page = kari.get("/settings/loops/of/insurance").text
    assert "tom (does not exist)" in page
    assert "there is no [agents.tom]" in page


def test_what_is_wrong_inside_leads_inside(kari: Browser) -> None:
    kari.post("/settings/menus/of/main/in/keys/2", data={"label": "mer", "way": "menu"})
    page = kari.get("/settings/menus/of/main").text
    assert 'href="/settings/menus/of/main/in/keys/2"' in page
    assert "a key leads to exactly one of" in page
    assert "a key leads to exactly one of" in kari.get("/settings/menus/of/main/in/keys/2").text
    assert "to put right" in kari.get("/settings/menus/").text


def test_markup_in_names_is_escaped_everywhere(kari: Browser) -> None:
    evil = "<script>alert(1)</script>"
    kari.post("/settings/agents/of/kari", data=agent(name=evil))
    kari.post("/settings/clients/of/nordlys", data={"name": evil, "phrase": evil, "card": evil})
    kari.post("/settings/loops/of/insurance", data=loop(name=evil))
    pages = ("", "clients/", "agents/", "loops/", "menus/", "review/", "overflow/", "lines/")
    inner = ("clients/of/nordlys", "agents/of/kari", "loops/of/insurance", "lines/of/one")
    for path in (*pages, *inner, "menus/of/main/in/keys/1", "prompts/"):
        page = kari.get(f"/settings/{path}").text
        assert "<script>alert" not in page, path
    publishes(kari, evil)
    for path in ("history/", "history/2", "history/1"):
        assert "<script>alert" not in kari.get(f"/settings/{path}").text


# With others


def test_the_second_editor_sees_what_changed_and_both_are_kept(office: Box, kari: Browser) -> None:
    tom = office.logged_in(Role.SUPERIOR, "tom", full_name="Tom Vik")
    kari.post("/settings/agents/of/kari", data=agent(name="Kari B"))
    tom.post("/settings/loops/of/insurance", data=loop(wait_seconds="30"))
    publishes(tom)
    review = kari.get("/settings/review/").text
    assert "Revision 2 by Tom Vik" in review
    assert "Loop Forsikring: Longest wait (seconds) changes from 60 to 30." in review
    assert "somebody else has published meanwhile" in publishes(kari)
    kari.post("/settings/review/merge", data={"seen": "2"})
    publishes(kari)
    directory = in_force(office)[1]
    assert directory.agents["kari"].name == "Kari B"
    assert directory.loops["insurance"].wait_seconds == 30


@pytest.mark.parametrize(("take", "name"), [("mine", "K. Berg"), ("theirs", "Kai")])
def test_who_changed_the_same_is_told_and_decides(office: Box, kari: Browser, take, name) -> None:  # type: ignore[no-untyped-def]
    tom = office.logged_in(Role.SUPERIOR, "tom")
    kari.post("/settings/agents/of/kari", data=agent(name="K. Berg"))
    tom.post("/settings/agents/of/kari", data=agent(name="Kai"))
    publishes(tom)
    review = kari.get("/settings/review/").text
    assert "Theirs: “Kai”" in review
    assert "Mine: “K. Berg”" in review
    kari.post("/settings/review/merge", data={"seen": "2", "take.agents.kari.name": take})
    if take == "mine":
        publishes(kari)
    assert in_force(office)[1].agents["kari"].name == name


def test_a_return_that_has_not_seen_the_newest_revision_does_nothing(office: Box, kari) -> None:  # type: ignore[no-untyped-def]
    with office.store() as store:
        store.publish(OFFICE.replace("Fjordkontoret", "Kontoret"), "Tom")
        store.publish(OFFICE, "Tom")
    kari.post("/settings/history/1/return", data={"seen": "2"})
    assert in_force(office)[0].revision == 3


# Passwords


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
    installer.post("/settings/review/document", data={"file": file})
    publishes(installer)
    directory = in_force(office)[1]
    assert (directory.office.name, directory.trunk.password) == ("Kontoret", SECRET)
    whole = installer.post("/settings/review/document/settings-with-passwords.toml")
    assert read(whole.text) == directory


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
    answer = installer.post("/settings/review/document", data={"file": file})
    assert answer.status_code == 422
    assert words in answer.text


def test_a_broken_document_becomes_a_draft_whose_problems_lead_to_their_fields(installer) -> None:  # type: ignore[no-untyped-def]
    broken = OFFICE.replace('menu = "more"', 'menu = "mroe"') + '[unknown.x]\npassword = "p4ss"\n'
    file = (io.BytesIO(broken.encode()), "settings.toml")
    review = installer.post("/settings/review/document", data={"file": file}, follow_redirects=True)
    assert 'href="/settings/menus/of/main/in/keys/2#menu"' in review.text
    assert "did you mean &#39;more&#39;?" in review.text
    assert "p4ss" not in review.text


# Trial, recordings, the empty office


def test_a_changed_trunk_is_on_trial(office: Box, installer: Browser) -> None:
    installer.post("/settings/trunks/of/trunk", data={"host": "sip.example.net", "user": "1"})
    assert "goes back to revision 1 by itself" in publishes(installer)
    with office.store() as store:
        trial = store.open_trial()
    assert trial
    assert trial.previous == 1


def test_a_trunk_begins_with_a_preset(office: Box, installer: Browser) -> None:
    installer.post("/settings/trunks/", data={"preset": "router", "id": "fritz"})
    data = {"host": "192.168.178.1", "registrar": "192.168.178.1", "user": "sentralbord"}
    page = installer.get("/settings/trunks/of/fritz").text
    assert all(f'value="{value}"' in page for value in data.values())
    for id in ("fritz", "../x", ""):
        answer = installer.post("/settings/trunks/", data={"preset": "router", "id": id})
        assert answer.status_code == 422


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "a/b", "", "x" * 41, "ø"])
def test_a_recording_cannot_lead_out_of_its_folder(office: Box, kari: Browser, name: str) -> None:
    file = (io.BytesIO(b"RIFF"), "../../evil.wav")
    answer = kari.post("/settings/prompts/recordings", data={"name": name, "file": file})
    assert answer.status_code == 422
    uploads = office.folder / "uploads"
    assert not uploads.exists() or not list(uploads.iterdir())
    assert kari.get(f"/settings/prompts/recordings/{name}").status_code in (404, 405, 308)
    assert not (office.folder.parent / "evil.wav").exists()


def test_what_callers_hear_is_listed_with_its_place(kari: Browser) -> None:
    page = kari.get("/settings/prompts/").text
    assert "Trykk en." in page
    assert 'href="/settings/menus/of/main#prompt"' in page
    assert kari.get("/settings/prompts/listen/trunk.password").status_code == 404
    assert kari.get("/settings/prompts/listen/office.name").status_code == 404


def test_an_office_without_settings_begins_from_nothing(box: Box) -> None:
    installer = box.logged_in(Role.INSTALLER)
    assert "Nothing is published yet" in installer.get("/settings/").text
    page = form_of(installer.get("/settings/office/").text)
    installer.post("/settings/office/office", data={**page, "name": "Fjordkontoret"})
    publishes(installer)
    assert in_force(box)[1].office.name == "Fjordkontoret"


def test_two_windows_of_one_person_change_different_things(office: Box, kari: Browser) -> None:
    other = office.logged_in(Role.SUPERIOR, "kari", full_name="Kari Berg")
    kari.post("/settings/agents/of/kari", data=agent(name="Kari B"))
    other.post("/settings/loops/of/insurance", data=loop(wait_seconds="30"))
    publishes(kari)
    directory = in_force(office)[1]
    assert directory.agents["kari"].name == "Kari B"
    assert directory.loops["insurance"].wait_seconds == 30

"""The settings as the office edits them: change, look, publish, undo."""

from __future__ import annotations

import re

import pytest
from settings.documents import OFFICE
from support.settings_office import (
    ACCOUNT,
    agent,
    form_of,
    in_force,
    installer,
    kari,
    loop,
    office,
    publishes,
)
from support.web_browser import Box, Browser

from appliance.core.desk.accounts import Role

__all__ = ["installer", "kari", "office"]


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


def test_a_new_client_comes_with_its_number_in_one_short_form(office: Box, kari: Browser) -> None:
    page = kari.get("/settings/clients/new").text
    short = page.partition('<details class="more"')[0]
    asked = re.findall(r'<(?:input|textarea)[^>]* name="([a-z_]+)"', short.partition("<h1>")[2])
    assert [name for name in asked if name != "csrf_token"] == [
        *("name", "line_number", "phrase", "sms_to")
    ]
    form = {"name": "Café Strøm", "line_number": "10 00 00 55", "sms_to": "10 00 01 02"}
    assert kari.post("/settings/clients/new", data=form).location.endswith("/of/cafe-strom")
    review = kari.get("/settings/review/").text
    assert "+4710000055 (Café Strøm)" in review
    publishes(kari)
    line = in_force(office)[1].lines["cafe-strom"]
    assert (line.number, line.client, line.menu) == ("+4710000055", "cafe-strom", "main")


@pytest.mark.parametrize(
    ("number", "words"),
    [("hello", "cannot be read as a telephone number"), ("10 00 00 01", "a line of this number")],
)
def test_a_number_that_cannot_be_a_new_clients_is_told_and_nothing_is_lost(
    kari: Browser, number: str, words: str
) -> None:
    form = {"name": "Café Strøm", "line_number": number, "phrase": "Café Strøm, god dag"}
    answer = kari.post("/settings/clients/new", data=form)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Café Strøm, god dag" in answer.text
    assert f'value="{number}"' in answer.text


def test_all_that_is_wrong_with_a_new_client_is_told_at_once(office: Box, kari: Browser) -> None:
    """One mistake after another makes a short form long."""
    form = {"line_number": "hello", "sms_to": "12 34", "phrase": "God dag", "number": "abc"}
    answer = kari.post("/settings/clients/new", data=form)
    assert answer.status_code == 422
    wrong = re.findall(r'<p class="error" id="([a-z_.]+)-error"', answer.text)
    assert sorted(wrong) == ["line_number", "name", "number", "sms_to"]
    assert "This needs a name." in answer.text
    assert 'value="12 34"' in answer.text
    assert "God dag" in answer.text
    assert "Your draft changes nothing." in kari.get("/settings/review/").text


def test_two_clients_of_one_name_get_different_ids(kari: Browser) -> None:
    for id in ("nordlys-ror-og-bad", "nordlys-ror-og-bad-2"):
        answer = kari.post("/settings/clients/new", data={"name": "Nordlys Rør og Bad"})
        assert answer.location == f"/settings/clients/of/{id}"


def test_hours_holidays_and_the_order_of_members(office: Box, kari: Browser) -> None:
    wrong = {"id": "day", "weekly.mon": "8 til 12, 13:00-16:00", "closed_days": "2027-05-18"}
    assert "is no span such as 08:00-16:00" in kari.post("/settings/hours/new", data=wrong).text
    week = {"weekly.mon": "08:00 – 12:00, 13:00-16:00", "closed_days": "2027-05-18"}
    kari.post("/settings/hours/new", data={"id": "day", **week})
    kari.post(
        "/settings/loops/of/insurance", data=loop(**{"members.kari": "2", "members.tom": "1"})
    )
    publishes(kari)
    directory = in_force(office)[1]
    assert directory.hours["day"].weekly == {"mon": ("08:00-12:00", "13:00-16:00")}
    assert directory.hours["day"].holidays is False
    assert directory.loops["insurance"].members == ("tom", "kari")


def test_a_loop_of_roles_is_edited_and_the_review_says_who_comes_into_it(
    office: Box, kari: Browser
) -> None:
    def wants(role: str) -> None:
        form = loop(**{"members.kari": "1", "members.tom": "", "roles": role})
        kari.post("/settings/loops/of/insurance", data=form)

    kari.post("/settings/agents/of/tom", data=agent(name="Tom", roles="adviser\r\n\r\nlawyer"))
    wants("advicer")
    found = kari.get("/settings/review/").text
    assert "nobody has the role &#39;advicer&#39;; did you mean &#39;adviser&#39;?" in found
    wants("adviser")
    assert "Kari, Tom" in kari.get("/settings/menus/").text, "the picture of the ways names both"
    assert "adviser" in kari.get("/settings/loops/").text
    publishes(kari)
    directory = in_force(office)[1]
    insurance = directory.loops["insurance"]
    assert (insurance.members, insurance.roles) == (("kari",), ("adviser",))
    assert directory.agents["tom"].roles == ("adviser", "lawyer")
    assert [one.id for one in directory.members_of(insurance)] == ["kari", "tom"]


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


def test_a_key_may_lead_to_a_person_before_the_loop(office: Box, kari: Browser) -> None:
    form = {"label": "Kari", "way": "loop", "loop": "insurance", "agent": "kari"}
    kari.post("/settings/menus/of/main/in/keys/1", data=form)
    assert "Ring first" in kari.get("/settings/menus/of/main/in/keys/1").text
    publishes(kari)
    choice = in_force(office)[1].menus["main"].keys["1"]
    assert (choice.loop, choice.agent) == ("insurance", "kari")
    kari.post("/settings/menus/of/main/in/keys/1", data={**form, "way": "message"})
    publishes(kari)
    choice = in_force(office)[1].menus["main"].keys["1"]
    assert (choice.message, choice.agent) == (True, None)


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


def test_a_draft_that_changes_nothing_is_not_published(office: Box, kari: Browser) -> None:
    assert "Your draft changes nothing." in publishes(kari)
    assert in_force(office)[0].revision == 1


def test_a_list_shows_no_placeholder_of_the_settings_file(kari: Browser) -> None:
    phrase = "Nordlys, du snakker med {agent}."
    form = {"name": "Nordlys Rør og Bad", "phrase": phrase, "card": "Åpent 7-16"}
    kari.post("/settings/clients/of/nordlys", data=form)
    page = kari.get("/settings/clients/").text
    assert "Nordlys, du snakker med …." in page
    assert "{agent}" not in page
    assert phrase in kari.get("/settings/clients/of/nordlys").text


def test_that_there_is_no_trunk_stands_in_no_narrow_card(box: Box) -> None:
    page = box.logged_in(Role.INSTALLER).get("/settings/trunks/").text
    cards = re.search(r'<div class="cards">(.*?)</div>', page, re.S)
    assert cards
    assert "There is no trunk yet" not in cards[1]
    assert "There is no trunk yet" in page

"""A new entry of the settings: what its form asks for, begins with, and keeps out of the draft."""

from __future__ import annotations

import re
from html import unescape

import pytest
from settings.documents import OFFICE
from support.settings_office import form_of, in_force, kari, office, publishes
from support.web_browser import Box, Browser

from appliance.core.desk.accounts import Role
from appliance.core.settings.lines import LineKind

__all__ = ["kari", "office"]

LINE = {
    "id": "two",
    "number": "10 00 00 55",
    "client": "nordlys",
    "menu": "main",
    "language": "nb",
    "kind": "client",
    "digits": "events",
}


def needed(page: str) -> set[str]:
    """What a form marks as needed, for eyes and for screen readers alike."""
    marked = set(re.findall(r'<label for="([^"]+)">[^<]*<span class="soft">\(needed\)', page))
    assert marked == set(re.findall(r'name="([^"]+)"[^>]* aria-required="true"', page))
    return marked


def told(page: str) -> list[str]:
    """What is to be put right, as it stands above the form."""
    return [unescape(words) for words in re.findall(r'<li><a href="#[^"]+">(.*?)</a></li>', page)]


def test_a_line_says_what_it_needs(kari: Browser) -> None:
    page = kari.get("/settings/lines/new").text
    assert needed(page) == {"id", "number", "client", "menu", "language"}


def test_a_line_for_the_staff_needs_no_client_and_is_made_at_the_page(
    office: Box, kari: Browser
) -> None:
    form = {"id": "inne", "number": "10 00 00 56", "kind": "staff", "language": "nb"}
    assert kari.post("/settings/lines/new", data=form).location == "/settings/lines/of/inne"
    page = kari.get("/settings/lines/of/inne").text
    assert needed(page) == {"number"}
    kari.post("/settings/lines/of/inne", data=form_of(page))
    publishes(kari)
    assert in_force(office)[1].lines["inne"].kind is LineKind.STAFF


MISSING, NOT_OF_THE_STAFF = "this setting is missing", "a line for the staff has no such setting"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"client": "", "menu": ""}, [f"Client: {MISSING}", f"Menu: {MISSING}"]),
        ({"number": "hello"}, ["Number: 'hello' cannot be read as a telephone number"]),
        ({"kind": "staff"}, [f"Client: {NOT_OF_THE_STAFF}", f"Menu: {NOT_OF_THE_STAFF}"]),
    ],
)
def test_what_cannot_be_kept_is_named_by_its_field_and_is_in_nobodys_way(
    office: Box, kari: Browser, changed: dict[str, str], said: list[str]
) -> None:
    answer = kari.post("/settings/lines/new", data=LINE | changed)
    assert answer.status_code == 422
    assert told(answer.text) == said
    assert 'value="two"' in answer.text, "what was written stays in the form"
    form = {"name": "Café Strøm", "line_number": "10 00 00 57"}
    assert kari.post("/settings/clients/new", data=form).status_code == 303
    publishes(kari)
    assert set(in_force(office)[1].lines) == {"one", "cafe-strom"}


def test_what_would_be_wrong_elsewhere_is_told_with_its_place(kari: Browser) -> None:
    answer = kari.post("/settings/lines/new", data=LINE | {"id": "aaa", "number": "10 00 00 01"})
    assert answer.status_code == 422
    assert "is the number of" in answer.text


def test_a_menu_is_kept_before_it_has_keys(kari: Browser) -> None:
    form = {"id": "kveld", "prompt": "Trykk en.", "key_seconds": "5", "attempts": "2"}
    assert kari.post("/settings/menus/new", data=form).location == "/settings/menus/of/kveld"


@pytest.mark.parametrize("noun", ["lines", "agents", "partners"])
@pytest.mark.parametrize("language", ["nl", "nb"])
def test_a_new_entry_speaks_the_language_of_the_office(box: Box, noun: str, language: str) -> None:
    with box.store() as store:
        store.publish(OFFICE.replace("[office]", f'[office]\nlanguage = "{language}"'), "tests")
    browser = box.logged_in(Role.SUPERIOR, "kari")
    assert form_of(browser.get(f"/settings/{noun}/new").text)["language"] == language

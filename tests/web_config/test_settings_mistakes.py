"""What is wrong with a draft is said at its field, and markup stays text."""

from __future__ import annotations

import re

import pytest
from support.settings_office import (
    agent,
    in_force,
    kari,
    loop,
    office,
    publishes,
)
from support.web_browser import Box, Browser

from appliance.core.desk.accounts import Role

__all__ = ["kari", "office"]


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
        ("sv", "det här måste vara ett antal sekunder, inte &#39;soon&#39;"),
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

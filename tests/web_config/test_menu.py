"""The menu of the page: few entries under each heading, in the reader's language."""

from __future__ import annotations

import re
from html import unescape

import pytest

from appliance.core.desk.accounts import Role
from web_config.sections import GROUPS, SECTIONS

MOST_ENTRIES = 8
HEADING = re.compile(r'<p class="heading">([^<]+)</p>')


def menu_of(page: str) -> str:
    found = re.search(r"<nav[^>]*>(.*?)</nav>", page, re.DOTALL)
    assert found
    return found[1]


def entries(part: str) -> list[str]:
    return [unescape(words) for words in re.findall(r"<a [^>]*>([^<]+)</a>", part)]


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("en", ["What happened, and why", "The box"]),
        ("nb", ["Hva som skjedde, og hvorfor", "Boksen"]),
    ],
)
def test_an_installers_entries_stand_under_headings(box, language, headings):
    page = box.logged_in(Role.INSTALLER, "kari", language=language).get("/audit/").text
    day, *rest = HEADING.split(menu_of(page))
    assert rest[::2] == headings, "the first group, of the day, needs none"
    counts = [len(entries(part)) for part in (day, *rest[1::2])]
    assert min(counts) > 1
    assert max(counts) <= MOST_ENTRIES


def test_the_entry_of_the_page_that_is_open_is_marked(box):
    page = menu_of(box.logged_in(Role.INSTALLER).get("/audit/").text)
    (here,) = re.findall(r'<a [^>]*aria-current="page"[^>]*>([^<]+)<', page)
    assert here == "Who did what"


def test_every_entry_has_a_heading_and_every_heading_entries():
    assert {section.group for section in SECTIONS if section.endpoint} == {*GROUPS}

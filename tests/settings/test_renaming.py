"""An entry gets another id: all that refers to it follows, and the comparison tells it as that."""

from __future__ import annotations

import pytest
from settings.documents import OFFICE

from appliance.settings.differences import comparison, sentences
from appliance.settings.document import parsed, plain, structured
from appliance.settings.renaming import Rename, renamed, renames, with_renames
from appliance.settings.shape import REFERENCES
from appliance.settings.structure import SECTIONS
from appliance.settings.tables import ABSENT, at, with_value

MORE = """
[hours.day]
weekly.mon = ["08:00-16:00"]

[partners.vest]
name = "Vest"
number = "+47 100 00 088"

[announcements.news]
texts.nb = "Nytt."
lines = ["one"]
"""
RENAMES = [
    Rename("clients", "nordlys", "sorlys"),
    Rename("lines", "one", "eins"),
    Rename("menus", "more", "further"),
    Rename("loops", "insurance", "cover"),
    Rename("agents", "kari", "karin"),
    Rename("hours", "day", "daytime"),
    Rename("partners", "vest", "west"),
]


def office() -> dict:
    tables = parsed(OFFICE + MORE)
    for path, value in {
        ("lines", "one", "hours"): "day",
        ("agents", "tom", "superior"): "kari",
        ("loops", "insurance", "overflow"): {"outside": "day", "partner": "vest"},
        ("clients", "nordlys", "screening"): [{"rule": "message", "hours": "day"}],
        ("office", "operator_loop"): "insurance",
    }.items():
        tables = with_value(tables, path, value)
    return plain(structured(tables))


@pytest.mark.parametrize("rename", RENAMES, ids=lambda rename: rename.section)
def test_everything_that_refers_to_it_follows(rename):
    after = renamed(office(), rename)
    structured(after)  # nothing refers to what is not there
    assert f"'{rename.before}'" not in repr(after).replace("'label'", "")
    assert renamed(after, Rename(rename.section, rename.after, rename.before)) == office()


def test_it_keeps_its_place_among_the_others():
    after = renamed(office(), Rename("menus", "main", "first"))
    assert list(after["menus"]) == ["first", "more"]


@pytest.mark.parametrize("rename", RENAMES, ids=lambda rename: rename.section)
def test_the_comparison_is_one_sentence_and_one_line(rename):
    before, after = office(), renamed(office(), rename)
    assert renames(before, after) == (rename,)
    (said,) = sentences(before, after, "en")
    assert f"short name {rename.before} becomes {rename.after}" in said
    ((path, old, new),) = [(c.path, c.before, c.after) for c in comparison(before, after)]
    assert (path, old, new) == ((rename.section, rename.before), rename.before, rename.after)


def test_what_else_was_changed_is_told_beside_it():
    after = renamed(office(), RENAMES[1])
    after = with_value(after, ("lines", "eins", "language"), "da")
    assert len(sentences(office(), after, "en")) == 2
    assert at(with_renames(office(), after), ("lines", "one")) is ABSENT


def test_one_that_goes_and_a_different_one_that_comes_are_no_rename():
    after = with_value(office(), ("agents", "tom"), ABSENT)
    after = with_value(after, ("agents", "bo"), {"name": "Bo", "address": "sip:bo@127.0.0.1"})
    assert renames(office(), after) == ()


def test_every_section_that_is_referred_to_can_be_renamed():
    assert set(REFERENCES.values()) <= set(SECTIONS)

"""Loops of roles in the document: what may be written, and what a change of roles brings about."""

from __future__ import annotations

import pytest
from settings.documents import OFFICE, changed, said

from appliance.settings.differences import sentences
from appliance.settings.document import parsed, plain, read, write
from appliance.settings.memberships import members_in
from appliance.settings.merging import merged
from appliance.settings.renaming import Rename, renamed
from appliance.settings.tables import Tables, at, with_value

ROLES = ("agents", "tom", "roles")


def tables(**roles: list[str]) -> Tables:
    """The office whose one loop names kari and asks for advisers."""
    here = with_value(parsed(OFFICE), ("loops", "insurance", "members"), ["kari"])
    here = with_value(here, ("loops", "insurance", "roles"), ["adviser"])
    for id, held in roles.items():
        here = with_value(here, ("agents", id, "roles"), held)
    return here


def test_a_document_with_roles_is_read_and_written_back() -> None:
    text = changed('members = ["kari", "tom"]', 'roles = ["adviser"]')
    text = text.replace('name = "Tom"', 'name = "Tom"\nroles = ["adviser"]')
    directory = read(text)
    assert [one.id for one in directory.members_of(directory.loops["insurance"])] == ["tom"]
    assert plain(directory)["loops"]["insurance"]["roles"] == ["adviser"]
    assert read(write(directory)) == directory


def test_an_empty_role_is_refused() -> None:
    text = changed('members = ["kari", "tom"]', 'members = ["kari"]\nroles = [" "]')
    assert said(text) == ["loops.insurance.roles.1: this needs some text"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Loop Forsikring: become members by their roles: Tom."),
        ("nb", "Sløyfe Forsikring: blir medlemmer ved rollene sine: Tom."),
        ("da", "Sløjfe Forsikring: bliver medlemmer ved deres roller: Tom."),
        ("nl", "Wachtrij Forsikring: worden lid door hun rol: Tom."),
    ],
)
def test_who_gets_a_role_is_said_to_come_into_its_loops(language: str, sentence: str) -> None:
    told = sentences(tables(), tables(tom=["adviser"]), language)
    assert told[-1] == sentence
    assert len(told) == 2, "the first says that Tom's roles are set"


def test_who_loses_a_role_is_said_to_leave() -> None:
    told = sentences(tables(tom=["adviser"]), tables(tom=["lawyer"]), "en")
    assert told[-1] == "Loop Forsikring: are no longer members by their roles: Tom."


def test_who_is_named_in_the_loop_neither_comes_nor_goes_with_a_role() -> None:
    assert len(sentences(tables(), tables(kari=["adviser"]), "en")) == 1


def test_another_id_for_a_person_keeps_their_place_and_is_one_sentence() -> None:
    before = tables(tom=["adviser"])
    after = renamed(before, Rename("agents", "tom", "thomas"))
    assert members_in(after, "insurance") == ("kari", "thomas")
    assert len(sentences(before, after, "en")) == 1


def test_two_people_give_roles_to_two_people_and_both_are_members() -> None:
    merge = merged(tables(), tables(tom=["adviser"]), tables(kari=["lawyer"]))
    assert not merge.conflicts
    assert at(merge.tables, ROLES) == ["adviser"]
    assert members_in(merge.tables, "insurance") == ("kari", "tom")


def test_an_unchecked_document_has_whom_it_can_have() -> None:
    broken = with_value(tables(), ROLES, "adviser")
    assert members_in(broken, "insurance") == ("kari",)
    assert members_in({"loops": "all"}, "insurance") == ()

"""Differences can be applied, and changes of two people are laid together or named as a clash."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from settings.documents import OFFICE
from settings.test_round_trip import SLOW, offices

from appliance.core.settings.directory import Directory
from appliance.settings.changes import applied, changes, field_changes
from appliance.settings.document import plain, read
from appliance.settings.merging import merged
from appliance.settings.tables import ABSENT, Tables, at, leaves, same, with_value

names = st.sampled_from(["a", "b", "password", "keys"])
scalars = st.one_of(st.booleans(), st.integers(0, 2), st.text("xy", max_size=2))
values = st.one_of(scalars, st.lists(scalars, max_size=2))
fields_ = st.recursive(
    values, lambda inner: st.dictionaries(names, inner, max_size=3), max_leaves=6
)
entries = st.dictionaries(names, fields_, max_size=3)
sections = st.sampled_from(["office", "clients", "menus", "trunk"])
documents = st.dictionaries(sections, st.dictionaries(names, fields_, min_size=1, max_size=3))


@given(documents, documents)
def test_what_differs_makes_one_of_the_other(old: Tables, new: Tables) -> None:
    made = changes(old, new)
    assert same(applied(made, old), new)
    assert bool(made) == (not same(old, new))
    assert same(applied([], old), old)


@SLOW
@given(offices(), offices())
def test_offices_too(old: Directory, new: Directory) -> None:
    assert applied(changes(plain(old), plain(new)), plain(old)) == plain(new)


@given(documents, documents, documents)
def test_merging_commutes_but_for_the_names(base: Tables, one: Tables, other: Tables) -> None:
    there, back = merged(base, one, other), merged(base, other, one)
    assert same(there.tables, back.tables)
    assert {c.path for c in there.conflicts} == {c.path for c in back.conflicts}


@given(documents, documents)
def test_who_changes_nothing_takes_what_the_other_did(base: Tables, other: Tables) -> None:
    for merge in (merged(base, base, other), merged(base, other, base), merged(base, other, other)):
        assert same(merge.tables, other)
        assert not merge.conflicts


@given(documents, st.data())
def test_disjoint_edits_are_both_there(base: Tables, data: st.DataObject) -> None:
    places = [path for path, _ in leaves(base)]
    if len(places) < 2:
        return
    here, there = data.draw(st.permutations(places))[:2]
    mine, theirs = with_value(base, here, "mine"), with_value(base, there, "theirs")
    merge = merged(base, mine, theirs)
    assert not merge.conflicts
    assert at(merge.tables, here) == "mine"
    assert at(merge.tables, there) == "theirs"
    assert same(merge.tables, merged(base, theirs, mine).tables)


@given(documents, documents, documents)
def test_nothing_is_lost_without_a_word(base: Tables, mine: Tables, theirs: Tables) -> None:
    """Every field that I changed is in the result, or lies within a conflict."""
    merge = merged(base, mine, theirs)
    clashes = [conflict.path for conflict in merge.conflicts]
    for change in changes(base, mine):
        for path, value in leaves(change.after, change.path):
            if value != {} and not any(_within(path, clash) for clash in clashes):
                assert same(at(merge.tables, path), value)


def _within(path: tuple[str, ...], clash: tuple[str, ...]) -> bool:
    shorter = min(len(path), len(clash))
    return path[:shorter] == clash[:shorter]


def test_a_clash_is_decided_by_a_person() -> None:
    base = plain(read(OFFICE))
    path = ("loops", "insurance", "name")
    mine, theirs = with_value(base, path, "Mine"), with_value(base, path, "Theirs")
    merge = merged(base, mine, with_value(theirs, ("agents", "tom"), ABSENT))
    (conflict,) = merge.conflicts
    assert (conflict.path, conflict.mine, conflict.theirs) == (path, "Mine", "Theirs")
    assert at(merge.tables, path) == "Forsikring"
    assert at(merge.decided(frozenset((path,))), path) == "Mine"
    assert at(merge.decided(frozenset()), path) == "Theirs"
    assert at(merge.tables, ("agents", "tom")) is ABSENT


def test_two_new_things_of_one_name_are_a_clash_and_not_a_mixture() -> None:
    base: Tables = {"office": {"name": "Fjordkontoret"}}
    mine = {**base, "clients": {"nordlys": {"name": "Nordlys"}}}
    theirs = {**base, "clients": {"nordlys": {"name": "Nordlyset", "phrase": "Hei"}}}
    assert [c.path for c in merged(base, mine, theirs).conflicts] == [("clients", "nordlys")]


def test_two_new_clients_are_both_there() -> None:
    base: Tables = {"office": {"name": "Fjordkontoret"}}
    mine = {**base, "clients": {"nordlys": {"name": "Nordlys"}}}
    theirs = {**base, "clients": {"strom": {"name": "Café Strøm"}}}
    merge = merged(base, mine, theirs)
    assert not merge.conflicts
    assert set(merge.tables["clients"]) == {"nordlys", "strom"}


def test_a_password_is_masked_also_within_a_new_trunk() -> None:
    old: Tables = {}
    new = {"trunks": {"provider": {"host": "sip.example.net", "password": "hemmelig"}}}
    shown = list(field_changes(changes(old, new)))
    assert "hemmelig" not in str(shown)
    assert [(row.path[-1], row.after) for row in shown] == [
        ("host", "sip.example.net"),
        ("password", "•••"),
    ]

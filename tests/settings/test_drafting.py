"""Two people edit the settings: each has a draft, and nobody overwrites the other unseen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from settings.documents import OFFICE, changed

from appliance.common.problems import SettingsError
from appliance.core.prompts import every_prompt
from appliance.core.settings.directory import Directory
from appliance.editing import drafting
from appliance.editing.drafting import discard, edit, field_of, put, rebase, work_of
from appliance.editing.publishing import Outdated, Publisher
from appliance.settings.document import read
from appliance.settings.tables import ABSENT, at
from appliance.store.store import Store

NAME = ("agents", "kari", "name")
WAIT = ("loops", "insurance", "wait_seconds")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "office.db", tmp_path / "media") as opened:
        opened.migrate()
        opened.publish(OFFICE, "installer")
        yield opened


def publisher(store: Store, done: list[str] | None = None) -> Publisher:
    log = [] if done is None else done

    def render(directory: Directory) -> list[str]:
        log.append(f"rendered {len(list(every_prompt(directory)))}, {len(store.history())} stored")
        return []

    def tell() -> str:
        log.append(f"told, {len(store.history())} stored")
        return "The settings hold now."

    return Publisher(store, render, tell)


def test_a_draft_begins_with_what_is_in_force_and_changes_nothing(store: Store) -> None:
    work = work_of(store, "kari")
    assert (work.changes, work.problems, work.outdated) == ((), (), False)
    assert store.draft("kari") is None


def test_an_edit_is_kept_and_published_with_author_and_note(store: Store) -> None:
    edit(store, "kari", {NAME: "Kari B", WAIT: 30.0})
    work = work_of(store, "kari")
    assert [change.path for change in work.changes] == [WAIT, NAME]
    done: list[str] = []
    published = publisher(store, done).publish(work, "Kari", "new name")
    newest = store.current()
    assert newest
    assert (newest.revision, newest.author, newest.note) == (2, "Kari", "new name")
    assert published.revision == 2
    assert read(newest.document).agents["kari"].name == "Kari B"
    assert [words.partition(",")[0].split()[0] for words in done] == ["rendered", "told"]
    assert done[0].endswith("1 stored")
    assert store.draft("kari") is None


def test_numbers_are_brought_into_one_form(store: Store) -> None:
    work = edit(store, "kari", {("clients", "nordlys", "sms_to"): "100 00 101"})
    assert at(work.tables, ("clients", "nordlys", "sms_to")) == "+4710000101"


def test_what_is_only_written_differently_is_no_change(store: Store) -> None:
    assert edit(store, "kari", {WAIT: 60}).changes == ()
    assert edit(store, "kari", {WAIT: ABSENT}).changes == ()


def test_a_broken_value_is_kept_named_and_never_published(store: Store) -> None:
    work = edit(store, "kari", {WAIT: "soon", ("lines", "one", "menu"): "mian"})
    fields = {field_of(problem.path) for problem in work.errors}
    assert fields == {WAIT, ("lines", "one", "menu")}
    with pytest.raises(SettingsError):
        publisher(store).publish(work, "Kari", "")
    assert len(store.history()) == 1


def test_a_problem_within_a_list_leads_to_its_field(store: Store) -> None:
    work = edit(store, "kari", {("hours", "day", "weekly"): {"mon": ["8 til 16"]}})
    (problem,) = work.errors
    assert field_of(problem.path) == ("hours", "day", "weekly", "mon")


def test_the_second_editor_sees_what_changed_and_both_are_kept(store: Store) -> None:
    edit(store, "kari", {NAME: "Kari B"})
    edit(store, "tom", {WAIT: 30.0})
    publisher(store).publish(work_of(store, "tom"), "Tom", "")
    work = work_of(store, "kari")
    assert work.outdated
    assert [change.path for change in work.meanwhile] == [WAIT]
    with pytest.raises(Outdated):
        publisher(store).publish(work, "Kari", "")
    work = rebase(store, "kari", work.newest_number, frozenset())
    publisher(store).publish(work, "Kari", "")
    newest = store.current()
    assert newest
    office = read(newest.document)
    assert (office.agents["kari"].name, office.loops["insurance"].wait_seconds) == ("Kari B", 30)


@pytest.mark.parametrize(("mine", "stays"), [(frozenset({NAME}), "K. Berg"), (frozenset(), "Kai")])
def test_a_conflict_is_named_and_decided(store: Store, mine: frozenset, stays: str) -> None:  # type: ignore[type-arg]
    edit(store, "kari", {NAME: "K. Berg"})
    edit(store, "tom", {NAME: "Kai"})
    publisher(store).publish(work_of(store, "tom"), "Tom", "")
    (conflict,) = work_of(store, "kari").merge.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == ("Kari", "K. Berg", "Kai")
    work = rebase(store, "kari", 2, mine)
    assert at(work.tables, NAME) == stays
    assert not work.outdated


def test_a_third_revision_in_between_is_not_overlooked(store: Store) -> None:
    edit(store, "kari", {NAME: "Kari B"})
    store.publish(changed("Fjordkontoret", "Kontoret"), "Tom")
    store.publish(OFFICE, "Tom")
    with pytest.raises(Outdated):
        rebase(store, "kari", 2, frozenset())


def test_two_windows_of_one_editor_both_count(store: Store, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """The other window is faster, between this one's look and its write."""
    seen = drafting.work_of
    others = iter([{WAIT: 30.0}])

    def looked(store: Store, editor: str) -> drafting.Work:
        work = seen(store, editor)
        for values in others:
            edit(store, editor, values)
        return work

    monkeypatch.setattr(drafting, "work_of", looked)
    work = edit(store, "kari", {NAME: "Kari B"})
    assert {change.path for change in work.changes} == {NAME, WAIT}


def test_a_document_with_comments_and_unknown_names_becomes_a_draft(store: Store) -> None:
    work = put(store, "kari", "# ours\n" + changed("[clients.nordlys]", "[cliens.nordlys]"))
    assert "cliens" in str(work.errors[0])
    assert "# ours" not in work.draft.document
    with pytest.raises(SettingsError):
        put(store, "kari", "[office")


def test_a_draft_that_changes_nothing_any_more_begins_anew(store: Store) -> None:
    edit(store, "kari", {NAME: "Kari B"})
    edit(store, "kari", {NAME: "Kari"})
    store.publish(changed("Fjordkontoret", "Kontoret"), "Tom")
    work = work_of(store, "kari")
    assert not work.outdated
    assert at(work.tables, ("office", "name")) == "Kontoret"
    work = edit(store, "kari", {NAME: "Kari C"})
    assert [change.path for change in work.changes] == [NAME]
    assert not work.outdated


def test_a_draft_can_be_thrown_away(store: Store) -> None:
    edit(store, "kari", {NAME: "Kari B"})
    discard(store, "kari")
    assert work_of(store, "kari").changes == ()


def test_an_old_revision_is_published_anew(store: Store) -> None:
    store.publish(changed("Fjordkontoret", "Kontoret"), "Tom")
    old = store.revision(1)
    assert old
    with pytest.raises(Outdated):
        publisher(store).return_to(old, 1, "Kari", "back")
    assert publisher(store).return_to(old, 2, "Kari", "back").revision == 3
    newest = store.current()
    assert newest
    assert newest.document == OFFICE

"""Drafts, publications, and trials: one transaction each, and nothing is overwritten unseen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from store.desk import PATIENCE, Desk

from appliance.core.model.trial import ReturnTo, TrialRecord, TrialState
from appliance.core.protocol.events import SettingsChanged
from appliance.store.revisions import AUTHOR, Draft, Outdated, Publication
from appliance.store.store import Store

OLD = '[office]\nname = "Fjordkontoret"\n'
NEW = '[office]\nname = "Kontoret"\n'


def test_a_draft_is_kept_for_its_editor(store: Store) -> None:
    kept = store.keep_draft(Draft("kari", 0, NEW))
    assert store.draft("kari") == kept
    assert store.draft("tom") is None
    assert [draft.editor for draft in store.drafts()] == ["kari"]
    store.drop_draft("kari")
    assert store.draft("kari") is None


def test_two_windows_of_one_editor_do_not_overwrite_each_other(store: Store) -> None:
    first = store.keep_draft(Draft("kari", 0, OLD))
    store.keep_draft(replace(first, document=NEW))
    with pytest.raises(Outdated):
        store.keep_draft(replace(first, document="other"))
    kept = store.draft("kari")
    assert kept
    assert kept.document == NEW


def test_publishing_takes_the_draft_away_with_it(store: Store) -> None:
    store.keep_draft(Draft("kari", 0, NEW))
    store.keep_draft(Draft("tom", 0, NEW))
    assert store.publish_as(Publication(NEW, "Kari", "why", expected=0, editor="kari")) == 1
    assert [draft.editor for draft in store.drafts()] == ["tom"]


def test_who_has_not_seen_the_newest_revision_publishes_nothing(store: Store) -> None:
    store.publish(OLD, "Tom")
    store.keep_draft(Draft("kari", 0, NEW))
    with pytest.raises(Outdated):
        store.publish_as(Publication(NEW, "Kari", expected=0, editor="kari"))
    assert [revision.author for revision in store.history()] == ["Tom"]
    assert store.draft("kari")


def test_the_first_settings_of_all_have_nothing_to_go_back_to(store: Store) -> None:
    store.publish_as(Publication(OLD, "Kari", trial=True))
    assert store.open_trial() is None


def test_a_trial_goes_back_to_the_revision_that_was_known_to_be_good(store: Store) -> None:
    store.publish(OLD, "Kari")
    store.publish_as(Publication(NEW, "Kari", trial=True))
    store.publish_as(Publication(NEW + "# again\n", "Kari", trial=True))
    trial = store.open_trial()
    assert trial
    assert (trial.revision, trial.previous) == (3, 1)
    assert store.trials() == {2: "replaced", 3: "open"}


def test_the_way_back_is_a_revision_of_its_own(store: Store) -> None:
    store.publish(OLD, "Kari")
    store.publish_as(Publication(NEW, "Kari", trial=True))
    trial = store.open_trial()
    assert trial
    assert store.return_to(trial, "no registration")
    newest = store.current()
    assert newest
    assert (newest.document, newest.author, newest.note) == (OLD, AUTHOR, "no registration")
    assert store.open_trial() is None
    assert not store.return_to(trial, "once more")
    assert len(store.history()) == 3


def test_a_trial_that_is_over_stays_over(store: Store) -> None:
    store.publish(OLD, "Kari")
    store.publish_as(Publication(NEW, "Kari", trial=True))
    store.save([TrialRecord(2, TrialState.OPEN, ("trunk", "spare"))])
    trial = store.open_trial()
    assert trial
    assert trial.watched == ("trunk", "spare")
    store.save([TrialRecord(2, TrialState.CONFIRMED, ("trunk", "spare"))])
    store.save([TrialRecord(2, TrialState.OPEN, ("trunk", "spare"))])
    assert store.open_trial() is None


def test_the_writer_goes_back_and_says_why(desk: Desk) -> None:
    with Store(desk.disk.database, desk.disk.media) as store:
        store.migrate()
        store.publish(OLD, "Kari")
        store.publish_as(Publication(NEW, "Kari", trial=True))
        trial = store.open_trial()
    assert trial
    desk.writer.perform(ReturnTo(trial, "no registration"))
    changed = desk.heard.get(timeout=PATIENCE)
    assert isinstance(changed, SettingsChanged)
    assert changed.directory.office.name == "Fjordkontoret"
    assert changed.returned == "no registration"
    desk.writer.perform(ReturnTo(trial, "no registration"))
    again = desk.heard.get(timeout=PATIENCE)
    assert isinstance(again, SettingsChanged)
    assert again.returned == ""

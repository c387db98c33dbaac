"""New settings with which the switchboard fails: those before them come back by themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from store.desk import PATIENCE, Desk, Disk

from appliance.core.box.crash_guard import WENT_BACK, Failure, goes_back, is_young
from appliance.core.model.trial import NoteFailure
from appliance.core.protocol.events import SettingsChanged
from appliance.store.failures import FailureLog
from appliance.store.revisions import AUTHOR, Publication
from appliance.store.started import note_begin, note_end, read_started
from appliance.store.store import Store

OLD = '[office]\nname = "Fjordkontoret"\n'
NEW = '[office]\nname = "Kontoret"\n'


@pytest.fixture
def published(store: Store) -> Store:
    """A store whose newest settings were published a moment ago, over older ones."""
    store.publish(OLD, "Kari")
    store.publish_as(Publication(NEW, "Kari", trial=True))
    return store


def starts(store: Store, at: float, boot: str = "b1") -> str:
    return FailureLog(store, boot, at).begin()


def in_force(store: Store) -> tuple[str, str, str]:
    newest = store.current()
    assert newest
    return newest.document, newest.author, newest.note


@pytest.mark.parametrize(
    ("failures", "back"),
    [
        ([], False),
        ([Failure(2, 40.0)], False),
        ([Failure(2, 40.0), Failure(2, 90.0)], True),
        ([Failure(2, 29.0), Failure(2, 90.0)], False),
        ([Failure(1, 80.0), Failure(2, 90.0)], False),
        ([Failure(2, 90.0, times=2)], True),
    ],
)
def test_two_failures_of_the_same_settings_within_a_minute(
    failures: list[Failure], back: bool
) -> None:
    assert goes_back(failures, 2, now=90.0) is back


def test_old_settings_are_not_to_blame() -> None:
    now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    assert is_young(now - timedelta(hours=23), now)
    assert not is_young(now - timedelta(hours=24), now)
    assert is_young(now + timedelta(days=3), now), "the clock has gone back since"


def test_a_switchboard_that_ends_in_mid_work_twice_gets_its_old_settings_back(
    published: Store,
) -> None:
    assert starts(published, 10.0) == ""
    assert starts(published, 20.0) == ""
    assert in_force(published)[0] == NEW
    assert starts(published, 30.0) == WENT_BACK
    assert in_force(published) == (OLD, AUTHOR, WENT_BACK)
    assert published.trials() == {2: "returned"}
    for later in (31.0, 32.0, 33.0):
        assert starts(published, later) == "", "and from those it never goes back"
    assert len(published.history()) == 3


def test_ends_in_order_power_cuts_and_slow_failures_count_for_nothing(published: Store) -> None:
    for at in (10.0, 11.0, 12.0):
        assert starts(published, at) == ""
        FailureLog(published, "b1", at).end()
    for boot in ("b2", "b3", "b4"):
        assert starts(published, 1.0, boot) == ""
    for at in (100.0, 170.0, 240.0):
        assert starts(published, at, "b5") == ""
    assert in_force(published)[0] == NEW


def test_settings_that_have_proven_themselves_for_a_day_are_not_blamed(published: Store) -> None:
    with published.transaction() as db:
        day_ago = (datetime.now(UTC) - timedelta(hours=25)).isoformat()
        db.execute("UPDATE settings SET published_at = ? WHERE revision = 2", [day_ago])
    for at in (10.0, 11.0, 12.0, 13.0):
        assert starts(published, at) == ""
    assert in_force(published)[0] == NEW


def test_the_first_settings_of_all_have_none_before_them(store: Store) -> None:
    store.publish_as(Publication(OLD, "Kari", trial=True))
    for at in (10.0, 11.0, 12.0, 13.0):
        assert starts(store, at) == ""
    assert in_force(store)[0] == OLD


def test_settings_that_were_imported_without_a_trial_are_left_as_well(store: Store) -> None:
    store.publish(OLD, "Kari")
    store.publish(NEW, "Kari")
    assert [starts(store, at) for at in (10.0, 11.0, 12.0)] == ["", "", WENT_BACK]
    assert in_force(store)[0] == OLD


def test_a_begin_says_why_and_an_end_in_order_is_noted(published: Store, disk: Disk) -> None:
    note_begin(disk.database, disk.media)
    note_end(disk.database, disk.media)
    begun = [note_begin(disk.database, disk.media) for _ in range(3)]
    assert begun == ["", "", WENT_BACK]
    started, problems = read_started(disk.database, disk.media)
    assert (started.directory.office.name, problems) == ("Fjordkontoret", [])


def test_a_command_that_looks_at_the_settings_beside_a_running_switchboard_counts_for_nothing(
    published: Store, disk: Disk
) -> None:
    note_begin(disk.database, disk.media)
    for _ in range(5):
        read_started(disk.database, disk.media)
    assert in_force(published)[0] == NEW
    assert published.query("SELECT * FROM failures") == []


def test_a_disk_that_takes_no_note_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"no folder")
    assert note_begin(tmp_path / "data" / "office.db", tmp_path / "media") == ""
    note_end(tmp_path / "data" / "office.db", tmp_path / "media")


def test_the_writer_notes_failures_and_goes_back_at_the_second(desk: Desk) -> None:
    with Store(desk.disk.database, desk.disk.media) as store:
        store.migrate()
        store.publish(OLD, "Kari")
        store.publish_as(Publication(NEW, "Kari", trial=True))
    desk.writer.perform(NoteFailure())
    desk.writer.perform(NoteFailure())
    changed = desk.heard.get(timeout=PATIENCE)
    assert isinstance(changed, SettingsChanged)
    assert (changed.returned, changed.directory.office.name) == (WENT_BACK, "Fjordkontoret")
    assert desk.heard.empty()

"""What the box knows after a start, on a good disk and on a bad one."""

from __future__ import annotations

from pathlib import Path

from store.desk import Disk, remount
from store.records import presence, sms

from appliance.core.model.ids import SmsState
from appliance.core.protocol.events import Started
from appliance.core.settings.directory import neutral
from appliance.store.started import read_started
from appliance.store.store import Store

GOOD = '[office]\nname = "Fjordkontoret"\n'
BROKEN = '[office]\nname = "Fjordkontoret"\nring_seconds = "long"\n'


def test_a_new_box_answers_neutrally_and_says_what_to_do(disk: Disk) -> None:
    started, problems = read_started(disk.database, disk.media)
    assert started == Started(neutral(), new=True)
    assert len(problems) == 1
    assert "sentralbord settings import" in problems[0]


def test_settings_owed_sms_and_statuses_come_back(store: Store, disk: Disk) -> None:
    store.publish(GOOD, "kari")
    owed = [sms("s1", SmsState.SENDING), sms("s2", SmsState.MAYBE), sms("s3", SmsState.QUEUED)]
    store.save([*owed, sms("s4", SmsState.SENT), presence()])
    started, problems = read_started(disk.database, disk.media)
    assert problems == []
    assert started.directory.office.name == "Fjordkontoret"
    assert started.outbox == tuple(owed)
    assert started.presences == (presence(),)


def test_the_last_valid_settings_hold_where_the_newest_are_broken(store: Store, disk: Disk) -> None:
    for document in (GOOD, BROKEN, "no TOML at all"):
        store.publish(document, "kari")
    started, problems = read_started(disk.database, disk.media)
    assert started.directory.office.name == "Fjordkontoret"
    assert ["Revision 3" in problems[0], "Revision 2" in problems[1]] == [True, True]
    assert "office.ring_seconds" in problems[1]
    assert problems[2] == "Revision 1 of the settings is in force."


def test_without_any_valid_settings_callers_are_answered_neutrally(
    store: Store, disk: Disk
) -> None:
    store.publish(BROKEN, "kari")
    started, problems = read_started(disk.database, disk.media)
    assert started.directory == neutral()
    assert "answered neutrally" in problems[-1]


def test_an_ownerless_recording_is_named_at_start(store: Store, disk: Disk) -> None:
    store.publish(GOOD, "kari")
    disk.media.mkdir()
    (disk.media / "c9.wav").write_bytes(b"RIFF")
    _, problems = read_started(disk.database, disk.media)
    assert len(problems) == 1
    assert "c9.wav belongs to no message" in problems[0]


def test_a_damaged_database_does_not_stop_the_telephone(disk: Disk) -> None:
    disk.database.write_bytes(b"this is a letter, not a database" * 100)
    started, problems = read_started(disk.database, disk.media)
    assert started == Started(neutral())
    assert len(problems) == 1
    assert "damaged" in problems[0]


def test_a_disk_that_is_not_there_does_not_stop_the_telephone(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"no folder")
    started, problems = read_started(tmp_path / "data" / "office.db", tmp_path / "data" / "media")
    assert started == Started(neutral())
    assert problems


def test_settings_are_read_from_a_disk_that_can_only_be_read(small_disk: Disk) -> None:
    with Store(small_disk.database, small_disk.media) as store:
        store.migrate()
        store.publish(GOOD, "kari")
        store.save([sms()])
    remount(small_disk, "ro")
    started, problems = read_started(small_disk.database, small_disk.media)
    assert started.directory.office.name == "Fjordkontoret"
    assert started.outbox == (sms(),)
    assert "can only be read" in problems[0]


def test_settings_are_read_from_a_full_disk(small_disk: Disk) -> None:
    with Store(small_disk.database, small_disk.media) as store:
        store.migrate()
        store.publish(GOOD, "kari")
    small_disk.fill()
    started, _ = read_started(small_disk.database, small_disk.media)
    assert started.directory.office.name == "Fjordkontoret"


def test_a_log_that_cannot_be_read_is_not_passed_over_in_silence(small_disk: Disk) -> None:
    with Store(small_disk.database, small_disk.media) as store:
        store.migrate()
        store.publish(GOOD, "kari")
    with Store(small_disk.database, small_disk.media) as store:
        store.publish(GOOD.replace("Fjordkontoret", "Kystkontoret"), "kari")
        files = {file: file.read_bytes() for file in small_disk.data.glob("office.db*")}
    for file, content in files.items():
        file.write_bytes(content)
    (small_disk.data / "office.db-shm").unlink()
    remount(small_disk, "ro")
    started, problems = read_started(small_disk.database, small_disk.media)
    assert started == Started(neutral())
    assert "can only be read" in problems[0]


def test_what_was_committed_before_a_power_cut_is_read_from_a_read_only_disk(
    small_disk: Disk,
) -> None:
    with Store(small_disk.database, small_disk.media) as store:
        store.migrate()
        store.publish(GOOD, "kari")
        files = {file: file.read_bytes() for file in small_disk.data.glob("office.db*")}
    for file, content in files.items():
        file.write_bytes(content)
    assert (small_disk.data / "office.db-wal").stat().st_size
    remount(small_disk, "ro")
    started, _ = read_started(small_disk.database, small_disk.media)
    assert started.directory.office.name == "Fjordkontoret"

"""The writer thread: one answer for each command, whatever the disk does."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from queue import Queue

import pytest
from store.desk import PATIENCE, Desk, Disk, remount
from store.records import MORNING, call, message, sms

from appliance.core.model.ids import Receipt, TrailStep
from appliance.core.model.told import Told
from appliance.core.protocol.commands import Save
from appliance.core.protocol.events import (
    Event,
    Saved,
    SaveFailed,
    SettingsBroken,
    SettingsChanged,
)
from appliance.store.store import Store
from appliance.store.writer import Writer

OFFICE = '[office]\nname = "Fjordkontoret"\n'


def stored(disk: Disk) -> list[str]:
    with Store(disk.database, disk.media) as store:
        return [row["id"] for row in store.messages(1000)]


def test_saved_is_said_when_the_rows_are_on_the_disk(desk: Desk) -> None:
    assert desk.save("r1", message(), sms(about="c1")) == Saved(Receipt("r1"))
    assert stored(desk.disk) == ["c1"]


def test_what_waits_in_the_mailbox_is_finished_before_the_end(disk: Disk) -> None:
    desk = Desk(disk)
    for number in range(50):
        desk.writer.perform(Save(Receipt(f"r{number}"), (message(f"c{number}"),)))
    desk.writer.start()
    desk.writer.stop()
    answers = [desk.heard.get_nowait() for _ in range(50)]
    assert answers == [Saved(Receipt(f"r{number}")) for number in range(50)]
    assert len(stored(disk)) == 50


def test_after_the_end_a_save_is_refused_and_not_forgotten(disk: Disk) -> None:
    desk = Desk(disk)
    desk.writer.start()
    desk.writer.stop()
    refused = desk.save("late", message())
    assert isinstance(refused, SaveFailed)
    assert "stopping" in refused.reason


def test_a_failing_save_does_not_spoil_its_neighbours(desk: Desk) -> None:
    lost = message("c2", recording="/nowhere/c2.wav")
    for number, record in enumerate([message("c1"), lost, message("c3")], 1):
        desk.writer.perform(Save(Receipt(f"r{number}"), (record,)))
    answers = [desk.heard.get(timeout=PATIENCE) for _ in range(3)]
    assert [type(answer) for answer in answers] == [Saved, SaveFailed, Saved]
    assert stored(desk.disk) == ["c3", "c1"]


def test_a_locked_database_is_named_and_the_same_save_succeeds_later(desk: Desk) -> None:
    assert desk.save("r0", call()) == Saved(Receipt("r0"))
    recording = desk.disk.spoken("c1")
    other = sqlite3.connect(desk.disk.database)
    try:
        other.execute("BEGIN IMMEDIATE")
        refused = desk.save("r1", message(recording=recording))
        assert isinstance(refused, SaveFailed)
        assert "Another programme holds the database" in refused.reason
        assert list(desk.disk.media.iterdir()) == []
    finally:
        other.close()
    assert desk.save("r1", message(recording=recording)) == Saved(Receipt("r1"))
    assert (desk.disk.media / "c1.wav").exists()


def test_after_trouble_the_database_that_lies_there_now_is_used(desk: Desk) -> None:
    assert desk.save("r0", message("c0")) == Saved(Receipt("r0"))
    other = sqlite3.connect(desk.disk.database)
    try:
        other.execute("BEGIN IMMEDIATE")
        assert isinstance(desk.save("r1", message()), SaveFailed)
    finally:
        other.close()
    for file in desk.disk.data.glob("office.db*"):
        file.unlink()
    assert desk.save("r1", message()) == Saved(Receipt("r1"))
    assert stored(desk.disk) == ["c1"]


def test_two_writers_at_once_wait_for_each_other(disk: Disk) -> None:
    desks = [Desk(disk, lock_seconds=PATIENCE) for _ in range(2)]
    for desk in desks:
        desk.writer.start()
    for number in range(30):
        for at, desk in enumerate(desks):
            name = f"c{number}-{at}"
            desk.writer.perform(Save(Receipt(name), (call(name), message(name))))
    answers = [desk.heard.get(timeout=PATIENCE) for desk in desks for _ in range(30)]
    for desk in desks:
        desk.writer.stop()
    assert {type(answer) for answer in answers} == {Saved}
    assert len(stored(disk)) == 60


def test_a_full_disk_refuses_whole_and_takes_the_same_save_once_there_is_room(
    small_desk: Desk,
) -> None:
    disk = small_desk.disk
    assert small_desk.save("r1", message("c1", recording=disk.spoken("c1"))) == Saved(Receipt("r1"))
    long = disk.spoken("c2", b"x" * 600_000)
    refused = small_desk.save("r2", message("c2", recording=long), sms("c2-sms", about="c2"))
    assert isinstance(refused, SaveFailed)
    assert "The disk is full" in refused.reason
    assert [file.name for file in disk.media.iterdir()] == ["c1.wav"]
    disk.spoken("c2", b"x" * 60_000)
    assert small_desk.save("r2", message("c2", recording=long), sms("c2-sms", about="c2")) == Saved(
        Receipt("r2")
    )
    assert stored(disk) == ["c2", "c1"]


def test_rows_that_find_no_room_are_refused_and_the_writer_lives_on(small_desk: Desk) -> None:
    disk = small_desk.disk
    assert small_desk.save("r1", message("c1")) == Saved(Receipt("r1"))
    filler = disk.fill()
    recording = disk.spoken("c2", b"")
    said = TrailStep(MORNING, Told.TEXT, {"words": "word " * 50_000})
    talkative = replace(call("c2"), trail=(said,))
    refused = small_desk.save("r2", message("c2", recording=recording), talkative)
    assert isinstance(refused, SaveFailed)
    assert "The disk is full" in refused.reason
    assert not (disk.media / "c2.wav").exists()
    filler.unlink()
    assert small_desk.save("r2", message("c2", recording=recording)) == Saved(Receipt("r2"))
    assert stored(disk) == ["c2", "c1"]


def test_a_full_disk_at_the_first_start_is_a_state_and_not_an_end(small_desk: Desk) -> None:
    filler = small_desk.disk.fill()
    refused = small_desk.save("r1", message())
    assert isinstance(refused, SaveFailed)
    assert "The disk is full" in refused.reason
    filler.unlink()
    assert small_desk.save("r1", message()) == Saved(Receipt("r1"))


def test_a_disk_that_can_only_be_read_is_named(small_desk: Desk) -> None:
    assert small_desk.save("r1", message("c1")) == Saved(Receipt("r1"))
    small_desk.writer.stop()
    remount(small_desk.disk, "ro")
    reader = Desk(small_desk.disk)
    reader.writer.start()
    try:
        refused = reader.save("r2", message("c2"))
        assert isinstance(refused, SaveFailed)
        assert "can only be read" in refused.reason
        remount(small_desk.disk, "rw")
        assert reader.save("r2", message("c2")) == Saved(Receipt("r2"))
    finally:
        reader.writer.stop()


def test_a_file_that_is_no_database_is_named(desk: Desk) -> None:
    desk.disk.database.write_bytes(b"this is a letter, not a database" * 100)
    refused = desk.save("r1", message())
    assert isinstance(refused, SaveFailed)
    assert "damaged" in refused.reason


def test_a_folder_in_the_place_of_the_database_is_named(desk: Desk) -> None:
    desk.disk.database.mkdir()
    refused = desk.save("r1", message())
    assert isinstance(refused, SaveFailed)
    assert "cannot be opened" in refused.reason


def test_published_settings_are_read_whole(desk: Desk) -> None:
    assert isinstance(desk.load(), SettingsBroken)
    with Store(desk.disk.database, desk.disk.media) as store:
        store.publish(OFFICE, "kari")
    changed = desk.load("request 7")
    assert isinstance(changed, SettingsChanged)
    assert (changed.directory.office.name, changed.request) == ("Fjordkontoret", "request 7")


def test_settings_that_cannot_be_used_are_named_with_the_path(desk: Desk) -> None:
    desk.load()
    with Store(desk.disk.database, desk.disk.media) as store:
        store.publish(OFFICE + "ring_secondz = 3\n", "kari")
    broken = desk.load("request 8")
    assert isinstance(broken, SettingsBroken)
    assert broken.request == "request 8"
    assert "Revision 1" in broken.reason
    assert "office.ring_secondz" in broken.reason


def test_a_record_that_makes_no_sense_is_answered_and_reported(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.writer.perform(Save(Receipt("r1"), (object(),)))  # type: ignore[arg-type]
    refused = desk.heard.get(timeout=PATIENCE)
    assert isinstance(refused, SaveFailed)
    assert "Report it" in refused.reason
    assert "could not perform Save" in caplog.text
    assert desk.save("r2", message()) == Saved(Receipt("r2"))


def test_the_death_of_the_thread_is_reported(disk: Disk) -> None:
    deaths: Queue[BaseException] = Queue()

    def inbox(event: Event) -> None:
        raise RuntimeError("the inbox is gone")

    writer = Writer(disk.database, disk.media, inbox, deaths.put)
    writer.start()
    writer.perform(Save(Receipt("r1"), (message(),)))
    assert str(deaths.get(timeout=PATIENCE)) == "the inbox is gone"
    writer.stop()

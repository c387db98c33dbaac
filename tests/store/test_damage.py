"""Bytes that turned over in the database: what is whole goes on being used, and the rest is told.

SQLite keeps no sums of its pages: a page is known to be damaged by its make-up alone.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from store.desk import Disk, scratch
from store.records import call, message, presence, sms

from appliance.core.model.ids import SmsState
from appliance.core.settings.directory import neutral
from appliance.store.database_file import mark_of
from appliance.store.snapshot import take_snapshot
from appliance.store.started import note_begin, read_started
from appliance.store.store import Store
from appliance.store.troubles import DAMAGED, NEWER, StoreError

GOOD = '[office]\nname = "Fjordkontoret"\n'
OWED, LAST = (sms(id, SmsState.QUEUED) for id in ("s1", "s2"))


class PowerCut(BaseException):
    """The power went."""


@pytest.fixture
def full(disk: Disk) -> Disk:
    """A store with something in every table that the start looks at, and closed."""
    with Store(disk.database, disk.media) as store:
        store.migrate()
        store.publish(GOOD, "kari")
        store.save([OWED, presence(), call("c1")])
    return disk


def turn_over(disk: Disk, table: str) -> None:
    """Turn every bit of the first page of a table or an index."""
    with sqlite3.connect(disk.database) as db:
        where = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        ((page,),) = db.execute(where, [table]).fetchall()
        ((size,),) = db.execute("PRAGMA page_size").fetchall()
    db.close()
    with disk.database.open("r+b") as file:
        file.seek((page - 1) * size)
        turned = bytes(255 - octet for octet in file.read(size))
        file.seek((page - 1) * size)
        file.write(turned)


@pytest.mark.parametrize(
    "table", ["outbox", "presence", "greetings", "trials", "few_recordings", "inbox"]
)
def test_the_settings_are_used_whatever_else_is_damaged(full: Disk, table: str) -> None:
    turn_over(full, table)
    started, problems = read_started(full.database, full.media)
    assert started.directory.office.name == "Fjordkontoret"
    assert started.outbox == (() if table == "outbox" else (OWED,))
    assert started.presences == (() if table == "presence" else (presence(),))
    assert DAMAGED in problems
    assert not started.new


LOG_HEADER, FRAME_HEADER = 32, 24
"""Octets before the first page of a write-ahead log, and each page (SQLite's format)."""


@pytest.fixture
def unplugged(full: Disk, tmp_path: Path) -> Disk:
    """The power went while the last SMS lay in the write-ahead log alone."""
    with Store(full.database, full.media) as store:
        store.save([LAST])
        (tmp_path / "left").mkdir()
        left = scratch(tmp_path / "left")
        for file in full.data.glob("office.db*"):
            shutil.copyfile(file, left.data / file.name)
    return left


def log_of(disk: Disk) -> Path:
    return disk.database.with_name(f"{disk.database.name}-wal")


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_of_a_log_that_was_cut_all_that_went_before_is_there(unplugged: Disk, share: float) -> None:
    """What the log holds is one transaction: a part of it never happened (and its caller was never
    told that it had, for that is told after the disk has all of it)."""
    os.truncate(log_of(unplugged), int(share * log_of(unplugged).stat().st_size))
    started, problems = read_started(unplugged.database, unplugged.media)
    assert started.directory.office.name == "Fjordkontoret"
    assert (started.outbox, started.presences) == ((OWED,), (presence(),))
    assert (problems, started.new) == ([], False)
    with Store(unplugged.database, unplugged.media) as store:
        store.save([LAST])
    assert read_started(unplugged.database, unplugged.media)[0].outbox == (OWED, LAST)


def test_what_was_committed_is_in_the_log(unplugged: Disk) -> None:
    assert read_started(unplugged.database, unplugged.media)[0].outbox == (OWED, LAST)


@pytest.mark.parametrize("turned", [0, LOG_HEADER, LOG_HEADER + FRAME_HEADER + 100])
def test_a_log_whose_bytes_turned_over_counts_up_to_there(unplugged: Disk, turned: int) -> None:
    content = bytearray(log_of(unplugged).read_bytes())
    content[turned] ^= 0xFF
    log_of(unplugged).write_bytes(content)
    started, problems = read_started(unplugged.database, unplugged.media)
    assert (started.directory.office.name, started.outbox) == ("Fjordkontoret", (OWED,))
    assert problems == []


def test_damage_that_the_start_does_not_meet_is_told_with_the_next_message(full: Disk) -> None:
    turn_over(full, "messages")
    started, problems = read_started(full.database, full.media)
    assert (started.directory.office.name, started.outbox) == ("Fjordkontoret", (OWED,))
    assert problems == []
    with Store(full.database, full.media) as store:
        with pytest.raises(StoreError, match="database is damaged"):
            store.save([message("c1")])
        store.save([presence()])


def test_what_is_owed_is_known_where_the_settings_are_damaged(full: Disk) -> None:
    turn_over(full, "settings")
    started, problems = read_started(full.database, full.media)
    assert started.directory == neutral()
    assert (started.outbox, started.new) == ((OWED,), False)
    assert problems == [DAMAGED]


def test_the_revision_before_holds_where_the_newest_has_turned_over(full: Disk) -> None:
    long = GOOD.replace("Fjordkontoret", "Kystkontoret") + "# more than a page\n" * 2000
    with Store(full.database, full.media) as store:
        store.publish(long, "kari")
    content = full.database.read_bytes()
    name = content.index(b"Kystkontoret")
    full.database.write_bytes(content[:name] + b"\xff\xfe" + content[name + 2 :])
    started, problems = read_started(full.database, full.media)
    assert started.directory.office.name == "Fjordkontoret"
    assert "Revision 2" in problems[0]
    assert problems[-1] == "Revision 1 of the settings is in force."


@pytest.mark.parametrize(("how", "said"), [("empty", DAMAGED), ("gone", "The database is gone.")])
def test_a_box_that_had_a_database_is_never_new_without_it(full: Disk, how: str, said: str) -> None:
    full.database.unlink()
    if how == "empty":
        full.database.touch()
    for _ in range(2):  # nobody makes it meanwhile
        with pytest.raises(StoreError, match=said):
            Store(full.database, full.media)
        note_begin(full.database, full.media)
        started, problems = read_started(full.database, full.media)
        assert (started.directory, started.new) == (neutral(), False)
        assert len(problems) == 1
        assert problems[0].startswith(said)
    with pytest.raises(StoreError, match=said):
        take_snapshot(full.database, full.data / "copy")
    assert full.database.exists() == (how == "empty")


def test_who_wants_to_begin_anew_is_told_how(full: Disk) -> None:
    full.database.unlink()
    mark_of(full.database).unlink()
    assert read_started(full.database, full.media)[0].new


def test_a_box_that_had_a_database_before_there_was_a_mark_gets_one(full: Disk) -> None:
    mark_of(full.database).unlink()
    Store(full.database, full.media).close()
    full.database.unlink()
    assert not read_started(full.database, full.media)[0].new


@pytest.mark.parametrize("dies_at", [os.link, os.fsync, sqlite3.connect])
def test_a_first_start_that_is_cut_short_leaves_no_half_database(
    disk: Disk, dies_at: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as cut:
        cut.setattr(sqlite3 if dies_at is sqlite3.connect else os, dies_at.__name__, dies)
        with pytest.raises(PowerCut):
            Store(disk.database, disk.media)
    assert not disk.database.exists()
    assert read_started(disk.database, disk.media)[0].new


def test_two_who_start_at_once_make_one_database(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = os.link

    def is_second(half: Path, database: Path) -> None:
        monkeypatch.setattr(os, "link", links)
        with Store(disk.database, disk.media) as first:
            first.migrate()
            first.publish(GOOD, "kari")
        links(half, database)

    monkeypatch.setattr(os, "link", is_second)
    with Store(disk.database, disk.media) as second:
        assert second.revision_numbers() == [1]
    assert {file.name for file in disk.data.iterdir()} == {"office.db", "office.db.made"}


def test_a_database_of_a_newer_release_is_used_and_told_of(full: Disk) -> None:
    with sqlite3.connect(full.database) as db:
        columns = "(migration_set, name, applied_at)"
        made = "('sentralbord', 'm999_to_come', '2031-01-01')"
        db.execute(f"INSERT INTO _sqlite_migrations {columns} VALUES {made}")
    db.close()
    started, problems = read_started(full.database, full.media)
    assert started.directory.office.name == "Fjordkontoret"
    assert problems == [NEWER]


def test_a_column_that_a_newer_release_has_renamed_is_told_of(full: Disk) -> None:
    with sqlite3.connect(full.database) as db:
        db.execute("ALTER TABLE calls RENAME COLUMN about TO concerning")
    db.close()
    with (
        Store(full.database, full.media) as store,
        pytest.raises(StoreError, match="newer release"),
    ):
        store.save([call("c2")])

"""Pulled plugs: what was said to be saved is there after the process was killed at any moment."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from store import endless_saver
from store.desk import Disk
from store.records import message

import appliance
from appliance.store.store import Store
from appliance.store.troubles import StoreError

SAVER = Path(endless_saver.__file__)
PLACES = [str(Path(appliance.__file__).parents[1]), str(SAVER.parents[1])]


def saved_before_kill(disk: Disk, name: str, enough: int) -> list[str]:
    """Kill a saving process after `enough` receipts; return all that it printed."""
    command = [sys.executable, str(SAVER), str(disk.data), str(disk.memory), name]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(PLACES)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as saver:
        assert saver.stdout is not None
        printed = [saver.stdout.readline() for _ in range(enough)]
        saver.kill()
        printed += saver.stdout.readlines()
    return [line.strip() for line in printed if line.endswith("\n")]


@pytest.mark.parametrize("enough", [1, 2, 7, 23])
def test_every_receipt_that_was_given_holds_after_a_kill(disk: Disk, enough: int) -> None:
    receipts: list[str] = []
    for round_name in ("a", "b"):
        receipts += saved_before_kill(disk, round_name, enough)
        with Store(disk.database, disk.media) as store:
            store.migrate()
            store.ownerless_recordings()
            recordings = {row["id"]: row["recording"] for row in store.messages(-1)}
            owed = {sms.message for sms in store.unsent()}
            calls = {row["id"] for row in store.calls(-1)}
        assert len(receipts) >= enough
        assert set(receipts) <= set(recordings)
        assert set(recordings) == owed == calls
        for name, recording in recordings.items():
            assert (disk.media / recording).read_bytes() == name.encode() * 5000
    assert list(disk.media.glob("*.part")) == []
    with sqlite3.connect(disk.database) as check:
        assert check.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    check.close()


def test_a_half_copy_is_swept_away_and_an_ownerless_recording_is_named(
    store: Store, disk: Disk
) -> None:
    store.save([message(recording=disk.spoken("c1"))])
    (disk.media / "c2.wav.part").write_bytes(b"RIFF ha")
    (disk.media / "c3.wav").write_bytes(b"RIFF whole")
    assert store.ownerless_recordings() == ["c3.wav"]
    assert sorted(file.name for file in disk.media.iterdir()) == ["c1.wav", "c3.wav"]


def test_a_recording_larger_than_a_file_may_be_is_refused_whole(store: Store, disk: Disk) -> None:
    recording = disk.spoken("c1", b"x" * 400_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(StoreError, match="disk is full"):
            store.save([message(recording=recording)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(disk.media.iterdir()) == store.messages(9) == []
    store.save([message(recording=recording)])
    assert store.recording("c1").stat().st_size == 400_000

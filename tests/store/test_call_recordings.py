"""Recorded talks on the disk: kept whole, deleted for good, and never in the way of a call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from appliance.commands.recordings import recordings
from appliance.core.model.talks import CallRecording, RecordingsExpired
from appliance.speech.wave_files import encoded
from appliance.store.sounds.talks import CallRecordings
from appliance.store.store import Store

BEGAN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
ROW = CallRecording("c1-1", "c1", 1, "nordlys", "nordlys", "+4710000077", "bo", BEGAN, True, 5.0)


@dataclass
class Box:
    """Where a store is."""

    database: Path
    media: Path


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path / "data" / "office.db", tmp_path / "data" / "media")


@pytest.fixture
def store(box: Box) -> Iterator[Store]:
    with Store(box.database, box.media) as store:
        store.migrate()
        yield store


def in_memory(tmp_path: Path, row: CallRecording = ROW) -> CallRecording:
    path = tmp_path / f"{row.id}.wav"
    path.write_bytes(encoded([1000, -1000] * 100))
    return replace(row, recording=str(path))


def run(box: Box, *arguments: object) -> Result:
    result = CliRunner().invoke(recordings, [str(one) for one in arguments], obj=box)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_recording_moves_from_memory_to_the_disk(store: Store, tmp_path: Path) -> None:
    row = in_memory(tmp_path)
    store.save((row,))
    kept = CallRecordings(store)
    path = kept.file_of("c1-1")
    assert path
    assert path.read_bytes() == encoded([1000, -1000] * 100)
    assert not Path(row.recording or "").exists()
    assert [(r["call"], r["seconds"]) for r in kept.of_call("c1")] == [("c1", 5.0)]


def test_saved_twice_it_is_kept_once_and_whole(store: Store, tmp_path: Path) -> None:
    row = in_memory(tmp_path)
    store.save((row,))
    store.save((row,))
    (stored,) = CallRecordings(store).all(10)
    assert stored["recording"] == "c1-1.wav"
    assert stored["problem"] == ""


def test_one_that_is_gone_from_memory_is_said_and_stops_no_other_record(store: Store) -> None:
    store.save((replace(ROW, recording="/nowhere/c1-1.wav"),))
    (stored,) = CallRecordings(store).all(10)
    assert stored["recording"] is None
    assert "gone from memory" in stored["problem"]


def test_what_has_expired_is_deleted_rows_and_files(store: Store, tmp_path: Path) -> None:
    old, young = ROW, replace(ROW, id="c2-1", started=BEGAN + timedelta(days=2))
    for row in (old, young):
        store.save((in_memory(tmp_path, row),))
    orphan = store.talks.file_for("c9-1")
    orphan.write_bytes(b"the power went before its row")
    store.save((RecordingsExpired(BEGAN + timedelta(days=1)),))
    assert [row["id"] for row in CallRecordings(store).all(10)] == ["c2-1"]
    assert [file.name for file in store.talks.shelf.folder.iterdir()] == ["c2-1.wav"]


def test_spoken_messages_are_left_alone_by_the_rule(store: Store, box: Box) -> None:
    box.media.mkdir()
    message = box.media / "m1.wav"
    message.write_bytes(b"spoken")
    store.save((RecordingsExpired(BEGAN),))
    assert message.exists()


def test_talks_are_listed_taken_along_and_deleted_by_the_command(
    store: Store, box: Box, tmp_path: Path
) -> None:
    assert "No talk is recorded." in run(box, "list").output
    store.save((in_memory(tmp_path), replace(ROW, id="c1-2", part=2, problem="no room")))
    listed = run(box, "list", "--call", "c1").output.splitlines()
    assert listed[0] == "c1-1  2026-11-20 10:00 UTC  +4710000077 with bo  5 s"
    assert listed[1].endswith("no room")
    target = tmp_path / "along.wav"
    assert run(box, "export", "c1-1", target).exit_code == 0
    assert target.read_bytes() == encoded([1000, -1000] * 100)
    assert run(box, "export", "c1-2", target).exit_code == 1
    assert "is deleted" in run(box, "delete", "c1-1", "c1-2").output
    assert list(store.talks.shelf.folder.iterdir()) == []
    again = run(box, "delete", "c1-1")
    assert (again.exit_code, again.output) == (1, "There is no recording c1-1.\n")


def test_without_a_player_the_file_is_named(
    store: Store, box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save((in_memory(tmp_path),))
    monkeypatch.setenv("PATH", "/nowhere")
    assert "c1-1.wav" in run(box, "play", "c1-1").output

"""Backups that make themselves: due or not, kept or forgotten, and a fault when they fail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from backup.boxes import PASSPHRASE, FakeBox, as_restored, furnished
from support.small_disk import fill, mounted

from appliance.backup import schedule
from appliance.backup.envelope import BackupKey
from appliance.backup.restoring import finish_restore
from appliance.backup.staging import stage

NIGHT = datetime(2026, 3, 1, 3, 30, tzinfo=UTC)
A_DAY = timedelta(days=1)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def box(tmp_path: Path, stick: Path, key: BackupKey) -> FakeBox:
    """A box that backs itself up, three times kept, with a passphrase."""
    box = furnished(FakeBox(tmp_path / "box", part("folder", stick)), "box", messages=1)
    content = key.recipient.encode() + b"\n" + key.locked
    (box.data / schedule.KEY).write_bytes(content)
    return box


def part(kind: str, folder: Path) -> str:
    return f'backup = {{kind = "{kind}", folder = "{folder}", keep = 3}}\n'


def run(box: FakeBox, now: datetime = NIGHT) -> schedule.Status:
    return schedule.scheduled_backup(box.device, box.description, now)


def test_the_newest_three_are_kept_and_each_opens(
    box: FakeBox, stick: Path, tmp_path: Path
) -> None:
    (stick / "holiday.jpg").write_bytes(b"not ours")
    (stick / "sentralbord-20260101-033000.backup.part").write_bytes(b"half")
    for night in range(5):
        assert run(box, NIGHT + night * A_DAY).ok
    days = [f"sentralbord-2026030{day}-033000.backup" for day in (3, 4, 5)]
    assert sorted(file.name for file in stick.iterdir()) == ["holiday.jpg", *days]
    bare = FakeBox(tmp_path / "bare")
    stage(bare.device, stick / days[-1], PASSPHRASE)
    finish_restore(bare.device)
    assert bare.contents() == as_restored(box.contents()) | {"files": bare.files()}
    assert (bare.data / schedule.KEY).read_bytes() == (box.data / schedule.KEY).read_bytes()


def test_nothing_is_due_before_a_day_has_passed(box: FakeBox) -> None:
    assert schedule.is_due(box.device, NIGHT)
    run(box)
    assert not schedule.is_due(box.device, NIGHT + timedelta(hours=3))
    assert schedule.is_due(box.device, NIGHT + A_DAY)


def test_the_panel_is_told_of_what_is_missing(tmp_path: Path, stick: Path) -> None:
    box = FakeBox(tmp_path / "box", part("folder", stick))
    assert "sentralbord backup --set-passphrase" in schedule.standing_problem(box.device, NIGHT)
    status = run(box)
    assert not status.ok
    assert "has a passphrase" in status.words
    assert schedule.standing_problem(FakeBox(tmp_path / "plain").device, NIGHT) == ""


def test_a_missing_stick_is_a_fault_until_it_is_back(box: FakeBox, stick: Path) -> None:
    stick.rename(stick.with_name("pulled"))
    assert not run(box).ok
    assert f"{stick}, is not there" in schedule.standing_problem(box.device, NIGHT)
    stick.with_name("pulled").rename(stick)
    assert run(box).ok
    assert schedule.standing_problem(box.device, NIGHT + A_DAY) == ""
    assert "no backup since 2026-03-01" in schedule.standing_problem(box.device, NIGHT + 4 * A_DAY)


def test_a_mount_point_without_a_stick_gets_nothing(box: FakeBox, stick: Path) -> None:
    box = FakeBox(box.folder, part("stick", stick))
    assert "No stick is plugged in" in run(box).words
    assert list(stick.iterdir()) == []


@pytest.fixture
def small_stick(stick: Path) -> Iterator[Path]:
    with mounted(stick, "128k") as small:
        yield small


def test_a_full_stick_is_said_to_be_full(box: FakeBox, small_stick: Path) -> None:
    box = FakeBox(box.folder, part("stick", small_stick))
    status = run(box)
    assert "Make room" in status.words
    assert list(small_stick.iterdir()) == []


def test_a_full_data_disk_keeps_no_status_and_the_panel_is_told_all_the_same(
    tmp_path: Path, stick: Path, key: BackupKey
) -> None:
    with mounted(tmp_path / "box" / "data", "3m") as disk:
        box = furnished(FakeBox(tmp_path / "box", part("folder", stick)), "box", messages=1)
        (box.data / schedule.KEY).write_bytes(key.recipient.encode() + b"\n" + key.locked)
        assert run(box).ok
        before = {file.name for file in box.data.iterdir()}
        filler = fill(disk)
        status = run(box, NIGHT + A_DAY)
        assert (status.ok, status.last_good) == (False, NIGHT)
        assert "Make room, then try again." in status.words
        filler.unlink()
        assert {file.name for file in box.data.iterdir()} == before
        assert schedule.is_due(box.device, NIGHT + A_DAY)
        assert run(box, NIGHT + A_DAY).ok


def test_a_passphrase_is_set_once_and_not_kept(box: FakeBox) -> None:
    schedule.set_passphrase(box.device, "annet ord for det hele")
    everything = b"".join(path.read_bytes() for path in box.data.rglob("*") if path.is_file())
    assert b"annet ord" not in everything
    assert b"AGE-SECRET-KEY" not in everything

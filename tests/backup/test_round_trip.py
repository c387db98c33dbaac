"""What was on the box is on the new box, opened with the passphrase and nothing else."""

from __future__ import annotations

import os
import pty
import shutil
import tarfile
import threading
from pathlib import Path

import pytest
from backup.boxes import PASSPHRASE, FakeBox, as_restored, furnished
from backup.forging import holding, sealed
from store.records import message
from support.patience import PATIENCE
from support.planted import MARK

from appliance.backup.envelope import BackupKey
from appliance.backup.make import make_backup
from appliance.backup.places import alone
from appliance.backup.restoring import finish_restore, restore_is_decided
from appliance.backup.staging import check_backup, stage
from appliance.backup.troubles import BackupError
from appliance.store.troubles import StoreError


def restore(box: FakeBox, file: Path, passphrase: str = PASSPHRASE) -> None:
    with alone(box.data):
        stage(box.device, file, passphrase)
    assert finish_restore(box.device)


def test_everything_of_the_old_box_is_on_the_new_one(
    old: FakeBox, saved: Path, tmp_path: Path
) -> None:
    box = FakeBox(tmp_path / "bare")
    restore(box, saved)
    assert box.contents() == as_restored(old.contents())
    assert (box.data / "restored-device.toml").read_text() == old.description.read_text()
    assert sorted(p.name for p in box.data.glob("restore*")) == ["restored-device.toml"]


def test_the_backup_of_a_box_that_was_restored_is_restored_too(
    old: FakeBox, new: FakeBox, saved: Path, key: BackupKey, tmp_path: Path
) -> None:
    """It held the description of the box before the last, which stood in the way of its own."""
    restore(new, saved)
    manifest = make_backup(new.device, new.description, tmp_path / "second.backup", key)
    assert "data/restored-device.toml" not in {entry.name for entry in manifest.files}
    third = FakeBox(tmp_path / "third")
    restore(third, tmp_path / "second.backup")
    assert third.contents() == as_restored(old.contents())
    assert (third.data / "restored-device.toml").read_text() == new.description.read_text()


def test_a_backup_of_before_holds_the_description_of_the_box_before_the_last(
    new: FakeBox, key: BackupKey, database: bytes, tmp_path: Path
) -> None:
    older = {"data/restored-device.toml": b"of the box before", "device.toml": b"of that box"}
    file = sealed(holding({"sentralbord.db": database, **older}), tmp_path / "office.backup", key)
    restore(new, file)
    assert (new.data / "restored-device.toml").read_bytes() == b"of that box"


def test_a_backup_holds_no_secret_of_the_settings_in_clear(
    old: FakeBox, key: BackupKey, tmp_path: Path
) -> None:
    """Nor anything else of them: it is locked as a whole, by one lock for everything."""
    with old.store() as store:
        store.publish(f'[office]\nname = "x"\ngraph_secret = "{MARK}-graph"\n', author="anna")
    assert MARK.encode() in old.device.database.read_bytes()
    make_backup(old.device, old.description, tmp_path / "office.backup", key)
    for file in tmp_path.rglob("*"):
        if file.is_file() and old.data not in file.parents:
            assert MARK.encode() not in file.read_bytes(), file


def test_what_was_there_before_is_replaced_whole_and_kept_aside(
    old: FakeBox, new: FakeBox, saved: Path
) -> None:
    before = new.contents()
    restore(new, saved)
    assert new.contents() == as_restored(old.contents())
    (aside,) = new.data.glob("before-restore-*")
    assert (aside / "uploads" / "plain.wav").read_bytes() == before["files"]["uploads/plain.wav"]
    assert len(list((aside / "messages").iterdir())) == 2
    restore(new, saved)
    assert len(list(new.data.glob("before-restore-*"))) == 1


def test_a_damaged_database_does_not_stop_the_restore(
    old: FakeBox, new: FakeBox, saved: Path
) -> None:
    content = bytearray(new.device.database.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    new.device.database.write_bytes(content)
    restore(new, saved)
    assert new.contents() == as_restored(old.contents())


@pytest.mark.parametrize("how", ["empty", "gone"])
def test_a_restore_brings_back_a_database_that_is_empty_or_gone(
    old: FakeBox, saved: Path, tmp_path: Path, how: str
) -> None:
    lost = furnished(FakeBox(tmp_path / "lost"), "lost")
    lost.device.database.unlink()
    if how == "empty":
        lost.device.database.touch()
    with pytest.raises(StoreError):
        lost.contents()
    restore(lost, saved)
    assert lost.contents() == as_restored(old.contents())
    (aside,) = lost.data.glob("before-restore-*")
    assert len(list(aside.glob("*.damaged"))) == (how == "empty")


def test_a_message_that_comes_during_the_backup_is_whole_or_not_in_it(
    old: FakeBox, key: BackupKey, tmp_path: Path
) -> None:
    spoken = tmp_path / "late.wav"
    stop, saved_any = threading.Event(), threading.Event()

    def save_on() -> None:
        with old.store() as store:
            number = 0
            while not stop.is_set():
                number += 1
                spoken.write_bytes(b"RIFF" + b"late" * 100)
                store.save([message(f"late-{number}", recording=str(spoken))])
                saved_any.set()

    saver = threading.Thread(target=save_on)
    saver.start()
    try:
        assert saved_any.wait(PATIENCE)
        make_backup(old.device, old.description, tmp_path / "busy.backup", key)
    finally:
        stop.set()
        saver.join()
    box = FakeBox(tmp_path / "bare")
    restore(box, tmp_path / "busy.backup")
    with box.store() as store:
        assert store.ownerless_recordings() == []
        for row in store.messages(-1):
            assert (box.device.media / row["recording"]).exists()


def test_a_backup_can_be_checked_without_writing_anything(old: FakeBox, saved: Path) -> None:
    seen: list[tuple[int, int]] = []
    manifest = check_backup(saved, PASSPHRASE, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (manifest.size, manifest.size)
    assert [entry.name for entry in manifest.files][:2] == [
        "sentralbord.db",
        *["data/messages/old-0.wav"],
    ]
    assert not restore_is_decided(old.device)


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(BackupError, match="at least 20 characters"):
        BackupKey.new("hemmelig")


@pytest.mark.skipif(not shutil.which("age"), reason="needs Debian's age")
def test_the_age_command_opens_it_with_the_same_passphrase(
    old: FakeBox, saved: Path, tmp_path: Path
) -> None:
    with tarfile.open(saved) as outer:
        for name in ("key.age", "content.age"):
            member = outer.extractfile(name)
            assert member
            (tmp_path / name).write_bytes(member.read())
    opened = tmp_path / "office.tar"
    command = ["age", "-d", "-i", "key.age", "-o", str(opened), "content.age"]
    said = typed_into(command, f"{PASSPHRASE}\n", tmp_path)
    assert opened.exists(), said
    with tarfile.open(opened) as inner:
        upload = inner.extractfile("data/uploads/plain.wav")
        assert upload
        assert upload.read() == b"oldoldold"


def typed_into(command: list[str], typed: str, folder: Path) -> str:
    """Run a command that reads a passphrase from its terminal; return what it said."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvp(command[0], command)
    said = os.read(terminal, 1024)
    os.write(terminal, typed.encode())
    try:
        while piece := os.read(terminal, 1024):
            said += piece
    except OSError:
        pass  # EIO is how a terminal says that the far end has gone
    os.waitpid(child, 0)
    os.close(terminal)
    return said.decode()

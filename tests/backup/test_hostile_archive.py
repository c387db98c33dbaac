"""Archives that grow while they are read, or hold what is no file: bounded, and refused."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from backup.boxes import PASSPHRASE, FakeBox
from backup.forging import archive, holding, manifest_of, plain, refused

from appliance.backup import manifest
from appliance.backup.archive import Unpacked
from appliance.backup.envelope import BLOCK, BackupKey, Envelope
from appliance.backup.make import make_backup
from appliance.backup.manifest import LARGEST_MANIFEST, MOST_FILES, read_manifest
from appliance.backup.places import FILE_MODE, alone
from appliance.backup.restoring import finish_restore
from appliance.backup.staging import _Nowhere, stage
from appliance.backup.troubles import BackupError
from appliance.store.snapshot import nothing

Forge = Callable[[bytes], Path]
MOST_SECONDS, MOST_KILOBYTES = 5.0, 120_000


@pytest.mark.parametrize("kind", sorted({*range(256)} - {*tarfile.REGTYPE}))
def test_links_devices_pipes_folders_and_all_else_are_no_files(kind: int) -> None:
    odd = tarfile.TarInfo("data/odd")
    odd.type, odd.linkname, odd.devmajor = bytes([kind]), "/etc/passwd", 1
    files = {"sentralbord.db": b"", "data/odd": b""}
    content = archive(manifest_of(files), [plain("sentralbord.db", b""), (odd, b"")])
    with pytest.raises(BackupError, match="damaged"):
        Unpacked(_Nowhere(), nothing).write(content)


@pytest.mark.parametrize(
    "files",
    [
        {"data/a": b"file", "data/a/b": b"file"},
        {"data/a/b": b"file", "data/a": b"file"},
    ],
)
@pytest.mark.usefixtures("unchanged")
def test_a_file_and_a_folder_of_one_name_are_refused(
    new: FakeBox, forge: Forge, database: bytes, files: dict[str, bytes]
) -> None:
    content = holding({"sentralbord.db": database, **files})
    refused(new, forge(content), "a file and a folder of one name: 'data/a'")


def test_what_is_restored_belongs_to_the_box_whatever_the_archive_says(
    new: FakeBox, forge: Forge, database: bytes
) -> None:
    files = {"sentralbord.db": database, "data/tool": b"#!/bin/sh"}
    members = [plain(name, content) for name, content in files.items()]
    for member, _ in members:
        member.mode, member.uid, member.uname = 0o6777, 12345, "root"
    with alone(new.data):
        stage(new.device, forge(archive(manifest_of(files), members)), PASSPHRASE)
    assert finish_restore(new.device)
    restored = (new.data / "tool").stat()
    assert restored.st_mode & 0o7777 == FILE_MODE
    assert restored.st_uid == new.data.stat().st_uid
    assert new.device.database.stat().st_mode & 0o7111 == 0


def test_a_log_beside_the_database_is_not_taken(
    new: FakeBox, forge: Forge, database: bytes
) -> None:
    for beside in ("-wal", "-shm", "-journal", ".made"):
        files = {"sentralbord.db": database, f"data/sentralbord.db{beside}": b"evil"}
        refused(new, forge(holding(files)), "damaged")


def endless_header(saved: Path) -> bytes:
    """The backup with a head of age that goes on for a megabyte."""
    whole, at = saved.read_bytes(), Envelope.at(saved)
    head = b"age-encryption.org/v1\n-> X25519 " + b"a" * 40 + b"\n"
    content = head + (b"A" * 64 + b"\n") * 16_000
    member = tarfile.TarInfo("content.age")
    member.size = len(content)
    padding = bytes(-len(content) % BLOCK) + bytes(2 * BLOCK)
    return whole[: at.start - BLOCK] + member.tobuf() + content + padding


@pytest.mark.usefixtures("unchanged")
def test_a_head_without_an_end_is_not_read_to_its_end(new: FakeBox, saved: Path) -> None:
    """A megabyte of it took 24 seconds, and twice as much four times as long."""
    saved.write_bytes(endless_header(saved))
    began = time.process_time()
    refused(new, saved, "damaged")
    assert time.process_time() - began < MOST_SECONDS


def bombs() -> Iterator[bytes]:
    """Lists of files as long as they may be, of which JSON makes a gigabyte of objects."""
    head = b'{"format": 1, "version": "9", "made_at": "2026-01-01T00:00:00+00:00", "schema": 1, '
    room = LARGEST_MANIFEST - 200
    for inside in (b"{},", b"[],", b'"a1",', b"1,", b'{"a":[],"b":{}},', b'[["'):
        yield head + b'"files": [' + inside * (room // len(inside)) + b"1]}"
    deep = b'{"a":' * 1000
    yield head + b'"files": [' + deep + b"1" + b"}" * 1000 + b"]}"
    yield head + b'"files": [], "more": [' + b"[]," * (room // 3) + b"1]}"
    yield b"[" * room
    yield b'{"a":{},' * (room // 8)


READ = """
import re, sys
from pathlib import Path
from appliance.backup.manifest import read_manifest
from appliance.backup.troubles import BackupError
held = lambda: int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
text = Path(sys.argv[1]).read_bytes()
try:
    read_manifest(text)
except BackupError as error:
    print(held() - len(text) // 1024, error)
"""


@pytest.mark.parametrize("number", range(len([*bombs()])))
def test_a_list_of_files_is_no_bomb(tmp_path: Path, number: int) -> None:
    file = tmp_path / "manifest.json"
    file.write_bytes([*bombs()][number])
    ended = subprocess.run([sys.executable, "-c", READ, file], capture_output=True, text=True)
    told = re.match(r"(\d+) (.*)", ended.stdout)
    assert told, ended.stderr
    assert "damaged" in told[2]
    assert int(told[1]) < MOST_KILOBYTES


def test_the_longest_list_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["sentralbord.db", *(f"data/messages/{n:040}.wav" for n in range(MOST_FILES - 1))]
    said = manifest_of(dict.fromkeys(names, b""))
    text = manifest.Manifest(
        1,
        "1",
        manifest.datetime.fromisoformat(said["made_at"]),
        1,
        tuple(manifest.Entry(**each) for each in said["files"]),
    ).written()
    assert len(text) <= LARGEST_MANIFEST
    assert [each.name for each in read_manifest(text).files] == names


def test_what_no_restore_would_take_is_not_made(
    old: FakeBox, key: BackupKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "MOST_FILES", 3)
    with pytest.raises(BackupError, match="more than 3 files, which is more than any office has"):
        make_backup(old.device, old.description, tmp_path / "office.backup", key)
    assert not (tmp_path / "office.backup").exists()

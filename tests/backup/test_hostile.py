"""Files that are no backups, are cut or forged, or come from tomorrow: refused, nothing changed."""

from __future__ import annotations

import random
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from backup.boxes import PASSPHRASE, FakeBox
from backup.forging import archive, entry, holding, manifest_of, plain, refused

from appliance.backup.envelope import Envelope
from appliance.backup.places import alone
from appliance.backup.staging import check_backup
from appliance.backup.troubles import BackupError

FORGED_NAMES = [
    "../evil",
    "data/../../evil",
    "/etc/passwd",
    "data//evil",
    "data/./evil",
    "data/",
    "evil",
    "data/a\nb",
    "data/nul\x00",
    "data/" + "a/" * 9 + "deep",
    "data/" + "x" * 300,
]


pytestmark = pytest.mark.usefixtures("unchanged")


def test_a_wrong_passphrase_is_said_to_be_wrong(new: FakeBox, saved: Path) -> None:
    refused(new, saved, "passphrase does not open", "Fire tørre hester ved fjorden")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 5000, b"\0" * 5000])
def test_another_file_is_no_backup(new: FakeBox, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "holiday.zip"
    file.write_bytes(content)
    refused(new, file, "no backup of Sentralbord")


def test_a_file_that_is_not_there(new: FakeBox, tmp_path: Path) -> None:
    refused(new, tmp_path / "gone", "no file")


def test_a_cut_file_is_said_to_be_cut(new: FakeBox, saved: Path) -> None:
    whole, content = saved.read_bytes(), Envelope.at(saved)
    for length in (600, 1100, 2000, len(whole) // 2, content.start + content.size - 1):
        saved.write_bytes(whole[:length])
        refused(new, saved, "cut short|no backup")


def test_a_flipped_bit_anywhere_is_noticed(new: FakeBox, saved: Path) -> None:
    whole, chance = saved.read_bytes(), random.Random(6)
    content = Envelope.at(saved)
    last = content.start + content.size - 1
    anywhere = [chance.randint(content.start, last) for _ in range(3)]
    for place in (content.start + 3, last, *anywhere):
        damaged = bytearray(whole)
        damaged[place] ^= 4
        saved.write_bytes(damaged)
        refused(new, saved, "damaged")


@pytest.mark.parametrize("name", FORGED_NAMES)
def test_a_name_that_leads_elsewhere_is_refused(
    new: FakeBox, forge: Callable[..., Path], database: bytes, name: str, tmp_path: Path
) -> None:
    files = {"sentralbord.db": database, name: b"evil"}
    member = tarfile.TarInfo("x")
    member.size = 4
    content = archive(manifest_of(files), [plain("sentralbord.db", database), (member, b"evil")])
    refused(new, forge(content), "lie elsewhere")
    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize("name", ["data/restore/plan.json", "data/backup.lock", "data/prompts/a"])
def test_what_a_restore_never_touches_is_refused(
    new: FakeBox, forge: Callable[..., Path], database: bytes, name: str
) -> None:
    refused(new, forge(holding({"sentralbord.db": database, name: b"evil"})), "damaged")


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.GNUTYPE_SPARSE, b"x"]
)
def test_only_plain_files_are_taken(
    new: FakeBox, forge: Callable[..., Path], database: bytes, kind: bytes
) -> None:
    files = {"sentralbord.db": database, "data/link": b""}
    link = tarfile.TarInfo("data/link")
    link.type, link.linkname = kind, "/etc/passwd"
    content = archive(manifest_of(files), [plain("sentralbord.db", database), (link, b"")])
    refused(new, forge(content), "damaged")


def test_a_file_that_is_another_than_the_list_says_is_refused(
    new: FakeBox, forge: Callable[..., Path], database: bytes
) -> None:
    said = manifest_of({"sentralbord.db": database, "data/a": b"good"})
    for name, content in (("data/a", b"evil"), ("data/a", b"longer"), ("data/b", b"good")):
        members = [plain("sentralbord.db", database), plain(name, content)]
        refused(new, forge(archive(said, members)), "damaged")
    refused(new, forge(archive(said, [plain("sentralbord.db", database)])), "damaged")
    members = [plain("sentralbord.db", database), plain("data/a", b"good"), plain("data/c", b"x")]
    refused(new, forge(archive(said, members)), "damaged")


def test_more_than_any_office_has_is_refused_before_it_is_written(
    new: FakeBox, forge: Callable[..., Path], database: bytes
) -> None:
    said = manifest_of({"sentralbord.db": database})
    said["files"].append({"name": "data/bomb", "size": 1 << 50, "sha256": ""})
    refused(new, forge(archive(said, [])), "more than any office has")
    said["files"][-1]["size"] = 1 << 37
    refused(new, forge(archive(said, [])), "Make room")
    said["files"] = [entry("sentralbord.db", database)] * 2
    refused(new, forge(archive(said, [])), "damaged")


def test_a_backup_of_tomorrow_names_the_version(
    new: FakeBox, forge: Callable[..., Path], database: bytes
) -> None:
    said = manifest_of({"sentralbord.db": database}, format=2, version="7.5")
    refused(new, forge(archive(said, [])), r"newer version of Sentralbord \(7.5\)")


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        (
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('sentralbord', 'm999_tomorrow', '')",
            "newer version",
        ),
        (
            "CREATE TRIGGER evil AFTER INSERT ON messages BEGIN DELETE FROM outbox; END",
            "is not as any version of Sentralbord makes it: trigger evil",
        ),
        ("CREATE VIEW evil AS SELECT 1", "view evil"),
        ("DROP TABLE outbox", "index idx_outbox_message, index idx_outbox_number"),
    ],
)
def test_a_database_that_is_not_ours_is_refused(
    new: FakeBox, forge: Callable[..., Path], old: FakeBox, sql: str, words: str
) -> None:
    with closing(sqlite3.connect(old.device.database)) as conn, conn:
        conn.execute(sql)
    with closing(sqlite3.connect(old.device.database)) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = holding({"sentralbord.db": old.device.database.read_bytes()})
    refused(new, forge(content), words)


@pytest.mark.parametrize("database", [b"", b"no database at all" * 1000])
def test_a_database_that_is_none_is_refused(
    new: FakeBox, forge: Callable[..., Path], database: bytes
) -> None:
    refused(new, forge(holding({"sentralbord.db": database})), "damaged|no tables")


@pytest.mark.parametrize(
    "said",
    [[], {}, None, {"format": "1"}, {"format": 1}, {"format": True, "files": []}, "x" * 2000],
)
def test_a_list_that_is_no_list_is_refused(
    new: FakeBox, forge: Callable[..., Path], said: object
) -> None:
    refused(new, forge(archive(said, [])), "damaged")
    with pytest.raises(BackupError, match="damaged"):
        check_backup(forge(archive(said, [])), PASSPHRASE)


def test_an_empty_content_is_cut(new: FakeBox, forge: Callable[..., Path]) -> None:
    refused(new, forge(b""), "cut short")


def test_two_restores_at_once_do_not_meet(new: FakeBox, saved: Path) -> None:
    with alone(new.data):
        refused(new, saved, "under way")

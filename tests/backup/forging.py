"""Backups that no box has made: sealed as they should be, with anything inside."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import tarfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from backup.boxes import PASSPHRASE, FakeBox

from appliance.backup.envelope import BackupKey, seal
from appliance.backup.places import alone
from appliance.backup.staging import stage
from appliance.backup.troubles import BackupError


def refused(new: FakeBox, file: Path, words: str, passphrase: str = PASSPHRASE) -> None:
    with pytest.raises(BackupError, match=words), alone(new.data):
        stage(new.device, file, passphrase)


def entry(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def manifest_of(files: dict[str, bytes], **changed: Any) -> dict[str, Any]:
    entries = [entry(name, content) for name, content in files.items()]
    said = {"format": 1, "version": "9.9", "made_at": "2026-01-01T00:00:00+00:00", "schema": 1}
    return said | {"files": entries} | changed


def archive(manifest: object, members: list[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for member, content in [plain("manifest.json", json.dumps(manifest).encode()), *members]:
            tar.addfile(member, io.BytesIO(content))
    return written.getvalue()


def plain(name: str, content: bytes) -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    return member, content


def sealed(content: bytes, file: Path, key: BackupKey) -> Path:
    """A file with this content, as a backup is."""
    with file.open("wb") as target:
        seal(io.BytesIO(content), target, key)
    return file


def holding(files: dict[str, bytes]) -> bytes:
    """The content of a backup that says of itself what it holds."""
    return archive(manifest_of(files), [plain(name, what) for name, what in files.items()])


def bent(box: FakeBox, statements: Iterable[str], file: Path) -> bytes:
    """The database of a box after somebody has done these statements to it."""
    with closing(sqlite3.connect(box.device.database)) as conn:
        conn.execute("VACUUM INTO ?", [str(file)])
    with closing(sqlite3.connect(file, isolation_level=None)) as conn:
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000_000)
        for statement in statements:
            conn.execute(statement)
    return file.read_bytes()

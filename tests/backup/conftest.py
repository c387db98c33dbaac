"""A box with an office on it, a box that is new, and a passphrase that opens the backups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pyrage
import pytest
from backup.boxes import PASSPHRASE, FakeBox, furnished
from backup.forging import sealed

from appliance.backup.envelope import BackupKey
from appliance.backup.make import make_backup
from appliance.backup.places import HALF
from appliance.backup.restoring import restore_is_decided


@pytest.fixture(scope="session")
def key() -> BackupKey:
    """One key for all tests: making one is slow on purpose."""
    return BackupKey.new(PASSPHRASE)


@pytest.fixture(scope="session", autouse=True)
def remembered_passphrases() -> Iterator[None]:
    """The same key is opened with the same passphrase once only: it takes a second on purpose."""
    slow = pyrage.passphrase.decrypt
    pyrage.passphrase.decrypt = cache(slow)
    yield
    pyrage.passphrase.decrypt = slow


@pytest.fixture
def old(tmp_path: Path) -> FakeBox:
    """The box that is backed up: two revisions, three messages, one of them spoken."""
    return furnished(FakeBox(tmp_path / "old"), "old")


@pytest.fixture
def new(tmp_path: Path) -> FakeBox:
    """Another box, with another office on it."""
    return furnished(FakeBox(tmp_path / "new"), "new", messages=2)


@pytest.fixture
def saved(old: FakeBox, key: BackupKey, tmp_path: Path) -> Path:
    """The backup of the old box."""
    file = tmp_path / "office.backup"
    make_backup(old.device, old.description, file, key)
    return file


@pytest.fixture
def unchanged(new: FakeBox) -> Iterator[None]:
    """Whatever is tried, the box stays as it was."""
    before = new.contents()
    yield
    assert not restore_is_decided(new.device)
    assert not (new.data / HALF).exists()
    assert new.contents() == before
    assert sorted(p.name for p in new.folder.iterdir()) == ["data", "device.toml"]


@pytest.fixture
def database(old: FakeBox) -> bytes:
    with old.store():
        pass  # closing folds the log into the file
    return old.device.database.read_bytes()


@pytest.fixture
def forge(tmp_path: Path, key: BackupKey) -> Callable[..., Path]:
    return lambda content: sealed(content, tmp_path / "forged.backup", key)

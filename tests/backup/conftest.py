"""A box with an office on it, a box that is new, and a passphrase that opens the backups."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyrage
import pytest
from backup.boxes import PASSPHRASE, FakeBox, furnished

from appliance.backup.envelope import BackupKey
from appliance.backup.make import make_backup


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

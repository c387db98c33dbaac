"""A backup is opened: looked through, or laid out whole beside the data before anything changes."""

from __future__ import annotations

import io
import json
import os
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO

from appliance.backup.archive import Unpacked
from appliance.backup.envelope import Envelope
from appliance.backup.manifest import DATA, DATABASE, DEVICE, Entry, Manifest
from appliance.backup.places import (
    FILE_MODE,
    HALF,
    OLD_DEVICE,
    STAGED,
    governs,
    make_folder,
    sync_folder,
)
from appliance.backup.troubles import DAMAGED, BackupError, check_room, in_words
from appliance.device import Device
from appliance.store.snapshot import Progress, make_fit, nothing

FILES, PLAN = "files", "plan.json"


def check_backup(file: Path, passphrase: str, progress: Progress = nothing) -> Manifest:
    """Read a backup to its end and compare every checksum; raises BackupError."""
    return _unpack(file, passphrase, _Nowhere(), progress)


def stage(device: Device, file: Path, passphrase: str, progress: Progress = nothing) -> Manifest:
    """Lay a backup out in the data folder, checked and brought up to date; raises BackupError.

    The last step is one rename: with it, the restore is decided, and `finish_restore` does it.
    The caller holds `alone`.
    """
    data = device.folders.data
    half = data / HALF
    with in_words(data):
        shutil.rmtree(half, ignore_errors=True)
        make_folder(half)
        try:
            manifest = _unpack(file, passphrase, _Half(device, half), progress)
            make_fit(half / DATABASE)
            _plan(half)
            half.replace(data / STAGED)
        except BaseException:
            shutil.rmtree(half, ignore_errors=True)
            raise
        sync_folder(data)
    return manifest


def _unpack(file: Path, passphrase: str, shelf: _Nowhere | _Half, progress: Progress) -> Manifest:
    with in_words(file.parent):
        envelope = Envelope.at(file)
        unpacked = Unpacked(shelf, progress)
        try:
            envelope.open(passphrase, unpacked)
        finally:
            unpacked.close()
        return unpacked.finish()


class _Nowhere:
    """A shelf for files that are only checked."""

    def begin(self, manifest: Manifest) -> None:
        """Any size will do."""

    def open(self, entry: Entry) -> BinaryIO:
        return _Sink()


class _Sink(io.BytesIO):
    def write(self, data: object) -> int:
        return len(data)  # type: ignore[arg-type]


class _Half:
    """A shelf in the data folder; what it holds becomes a restore when it is whole."""

    def __init__(self, device: Device, half: Path) -> None:
        self._device, self._half = device, half

    def begin(self, manifest: Manifest) -> None:
        # The old database is kept beside the new one until the next restore.
        old = self._device.database
        needed = manifest.size + (old.stat().st_size if old.exists() else 0)
        check_room(shutil.disk_usage(self._half).free, needed, "the restore")

    def open(self, entry: Entry) -> BinaryIO:
        if entry.name == DATA + OLD_DEVICE:  # of a box before the last; backups held it once
            return _Sink()
        target = self._place(entry.name)
        make_folder(target.parent)
        return _Durable(target)

    def _place(self, name: str) -> Path:
        if name == DATABASE:
            return self._half / DATABASE
        if name == DEVICE:
            return self._half / FILES / OLD_DEVICE
        inside = name.removeprefix(DATA)
        if not governs(self._device, inside.partition("/")[0]):
            raise BackupError(DAMAGED)
        return self._half / FILES / inside


class _Durable(io.FileIO):
    """A new file that is on the disk once it is closed."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "xb", opener=lambda name, flags: os.open(name, flags, FILE_MODE))
        os.fchmod(self.fileno(), FILE_MODE)

    def close(self) -> None:
        if not self.closed:
            os.fsync(self.fileno())
        super().close()


def _plan(half: Path) -> None:
    files = half / FILES
    make_folder(files)
    entries = sorted(entry.name for entry in files.iterdir())
    with (half / PLAN).open("w", encoding="utf-8") as plan:
        json.dump({"id": secrets.token_hex(4), "entries": entries}, plan)
        plan.flush()
        os.fchmod(plan.fileno(), FILE_MODE)
        os.fsync(plan.fileno())
    for folder in [half, files, *(path for path in files.rglob("*") if path.is_dir())]:
        sync_folder(folder)

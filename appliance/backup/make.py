"""A backup is made: one moment of the database and the files that it knows, sealed in one file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from appliance.backup.archive import Packed, entry_of
from appliance.backup.envelope import BackupKey, seal
from appliance.backup.manifest import (
    DATABASE,
    DEVICE,
    FORMAT,
    Manifest,
    check_size,
)
from appliance.backup.places import SNAPSHOT, alone, files_to_back_up, make_folder, sync_folder
from appliance.backup.troubles import check_room, in_words
from appliance.device import Device
from appliance.store.snapshot import Progress, nothing, schema_version, take_snapshot


def make_backup(
    device: Device, description: Path, target: Path, key: BackupKey, progress: Progress = nothing
) -> Manifest:
    """Back the box up into `target`; `description` is its device.toml. The switchboard may run.

    `target` appears under its name when it is whole and on the disk. Raises BackupError.
    """
    data = device.folders.data
    with in_words(data), alone(data), _snapshot_of(device) as snapshot:
        files = {DATABASE: snapshot, **files_to_back_up(device, snapshot)}
        if description.is_file():
            files[DEVICE] = description
        manifest = Manifest(
            format=FORMAT,
            version=version("sentralbord"),
            made_at=datetime.now(UTC),
            schema=schema_version(snapshot),
            files=tuple(entry_of(name, file) for name, file in files.items()),
        )
        check_size(manifest)
        with in_words(target.parent):
            check_room(_free(target.parent), manifest.size, "the backup")
            _write(target, Packed(manifest, files, progress), key)
    return manifest


@contextmanager
def _snapshot_of(device: Device) -> Iterator[Path]:
    folder = device.folders.data / SNAPSHOT
    shutil.rmtree(folder, ignore_errors=True)  # of one that was killed
    make_folder(folder)
    try:
        if device.database.exists():
            size = device.database.stat().st_size
            check_room(_free(folder), size, "a copy of the database")
        take_snapshot(device.database, folder / DATABASE)
        yield folder / DATABASE
    finally:
        shutil.rmtree(folder)


def _write(target: Path, packed: Packed, key: BackupKey) -> None:
    half = target.with_name(target.name + ".part")
    try:
        with open(half, "wb", opener=_private) as file:
            seal(packed, file, key)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
        sync_folder(target.parent)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free

"""A restore that was decided is put in place; killed at any moment, it goes on where it was."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from appliance.backup.manifest import DATABASE
from appliance.backup.places import (
    EARLIER,
    HALF,
    SNAPSHOT,
    STAGED,
    alone,
    governs,
    make_folder,
    sync_folder,
)
from appliance.backup.staging import FILES, PLAN
from appliance.backup.troubles import BackupError, in_words
from appliance.device import Device
from appliance.store.snapshot import is_sound, lay_over, take_snapshot


def restore_is_decided(device: Device) -> bool:
    """Whether a whole backup lies beside the data and waits to be put in place."""
    return (device.folders.data / STAGED).is_dir()


def finish_restore(device: Device, *, patient: bool = True) -> bool:
    """Put a decided restore in place, before anybody reads the data; whether there was one.

    What was there before lies in a folder `before-restore-...` until the next restore.
    Raises BackupError; the next try goes on where this one ended.
    """
    data = device.folders.data
    if not restore_is_decided(device):
        _sweep(data)
        return False
    with in_words(data), alone(data, patient=patient):
        if restore_is_decided(device):  # whoever held the lock may have done it
            put_in_place(device)
    return True


def _sweep(data: Path) -> None:
    """Remove what a killed backup or restore has left, unless one is under way."""
    leftovers = [data / HALF, data / SNAPSHOT]
    if not any(folder.exists() for folder in leftovers):
        return
    with suppress(BackupError), in_words(data), alone(data):
        for folder in leftovers:
            shutil.rmtree(folder, ignore_errors=True)


def put_in_place(device: Device) -> None:
    """Do what the plan says that is not done yet; the caller holds `alone`. Raises OSError."""
    data = device.folders.data
    staged = data / STAGED
    if (staged / PLAN).exists():
        plan = json.loads((staged / PLAN).read_text(encoding="utf-8"))
        earlier = data / f"{EARLIER}{plan['id']}"
        make_folder(earlier)
        _database(device, staged / DATABASE, earlier)
        _files(device, staged / FILES, plan, earlier)
        _forget_older(data, earlier)
        (staged / PLAN).unlink()
    shutil.rmtree(staged)
    sync_folder(data)


def _database(device: Device, staged: Path, earlier: Path) -> None:
    if not staged.exists():
        return
    kept = earlier / DATABASE
    if device.database.exists() and not kept.exists():
        _keep_database(device.database, kept)
    lay_over(device.database, staged)
    staged.unlink()


def _keep_database(database: Path, kept: Path) -> None:
    """Keep what will be replaced; a damaged database is moved away as it lies."""
    if is_sound(database):
        half = kept.with_suffix(".half")
        half.unlink(missing_ok=True)
        take_snapshot(database, half)
        half.replace(kept)
        return
    for beside in ("-wal", "-shm", ""):
        part = database.with_name(database.name + beside)
        if part.exists():
            part.replace(kept.with_name(kept.name + ".damaged" + beside))


def _files(device: Device, staged: Path, plan: dict[str, Any], earlier: Path) -> None:
    data = device.folders.data
    for entry in list(data.iterdir()):
        waits = (staged / entry.name).exists()
        if governs(device, entry.name) and (waits or entry.name not in plan["entries"]):
            entry.replace(_free_name(earlier / entry.name))
    sync_folder(earlier)
    for name in plan["entries"]:
        if (staged / name).exists():
            (staged / name).replace(data / name)
    sync_folder(data)


def _free_name(wanted: Path) -> Path:
    while wanted.exists():  # another process made the folder anew while we were away
        wanted = wanted.with_name(f"{wanted.name}.again")
    return wanted


def _forget_older(data: Path, latest: Path) -> None:
    for folder in data.glob(f"{EARLIER}*"):
        if folder != latest:
            shutil.rmtree(folder)

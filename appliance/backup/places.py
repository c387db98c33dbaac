"""Where things lie in the data folder: what a backup takes, and what a restore leaves alone."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from appliance.backup.manifest import DATA
from appliance.backup.troubles import BUSY, BackupError
from appliance.device import Device
from appliance.store.database_file import MADE
from appliance.store.snapshot import recordings_named

STAGED, HALF = "restore", "restore.part"
"""A restore that only needs to be put in place, and one that is not all there."""
EARLIER = "before-restore-"
"""What a restore replaced lies in a folder of this name and the restore's own."""
SNAPSHOT = "backup.part"
LOCK = "backup.lock"
STATUS = "backup-status.json"
TRANSFER = "transfer"
"""What the page uploads and downloads passes through here."""
OLD_DEVICE = "restored-device.toml"
"""The description of the box that was backed up; this box keeps its own."""
OUR_OWN = (STAGED, HALF, SNAPSHOT, LOCK, STATUS, TRANSFER, OLD_DEVICE)
FOLDER_MODE, FILE_MODE = 0o770, 0o660
"""The switchboard and the page are two users of one group, and each moves what the other laid."""


def governs(device: Device, name: str) -> bool:
    """Whether a backup takes this entry of the data folder, and a restore replaces it.

    Rendered prompts can be made again and voices fetched again, the database goes its own way, and
    backups that lie in the data folder are not backed up.
    """
    database = device.database.name
    beside = (database, *(f"{database}{end}" for end in (MADE, "-wal", "-shm", "-journal")))
    left = (device.prompt_cache.name, device.voices.name, *beside, *OUR_OWN)
    is_target = device.folders.data / name == device.backup.folder
    return not (name in left or name.startswith(EARLIER) or is_target)


def files_to_back_up(device: Device, snapshot: Path) -> dict[str, Path]:
    """Every file besides the database, by its name in the backup.

    Of the recordings those that the snapshot knows: one that came later belongs to no row of it.
    """
    known = recordings_named(snapshot)
    found: dict[str, Path] = {}
    for file in _files_below(device):
        if file.parent == device.media and file.name not in known:
            continue
        found[DATA + file.relative_to(device.folders.data).as_posix()] = file
    return found


def _files_below(device: Device) -> Iterator[Path]:
    for entry in sorted(device.folders.data.iterdir()):
        if governs(device, entry.name):
            for file in [entry] if not entry.is_dir() else sorted(entry.rglob("*")):
                if file.is_file() and not file.is_symlink() and file.suffix != ".part":
                    yield file


@contextmanager
def alone(data: Path, *, patient: bool = False) -> Iterator[None]:
    """Let no other backup or restore run; `patient`: wait for its end. Raises BackupError."""
    handle = os.open(data / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
    try:
        with suppress(PermissionError):  # it is the other's, who did the same
            os.fchmod(handle, FILE_MODE)
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if patient else fcntl.LOCK_NB))
        yield
    except BlockingIOError as error:
        raise BackupError(BUSY) from error
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are not there, for both users."""
    missing = [above for above in (folder, *folder.parents) if not above.exists()]
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        each.chmod(FOLDER_MODE)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable (fsync(2))."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

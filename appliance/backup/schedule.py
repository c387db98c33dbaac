"""Backups that make themselves: onto a stick or into a folder, the newest few kept."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from appliance.backup.envelope import BackupKey
from appliance.backup.make import make_backup
from appliance.backup.places import STATUS, sync_folder
from appliance.backup.troubles import BackupError, in_words
from appliance.common.foreign_json import object_in
from appliance.device import Device

log = logging.getLogger(__name__)

KEY = "backup-key"
PREFIX, SUFFIX = "sentralbord-", ".backup"
PATIENCE = timedelta(days=2)
"""A backup may be so late before the panel tells of it: the box may have been off."""
EARLY = timedelta(hours=12)

NO_PASSPHRASE = (
    "No scheduled backup can be made before it has a passphrase: "
    "set one on the page, or with `sentralbord backup --set-passphrase`."
)
NO_FOLDER = "The folder for backups, {folder}, is not there. Plug in the stick, or make the folder."
NO_STICK = "No stick is plugged in at {folder}: it lies on the same disk as the data. Plug one in."
NOT_SCHEDULED = "No backups are scheduled: device.toml has no [backup] with a kind and a folder."
LATE = "There has been no backup since {day}. Look at the stick and at the box's timer."


@dataclass(frozen=True, slots=True)
class Status:
    """How the last scheduled backup went; times in UTC."""

    at: datetime
    ok: bool
    words: str
    last_good: datetime | None = None


def scheduled_backup(device: Device, description: Path, now: datetime) -> Status:
    """Make the backup that is due, or say why not. Never raises BackupError.

    The status is kept where the disk takes it; on a full one the panel is told all the same.
    """
    before = read_status(device)
    try:
        words = _backed_up(device, description, now)
        status = Status(now, True, words, last_good=now)
    except BackupError as error:
        words = f"The scheduled backup was not made: {error}"
        status = Status(now, False, words, before.last_good if before else None)
    try:
        _keep_status(device, status)
    except BackupError as error:
        log.warning("How the backup went is not kept: %s", error)
    return status


def is_due(device: Device, now: datetime) -> bool:
    """Whether so many days have passed since the last good one."""
    before = read_status(device)
    if before is None or not before.ok or before.last_good is None:
        return True
    return now - before.last_good > timedelta(days=device.backup.every_days) - EARLY


def standing_problem(device: Device, now: datetime) -> str:
    """What the panel should tell of the scheduled backups; "" while all is well."""
    if device.backup.kind == "none":
        return ""
    if not (device.folders.data / KEY).exists():
        return NO_PASSPHRASE
    status = read_status(device)
    if status is None or not status.ok:
        return status.words if status else ""
    longest = timedelta(days=device.backup.every_days) + PATIENCE
    if status.last_good and now - status.last_good > longest:
        return LATE.format(day=status.last_good.date().isoformat())
    return ""


def set_passphrase(device: Device, passphrase: str) -> None:
    """From now on the scheduled backups open with this passphrase; raises BackupError."""
    key = BackupKey.new(passphrase)
    content = f"{key.recipient}\n".encode() + key.locked
    _write(device.folders.data / KEY, content)


def read_key(device: Device) -> BackupKey:
    """The key of the scheduled backups; raises BackupError where none was set."""
    with in_words(device.folders.data):
        file = device.folders.data / KEY
        if not file.exists():
            raise BackupError(NO_PASSPHRASE)
        recipient, _, locked = file.read_bytes().partition(b"\n")
    return BackupKey(recipient.decode(), locked)


def kept_backups(folder: Path) -> list[Path]:
    """The scheduled backups in a folder, newest first. Raises OSError."""
    return sorted(folder.glob(f"{PREFIX}*{SUFFIX}"), reverse=True)


def read_status(device: Device) -> Status | None:
    """How the last scheduled backup went; None if there was none, or it cannot be read."""
    try:
        said = object_in((device.folders.data / STATUS).read_bytes())
        good = said["last_good"]
        return Status(
            datetime.fromisoformat(said["at"]),
            bool(said["ok"]),
            str(said["words"]),
            datetime.fromisoformat(good) if good else None,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _backed_up(device: Device, description: Path, now: datetime) -> str:
    part = device.backup
    if part.kind == "none":
        raise BackupError(NOT_SCHEDULED)
    key = read_key(device)
    with in_words(part.folder):
        _check_folder(device)
        target = part.folder / f"{PREFIX}{now:%Y%m%d-%H%M%S}{SUFFIX}"
        manifest = make_backup(device, description, target, key)
        for old in kept_backups(part.folder)[part.keep :]:
            old.unlink()
        for half in part.folder.glob(f"{PREFIX}*{SUFFIX}.part"):
            half.unlink()
    return f"{target.name}: {len(manifest.files)} files, {manifest.size / 1e6:.1f} MB."


def _check_folder(device: Device) -> None:
    folder = device.backup.folder
    if not folder.is_dir():
        raise BackupError(NO_FOLDER.format(folder=folder))
    same_disk = folder.stat().st_dev == device.folders.data.stat().st_dev
    if device.backup.kind == "stick" and same_disk:
        raise BackupError(NO_STICK.format(folder=folder))


def _keep_status(device: Device, status: Status) -> None:
    good = status.last_good
    said = {
        "at": status.at.isoformat(),
        "ok": status.ok,
        "words": status.words,
        "last_good": good.isoformat() if good else None,
    }
    _write(device.folders.data / STATUS, json.dumps(said).encode())


def _write(file: Path, content: bytes) -> None:
    half = file.with_name(file.name + ".part")
    with in_words(file.parent):
        try:
            with open(half, "wb", opener=_for_us) as opened:
                opened.write(content)
                opened.flush()
                os.fsync(opened.fileno())
            half.replace(file)
        except OSError:
            half.unlink(missing_ok=True)
            raise
        sync_folder(file.parent)


def _for_us(path: str, flags: int) -> int:
    return os.open(path, flags, 0o660)


def utc_now() -> datetime:
    """The time that backups are named by."""
    return datetime.now(UTC)

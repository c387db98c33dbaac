"""What keeps a backup from being made, read, or restored, in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from appliance.store.troubles import StoreError, sentence

NO_BACKUP = "This is no backup of Sentralbord. Choose a file that `sentralbord backup` has made."
CUT = "The backup is cut short: copy it again from where it was kept, or take an older one."
DAMAGED = "The backup is damaged: copy it again from where it was kept, or take an older one."
WRONG_PASSPHRASE = "The passphrase does not open this backup. Try again; mind capital letters."
NEWER = (
    "The backup was made by a newer version of Sentralbord ({version}). "
    "Update this box, then restore again."
)
NO_ROOM = "The disk has {free} MB free, and {what} needs {needed} MB. Make room, then try again."
TOO_LARGE = "The backup says that it holds {what}, which is more than any office has."
ELSEWHERE = (
    "The backup holds a file called {name}, which would lie elsewhere than in the data folder. "
    "Nothing was restored."
)
TWICE = "The backup holds a file and a folder of one name: {name}. Nothing was restored."
BUSY = "Another backup or restore is under way. Wait until it is done, then try again."


class BackupError(Exception):
    """A backup cannot be made, read, or restored; `str()` says why and what to do."""


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Raise every refusal of the disk or the database as a BackupError; `folder` lies on it."""
    try:
        yield
    except StoreError as error:
        raise BackupError(str(error)) from error
    except OSError as error:
        raise BackupError(f"{sentence(error, folder)} ({folder})") from error


def check_room(free: int, needed: int, what: str) -> None:
    """Raise BackupError unless so many bytes are free."""
    if free < needed:
        megabytes = -(-needed // 1_000_000)
        raise BackupError(NO_ROOM.format(free=free // 1_000_000, what=what, needed=megabytes))

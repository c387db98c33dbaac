"""One switchboard for each folder: two of them would both send what one of them has promised."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FolderInUse(OSError):
    """Another process of ours uses the folder; the message says which."""


@contextmanager
def sole_user(folder: Path, whose: str) -> Iterator[None]:
    """Be the only one who uses `folder`, which exists; raises FolderInUse with `whose` it is.

    Nothing is written, so that it works on a full disk too; the kernel forgets who was killed.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise FolderInUse(f"{whose} uses {folder}: end it first.") from None
    except OSError:
        pass  # a file system that knows no locks keeps nobody from working
    try:
        yield
    finally:
        os.close(handle)

"""One switchboard for each folder: two of them would both send what one of them has promised."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


class FolderInUse(RuntimeError):
    """Another process of ours uses the folder; the message says which."""


@contextmanager
def sole_user(folder: Path, whose: str) -> Iterator[None]:
    """Be the only one who uses `folder`, which exists; raises FolderInUse with `whose` it is.

    Nothing is written, so that it works on a full disk too; the kernel forgets who was killed.
    A disk that fails or knows no locks keeps nobody from working.
    """
    with ExitStack() as held:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            held.callback(os.close, handle)
            _lock(handle, f"{whose} uses {folder}: end it first.")
        yield


def _lock(handle: int, refusal: str) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise FolderInUse(refusal) from None

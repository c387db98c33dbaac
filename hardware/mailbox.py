"""A mailbox with one place: the newest letter replaces the one that nobody has read."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Hand a thread, its reader, the newest value only; `put` never waits."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._letter: T | None = None
        self._closed = False
        self._visits = 0
        self._waits = False

    @property
    def closed(self) -> bool:
        """Whether `close` was called; a closed mailbox hands out nothing."""
        return self._closed

    def put(self, letter: T) -> None:
        """Leave `letter` for the reader in place of an unread one."""
        with self._changed:
            self._letter = letter
            self._changed.notify()

    def take(self, seconds: float | None) -> T | None:
        """Wait for a letter up to `seconds` (None: for ever); None when none came or closed."""
        with self._changed:
            self._wait(lambda: self._closed or self._letter is not None, seconds)
            letter, self._letter = self._letter, None
            return None if self._closed else letter

    def wait_closed(self, seconds: float | None) -> bool:
        """Wait up to `seconds` for `close`, leaving letters where they are."""
        with self._changed:
            return self._wait(lambda: self._closed, seconds)

    def close(self) -> None:
        """Wake the reader for the last time."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def reader(self) -> tuple[int, bool]:
        """Return how often the reader has come here, and whether it waits here now.

        A reader that neither waits nor comes again is held up by what it does in between.
        """
        return self._visits, self._waits

    def _wait(self, ready: Callable[[], bool], seconds: float | None) -> bool:
        self._visits += 1
        self._waits = True
        try:
            return self._changed.wait_for(ready, seconds)
        finally:
            self._waits = False

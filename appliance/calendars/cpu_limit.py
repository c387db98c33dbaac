"""A limit to the processor time that a piece of work may take, for work that others wrote down."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

AGAIN_SECONDS = 0.1
"""Where the first signal is lost in somebody's `except`, the next one comes after this."""


class TookTooLong(BaseException):
    """The time is up; no `Exception`, so that no library takes it for a mistake in the data."""


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raise TookTooLong in this, the main thread when the process has computed that long."""
    before = signal.signal(signal.SIGVTALRM, _up)
    signal.setitimer(signal.ITIMER_VIRTUAL, max(seconds, 0.001), AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _up(_: int, __: FrameType | None) -> NoReturn:
    raise TookTooLong

"""What the log says of a fault: where it was, and nothing of what it was about."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator

log = logging.getLogger(__name__)


def log_fault(about: str, error: BaseException) -> None:
    """Log that a rule failed at `about`, with its traceback."""
    log.error("no rule could take %s:\n%s", about, where(error))


def where(error: BaseException) -> str:
    """The traceback with the kinds of the errors; their words may hold a number or a name."""
    return "".join(_parts(error))


def _parts(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _parts(before)
        yield "which led to:\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__name__}\n"

"""What counts on the bill of a client, wherever it is shown."""

from __future__ import annotations

MINUTE = 60.0
SELFTEST = "selftest"
"""The client of the self-test's calls, and how the number that they dial begins."""


def is_of_selftest(client: str | None, dialled: str) -> bool:
    """Whether a call was made by the box to try itself: it stands in no bill and no figures.

    A firm may have that id, but no line that number.
    """
    return client == SELFTEST and dialled.startswith(f"{SELFTEST}-")


def billed_minutes(talk_seconds: float) -> int:
    """The minutes of one call: every begun one counts whole; a talk that never was, none.

    Less than half a hundredth of a second is the clock's, and nobody pays for it.
    """
    whole, begun = divmod(round(talk_seconds, 2), MINUTE)
    return int(whole) + (begun > 0)

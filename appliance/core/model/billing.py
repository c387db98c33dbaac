"""What counts on the bill of a client, wherever it is shown."""

from __future__ import annotations

MINUTE = 60.0


def billed_minutes(talk_seconds: float) -> int:
    """The minutes of one call: every begun one counts whole; a talk that never was, none.

    Less than half a hundredth of a second is the clock's, and nobody pays for it.
    """
    whole, begun = divmod(round(talk_seconds, 2), MINUTE)
    return int(whole) + (begun > 0)

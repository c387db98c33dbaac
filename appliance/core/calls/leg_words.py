"""Why a leg that we rang has ended, in the words of a call's story."""

from __future__ import annotations

from appliance.core.protocol.events import LegEnded
from appliance.core.protocol.forward_address import shown

NO_TELEPHONE = "no telephone answers"

TIMED_OUT = 408
"""RFC 3261 section 21.4.9; with any other status the way there failed, which is to be told."""


def why_ended(event: LegEnded) -> str:
    """The status that came, where it has sent us instead, or that nothing has come at all."""
    if event.silent and event.code == TIMED_OUT:
        return NO_TELEPHONE
    if event.forwards:
        return f"forwarded to {shown(event.forwards[0])}"
    return f"{event.code} {event.reason}".strip()

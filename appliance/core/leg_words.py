"""Why a leg that we rang has ended, in the words of a call's story."""

from __future__ import annotations

from appliance.core.events import LegEnded
from appliance.core.forward_address import shown

NO_TELEPHONE = "no telephone answers"


def why_ended(event: LegEnded) -> str:
    """The status that came, where it has sent us instead, or that nothing has come at all."""
    if event.silent:
        return NO_TELEPHONE
    if event.forward:
        return f"forwarded to {shown(event.forward)}"
    return f"{event.code} {event.reason}".strip()

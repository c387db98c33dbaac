"""Why a leg that we rang has ended, as a call's story tells it."""

from __future__ import annotations

from appliance.core.model.told import Cause
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.events import LegEnded
from appliance.core.protocol.forward_address import shown

TIMED_OUT = 408
"""RFC 3261 section 21.4.9; with any other status the way there failed, which is to be told."""


def why_ended(event: LegEnded) -> Trouble:
    """The status that came, where it has sent us instead, or that nothing has come at all."""
    if event.silent and event.code == TIMED_OUT:
        return Trouble(Cause.NO_TELEPHONE)
    if event.forwards:
        return Trouble(Cause.FORWARDED, {"address": shown(event.forwards[0])})
    return Trouble(Cause.STATUS, {"said": f"{event.code} {event.reason}".strip()})

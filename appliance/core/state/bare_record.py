"""A call's record as it stands in the call itself; what rules add to it comes in closing.py."""

from __future__ import annotations

from appliance.core.model.ids import CallRecord, Disposition, Moment
from appliance.core.state.call import Call


def bare_record(call: Call, disposition: Disposition, now: Moment) -> CallRecord:
    """The record of a call that ends now; no rule is asked, so that none can fail."""
    return CallRecord(
        id=call.id,
        line=call.line.id if call.line else "",
        client=call.line.client or None if call.line else None,
        caller=call.caller,
        dialled=call.dialled,
        language=call.language,
        started=call.started.wall,
        ended=now.wall,
        clock_set=call.started.clock_set,
        about=call.about,
        agent=call.agent,
        disposition=disposition,
        note="",
        trail=call.trail,
        outgoing=call.outgoing is not None,
    )

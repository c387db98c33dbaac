"""The answer to whoever asked for something, where somebody waits for one."""

from __future__ import annotations

from appliance.core.model.verdict import Verdict
from appliance.core.protocol.commands import Command, Reply
from appliance.core.words.verdicts import in_english


def reply_to(request: str | None, verdict: Verdict) -> list[Command]:
    """Tell the request (None: nobody waits) how it went."""
    if not request:
        return []
    return [Reply(request, verdict.ok, in_english(verdict), verdict=verdict)]

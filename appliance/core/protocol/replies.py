"""The answer to whoever asked for something, where somebody waits for one."""

from __future__ import annotations

from appliance.core.protocol.commands import Command, Reply


def reply_to(request: str | None, ok: bool, words: str) -> list[Command]:
    """Tell the request (None: nobody waits) how it went."""
    return [Reply(request, ok, words)] if request else []

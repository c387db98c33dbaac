"""What the page calls a caller or a firm that has no name, in the language of whoever reads."""

from __future__ import annotations

from dataclasses import replace

from appliance.core.protocol.view import CallView
from appliance.core.words.nobodys_line import nobodys_name
from appliance.core.words.numbers import readable
from web_config.words.trouble_words import reader


def for_reader(call: CallView) -> CallView:
    """Return the call with words for what has no name of the office's own."""
    firm = nobodys_name(call.nobodys, reader()) if call.nobodys else call.client
    return replace(call, client=firm, caller=call.caller or readable(None, reader()))

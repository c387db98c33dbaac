"""What may go out by the trunk: which numbers staff may dial, and a call be forwarded to."""

from __future__ import annotations

from collections.abc import Iterator

from appliance.core.settings.directory import Directory, Office
from appliance.core.state.call import Call, Waiting

HOME = {"NO": ("+47", ""), "DK": ("+45", ""), "NL": ("+31", "0"), "GB": ("+44", "0")}
"""The country's code, and what stands before a number that is dialled within it (ITU-T E.164)."""


SHORTEST_NUMBER = 7
"""From so many digits on, what staff dial is a number outside, not an extension; shorter ones,
emergency numbers among them, never leave the house by the box."""
LONGEST_NUMBER = 15
"""ITU-T E.164."""


def is_short(number: str) -> bool:
    """Whether a number (E.164) is an emergency or other short number, however it was written.

    A network that gets 0047112 or +47112 may well ring 112: what counts are the digits behind the
    country's code and any zeros.
    """
    digits = number.removeprefix("+")
    codes = (code[1:] for code, _ in HOME.values())
    code = next((each for each in codes if digits.startswith(each)), "")
    return len(digits.removeprefix(code).lstrip("0")) < SHORTEST_NUMBER


def is_whole(number: str) -> bool:
    """Whether this is a whole number (E.164): nothing shorter or longer is ever dialled."""
    digits = number[1:]
    plain = number[:1] == "+" and number[1:2] != "0" and digits.isascii() and digits.isdigit()
    return plain and not is_short(number) and len(digits) <= LONGEST_NUMBER


def may_dial(office: Office, dialled: str) -> bool:
    """Whether staff may dial this through the trunk: only what the settings allow (toll fraud)."""
    return dialled.isdigit() and dialled.startswith(office.outgoing) if office.outgoing else False


def offers_call_back(call: Call, phase: Waiting) -> bool:
    """Whether the loop calls back now, and this caller may be called."""
    offered = call.directory.loops[phase.loop].call_back and not phase.after_hours
    return offered and may_call_back(call.directory, call.caller)


def may_call_back(directory: Directory, caller: str | None) -> bool:
    """Whether a caller (E.164) may be promised a call: whoever rings can claim any number.

    It must be one that the settings know, or that staff may dial themselves; never our own.
    """
    if not caller or not is_whole(caller) or directory.way_out is None:
        return False
    if is_own(directory, caller):
        return False
    return caller in directory.index.registered or staff_may_dial(directory, caller)


def is_own(directory: Directory, number: str) -> bool:
    """Whether a number (E.164) is one of ours: a call to it would come back to the box."""
    return number in directory.index.own_numbers


def staff_may_dial(directory: Directory, number: str) -> bool:
    """Whether staff may dial a number (E.164), in one of the ways in which they can write it."""
    return any(may_dial(directory.office, way) for way in _dialled(directory, number))


def _dialled(directory: Directory, number: str) -> Iterator[str]:
    """How staff would dial a number (E.164): from abroad, and at home."""
    yield f"00{number[1:]}"
    code, before = HOME.get(directory.office.country, ("", ""))
    if code and number.startswith(code):
        yield before + number.removeprefix(code)


def own_number(call: Call) -> str:
    """The number in whose name we call: of the firm's line, where the trunk lets us show one."""
    return call.line.number if call.outgoing and call.line else ""


def may_ring(directory: Directory, dialled: str) -> bool:
    """Whether a call may be forwarded to this number at the office's expense."""
    number = e164(directory, dialled)
    if len(dialled) < SHORTEST_NUMBER or directory.way_out is None or not is_whole(number):
        return False
    if is_own(directory, number):
        return False
    allowed = may_dial(directory.office, dialled) or staff_may_dial(directory, number)
    return allowed or number in _known(directory)


def _known(directory: Directory) -> set[str]:
    """The numbers that stand in the settings."""
    parts = (directory.agents, directory.partners, directory.contacts, directory.clients)
    found = {getattr(each, "number", None) for part in parts for each in part.values()}
    found |= {agent.address for agent in directory.agents.values()}
    return {number for number in found if number and number.startswith("+")}


def e164(directory: Directory, dialled: str) -> str:
    """The number with its country code, as far as that is certain; "" for what is no number."""
    plain = dialled.removeprefix("+")
    if not (plain.isascii() and plain.isdigit()):
        return ""
    if dialled.startswith("+"):
        return dialled
    if dialled.startswith("00"):
        return f"+{dialled[2:]}"
    code, before = HOME.get(directory.office.country, ("", ""))
    return code + dialled.removeprefix(before) if code else dialled

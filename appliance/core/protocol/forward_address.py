"""Reading the address that a 3xx sends us to (RFC 3261 section 21.3); it is foreign text."""

from __future__ import annotations

from appliance.core.model.written_number import plain

LONGEST_SHOWN = 60


def user_of(forward: str) -> str:
    """The user part of a SIP address (RFC 3261 section 19.1), or the number of a tel URI."""
    scheme, _, rest = forward.strip("<> ").partition(":")
    user, at, _ = rest.partition("@")
    named = at or scheme.lower() == "tel"
    return plain(user.partition(";")[0]) if named else ""


def bare(address: str) -> str:
    """An address without its parameters, so that two can be compared."""
    return address.strip("<> ").partition(";")[0].lower()


def shown(forward: str) -> str:
    """The address as people read it: the user part, where there is one."""
    text = user_of(forward) or bare(forward)
    return "".join(c for c in text if c.isprintable())[:LONGEST_SHOWN]

"""What stands in a registrar's refusal besides its status: when to come back, how to prove it."""

from __future__ import annotations

import re

SHORTEST_SECONDS, LONGEST_SECONDS = 2.0, 3600.0
"""Within these a registrar is asked again, whatever it says."""
RETRY_AFTER = re.compile(r"^retry-after:[ \t]*(\d{1,9})", re.IGNORECASE | re.MULTILINE)
"""RFC 3261 section 20.33."""
CHALLENGE = re.compile(
    r"^(?:www|proxy)-authenticate:[^\r\n]*?[ ,\t]qop=\"([^\"\r\n]*)\"", re.IGNORECASE | re.MULTILINE
)
"""RFC 3261 section 20.44: how the proof may be made."""


def retry_after(message: str) -> float | None:
    """How many seconds later it wants to be asked again; None where it does not say."""
    found = RETRY_AFTER.search(_head(message))
    return min(max(float(found[1]), SHORTEST_SECONDS), LONGEST_SECONDS) if found else None


def wants_auth_int(message: str) -> bool:
    """Whether it takes only proofs over the whole message (RFC 2617 section 3.2.1)."""
    offers = [offer.lower() for offer in CHALLENGE.findall(_head(message))]
    ways = {way.strip() for offer in offers for way in offer.split(",")}
    return "auth-int" in ways and "auth" not in ways


def _head(message: str) -> str:
    return message.partition("\r\n\r\n")[0]

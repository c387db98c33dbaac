"""Why a trunk cannot be used, in words that say what to do."""

from __future__ import annotations

from appliance.core.settings.trunks import Trunk
from appliance.telephony.trunks.refusals import wants_auth_int

REFUSED = frozenset({401, 403, 407})
RETRYING = frozenset({408, 500, 502, 503, 504})
"""After these PJSIP tries again by itself, and after every 6xx."""


def why_down(trunk: Trunk, code: int, reason: str, message: str = "") -> str:
    """A sentence for the panel from the last answer (RFC 3261 section 21) to a REGISTER.

    `message` is that answer whole, where there is one.
    """
    return f"Trunk {trunk.id}: {_meaning(trunk, code, message)} ({code} {reason})."


def _meaning(trunk: Trunk, code: int, message: str) -> str:
    where = trunk.proxy or trunk.registrar or trunk.host
    if code in REFUSED and wants_auth_int(message):
        return f"{where} takes auth-int only, which the box does not speak"
    if code in REFUSED:
        return f"{where} refuses the user name or the password"
    meanings = {
        404: f"{where} does not know the user {trunk.user}",
        408: f"{where} does not answer",
        429: f"{where} was asked too often, and is asked again later",
        423: f"{where} wants another registration time",
        502: f"the name {where} cannot be found: is there a network, is it spelt right",
        503: f"{where} cannot be reached or has no service now",
    }
    return meanings.get(code, f"{where} does not take the registration")


def tries_again(code: int) -> bool:
    """Whether PJSIP repeats the registration without being asked."""
    return code in RETRYING or code >= 600

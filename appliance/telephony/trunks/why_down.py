"""Why a trunk cannot be used, and whether the registration is tried again."""

from __future__ import annotations

from appliance.core.model.trouble import Trouble, TrunkTrouble
from appliance.core.settings.trunks import Trunk
from appliance.telephony.trunks.refusals import wants_auth_int

REFUSED = frozenset({401, 403, 407})
RETRYING = frozenset({408, 500, 502, 503, 504})
"""After these PJSIP tries again by itself, and after every 6xx."""
MEANINGS = {
    404: TrunkTrouble.UNKNOWN_USER,
    408: TrunkTrouble.SILENT,
    429: TrunkTrouble.TOO_OFTEN,
    423: TrunkTrouble.OTHER_TIME,
    502: TrunkTrouble.NOT_FOUND,
    503: TrunkTrouble.NO_SERVICE,
}
"""RFC 3261 section 21; 408, 502, and 503 are PJSIP's own where nothing came back."""


def why_down(trunk: Trunk, code: int, reason: str, message: str = "") -> Trouble:
    """What the last answer to a REGISTER means; `message` is it whole, where there is one."""
    host = trunk.proxy or trunk.registrar or trunk.host
    values = {"trunk": trunk.id, "host": host, "user": trunk.user, "answer": f"{code} {reason}"}
    return Trouble(_meaning(code, message), values)


def _meaning(code: int, message: str) -> TrunkTrouble:
    if code in REFUSED:
        return TrunkTrouble.AUTH_INT if wants_auth_int(message) else TrunkTrouble.REFUSED
    return MEANINGS.get(code, TrunkTrouble.NOT_TAKEN)


def tries_again(code: int) -> bool:
    """Whether PJSIP repeats the registration without being asked."""
    return code in RETRYING or code >= 600

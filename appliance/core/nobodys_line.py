"""What stands in a firm's place while a call is in no firm's name."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from appliance.core.dial_wording import OUTGOING
from appliance.core.model import Language
from appliance.core.staff_wording import STAFF_LINE
from appliance.core.wording import UNKNOWN_LINE, worded


class Nobodys(StrEnum):
    """Why a call is in no firm's name."""

    OUTGOING = "outgoing"
    """Staff call somebody in the office's own name."""
    STAFF_LINE = "staff_line"
    UNKNOWN = "unknown"
    """It came by a number that the settings do not know."""


NAMES: Mapping[Nobodys, Mapping[Language, str]] = {
    Nobodys.OUTGOING: OUTGOING,
    Nobodys.STAFF_LINE: STAFF_LINE,
    Nobodys.UNKNOWN: UNKNOWN_LINE,
}


def nobodys_name(nobodys: str, language: Language) -> str:
    """What a person reads there; raises ValueError for what is none of these."""
    return worded(NAMES[Nobodys(nobodys)], language)

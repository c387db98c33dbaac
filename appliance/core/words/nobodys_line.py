"""What stands in a firm's place while a call is in no firm's name."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from appliance.core.model.ids import Language
from appliance.core.words.outgoing import OUTGOING
from appliance.core.words.spoken import UNKNOWN_LINE, worded
from appliance.core.words.staff_line import STAFF_LINE


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

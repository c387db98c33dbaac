"""What has happened to a leg besides its beginning and its end: a transfer that was asked for."""

from __future__ import annotations

from dataclasses import dataclass

from appliance.core.model import LegId


@dataclass(frozen=True, slots=True)
class Referred:
    """The trunk said how a transfer goes, for the last time.

    `accepted`: it took the REFER on itself, and `code` is what became of it (RFC 3515 section
    2.4.4); else it refused with `code`.
    """

    leg: LegId
    accepted: bool
    code: int
    reason: str = ""

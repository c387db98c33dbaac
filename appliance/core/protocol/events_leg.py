"""What has happened to a leg besides its beginning and its end: transfer, hold, silence."""

from __future__ import annotations

from dataclasses import dataclass

from appliance.core.model.ids import LegId


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


@dataclass(frozen=True, slots=True)
class LegHeld:
    """The far end holds: it takes no sound from us (RFC 3264 section 8.4)."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class LegResumed:
    """The far end holds no longer."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class LegSilent:
    """For so many seconds not one packet of sound has come, and the far end does not hold.

    Told again and again as long as that is so.
    """

    leg: LegId
    seconds: float

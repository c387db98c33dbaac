"""What has happened while the box is being set up: the one-time code, and listening to calls."""

from __future__ import annotations

from dataclasses import dataclass

from appliance.core.model.ids import LegId


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """Somebody at the page of a new box wants the display to show a one-time code."""

    request: str | None = None


@dataclass(frozen=True, slots=True)
class CodeDrawn:
    """A one-time code was drawn: decimal digits; `addresses` are where the page is found.

    `url` is one of them in full, for the display's QR code; "" without a network.
    """

    code: str
    addresses: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class CodeEntered:
    """Somebody typed a code at the page; spaces do not count."""

    code: str
    request: str | None = None


@dataclass(frozen=True, slots=True)
class CodeWithdrawn:
    """The code is needed no more: the display shows the office again."""

    request: str | None = None


@dataclass(frozen=True, slots=True)
class ArrivalsAsked:
    """Whoever sets up a line wants to see for so many seconds what calls bring with them."""

    seconds: float
    request: str | None = None


@dataclass(frozen=True, slots=True)
class CallDescribed:
    """What an INVITE brought with it, told a moment after it was answered: nobody waits for it.

    `headers` are those that tell who rings whom, as they came; `codecs` what the far end offers
    ("PCMA/8000").
    """

    leg: LegId
    headers: tuple[tuple[str, str], ...]
    codecs: tuple[str, ...]


SetupEvent = CodeAsked | CodeDrawn | CodeEntered | CodeWithdrawn | ArrivalsAsked | CallDescribed

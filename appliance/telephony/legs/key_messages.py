"""Reads the key that a SIP INFO tells of, in any of the forms that gateways write."""

from __future__ import annotations

from typing import NamedTuple

from appliance.telephony.audio.key_events import RATE

KINDS = frozenset(
    {
        "application/dtmf-relay",
        "application/dtmf",
        "application/vnd.nortelnetworks.digits",
        "audio/telephone-event",
    }
)
"""Content types; our patch of PJSIP answers them with 200."""
KEYS = "0123456789*#ABCD"
"""By their event codes, 0 to 15 (RFC 4733 table 3)."""
FLASH = 16
"""The hook flash (RFC 4733 table 3), which is no key."""
NAMES = {"star": "*", "asterisk": "*", "pound": "#", "hash": "#"}
SIGNALS = ("signal", "d", "digit", "event")
"""What stands before the key: "Signal=5" (application/dtmf-relay), "d=5" (Nortel)."""
DURATION = "duration"
MOST_SECONDS = 8.0
END = 0x80
"""The end bit of an event's second octet (RFC 4733 section 2.3)."""
EVENT_OCTETS = 4
FARTHEST = 1000
"""So many characters of a body are read: a key's takes forty."""


class KeyMessage(NamedTuple):
    """The key of an INFO, and for how long it was held, seconds; 0.0 where that is not said."""

    key: str
    seconds: float = 0.0


def key_message(kind: str, body: str) -> KeyMessage | None:
    """The key that the body of an INFO tells of; None for a hook flash and what is no key.

    `kind` is its content type without parameters. The body may be "Signal=5" and "Duration=160" on
    lines of their own, the key alone, or the four octets of an RFC 4733 event, of which the one
    that ends the press counts. Keys are written as such or by their event codes: 10 is "*".
    """
    if kind.lower() not in KINDS:
        return None
    return _of_octets(body[: EVENT_OCTETS + 1]) or _of_text(body[:FARTHEST])


def _of_octets(body: str) -> KeyMessage | None:
    octets = body.encode("utf-8", "surrogateescape")
    if len(octets) != EVENT_OCTETS or octets[0] >= len(KEYS) or not octets[1] & END:
        return None
    return KeyMessage(KEYS[octets[0]], int.from_bytes(octets[2:], "big") / RATE)


def _of_text(body: str) -> KeyMessage | None:
    fields = _fields(body)
    signal = next((fields[name] for name in SIGNALS if name in fields), body)
    key = _key(signal.strip())
    return KeyMessage(key, _seconds(fields.get(DURATION, ""))) if key else None


def _fields(body: str) -> dict[str, str]:
    """The lines "name = value" or "name: value"."""
    parts = [line.partition("=" if "=" in line else ":") for line in body.splitlines()]
    return {name.strip().lower(): value.strip().strip('"') for name, mark, value in parts if mark}


def _key(said: str) -> str:
    """The key by its sign, name, or code; "" for everything else."""
    if len(said) == 1 and said.upper() in KEYS:
        return said.upper()
    if said.isascii() and said.isdecimal() and len(said) <= 2:
        return KEYS[int(said)] if int(said) < FLASH else ""
    return NAMES.get(said.lower(), "")


def _seconds(milliseconds: str) -> float:
    if not (milliseconds.isascii() and milliseconds.isdecimal() and len(milliseconds) < 9):
        return 0.0
    return min(int(milliseconds) / 1000, MOST_SECONDS)

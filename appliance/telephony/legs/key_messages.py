"""Reads the key that a SIP INFO tells of, in any of the forms that gateways write."""

from __future__ import annotations

import re
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
_FIELD = re.compile(r"""(?<![\w-])([a-z]+)[ \t]*[=:][ \t]*("[^"]*"|'[^']*'|[^\s;,&\0]*)""", re.I)
"""Most write a line for each field, some put a semicolon, comma or blank between them."""
_ROUND = "\0\r\n\t ;\"'"
"""What stands around a value, or behind a body, and is no part of it."""
FARTHEST = 1000
"""So many characters of a body are read: a key's takes forty."""


class KeyMessage(NamedTuple):
    """The key of an INFO, and for how long it was held, seconds; 0.0 where that is not said."""

    key: str
    seconds: float = 0.0


def key_message(kind: str, body: str) -> KeyMessage | None:
    """The key that the body of an INFO tells of; None for a hook flash and what is no key.

    `kind` is its content type without parameters. The body may be "Signal=5" and "Duration=160" on
    lines of their own or on one, the key alone, or the four octets of an RFC 4733 event, of which
    the one that ends the press counts. Keys are written as such or by their event codes: 10 is "*".
    """
    if kind.lower() not in KINDS:
        return None
    return _of_octets(body[: EVENT_OCTETS * 2]) or _of_text(body[:FARTHEST])


def _of_octets(body: str) -> KeyMessage | None:
    octets = body.encode("utf-8", "surrogateescape")
    event, behind = octets[:EVENT_OCTETS], octets[EVENT_OCTETS:]
    if len(event) != EVENT_OCTETS or behind.strip(b"\0\r\n"):
        return None
    if event[0] >= len(KEYS) or not event[1] & END:
        return None
    return KeyMessage(KEYS[event[0]], int.from_bytes(event[2:], "big") / RATE)


def _of_text(body: str) -> KeyMessage | None:
    fields = _fields(body)
    signal = next((fields[name] for name in SIGNALS if name in fields), body)
    key = _key(signal.strip(_ROUND))
    return KeyMessage(key, _seconds(fields.get(DURATION, ""))) if key else None


def _fields(body: str) -> dict[str, str]:
    """What is written as "name = value" or "name: value"."""
    return {name.lower(): value.strip(_ROUND) for name, value in _FIELD.findall(body)}


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

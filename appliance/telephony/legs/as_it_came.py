"""What an INVITE brings with it, unread: for whoever sets up a line and wants to see it."""

from __future__ import annotations

import re
from itertools import islice

from appliance.telephony.legs.headers import head_end, head_lines

_TELLING = (
    *("From", "To", "Diversion", "CC-Diversion", "History-Info", "P-Asserted-Identity"),
    *("P-Called-Party-ID", "Remote-Party-ID", "Privacy"),
)
_COMPACT = {"f": "From", "t": "To"}
_TELLING_NAMES = {name.lower() for name in _TELLING} | set(_COMPACT)
_RTPMAP = re.compile(r"^a=rtpmap:\d+ ([A-Za-z0-9.-]+/\d+)", re.MULTILINE)
_AUDIO = re.compile(r"^m=audio \d+ [A-Z/]+([ \d]*)", re.MULTILINE)
_STATIC = {"0": "PCMU/8000", "3": "GSM/8000", "8": "PCMA/8000", "9": "G722/8000", "18": "G729/8000"}
"""Payload types that need no rtpmap (RFC 3551 section 6)."""
_MOST = 12
_LONGEST = 300


def telling_headers(message: str) -> tuple[tuple[str, str], ...]:
    """The headers of an INVITE that tell who rings whom, at most a dozen, each cut at 300."""
    _, lines = head_lines(message)
    parted = ((name.strip(), value) for name, _, value in (line.partition(":") for line in lines))
    telling = ((name, value) for name, value in parted if name.lower() in _TELLING_NAMES)
    return tuple(
        (_COMPACT.get(name.lower(), name), _one_line(value))
        for name, value in islice(telling, _MOST)
    )


def offered_codecs(message: str) -> tuple[str, ...]:
    """What the far end offers to speak, as encoding/rate (RFC 8866 section 6.6)."""
    body = message[head_end(message) :]
    audio = _AUDIO.search(body)
    bare = [_STATIC[number] for number in audio[1].split() if number in _STATIC] if audio else []
    return tuple(dict.fromkeys((*_RTPMAP.findall(body), *bare)))[:_MOST]


def _one_line(value: str) -> str:
    line = " ".join(value.split())[:_LONGEST]
    return "".join(c if c.isprintable() else "?" for c in line)

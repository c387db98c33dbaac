"""The contacts of an answer that sends a call elsewhere (RFC 3261 section 21.3), best first."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import unquote

from appliance.telephony.legs.headers import head_lines
from appliance.telephony.legs.name_addr import listed

NAMES = frozenset({"contact", "m"})
"""RFC 3261 sections 20.10 and 7.3.3."""
MOST = 10
"""So many contacts are read of one answer."""
LONGEST = 300
"""Characters of a URI; what is longer is nobody's."""
BEST = 1.0
"""A contact without a q (RFC 3261 section 16.6, step 5)."""
_NAME_ADDR = re.compile(r'(?:"[^"\\]*(?:\\.[^"\\]*)*"\s*|[^"<]*)<([^>]*)>(.*)', re.DOTALL)
_Q = re.compile(r'q="?([01](?:\.[0-9]{0,3})?|\.[0-9]{1,3})(?![0-9.])', re.IGNORECASE)
_RESERVED = frozenset("@:;?<>/")


def contacts(message: str) -> tuple[str, ...]:
    """The URIs of an answer's contacts, the highest q first, else as they came.

    `message` is hostile. RFC 3261 section 8.1.3.4.
    """
    values = (value for line in _lines(message) for value in listed(line))
    read = (_read(value) for value in islice(values, MOST))
    best_first = sorted(read, key=lambda contact: -contact[1])
    return tuple(dict.fromkeys(uri for uri, _ in best_first if uri))


def _lines(message: str) -> list[str]:
    parted = (line.partition(":") for line in head_lines(message)[1])
    return [value.strip() for name, _, value in parted if name.strip().lower() in NAMES]


def _read(value: str) -> tuple[str, float]:
    """The URI and its q; without brackets the parameters are the header's (section 20.10)."""
    found = _NAME_ADDR.match(value)
    uri, rest = found.groups() if found else _unbracketed(value)
    uri = uri.strip()
    return (_unescaped(uri) if len(uri) <= LONGEST else ""), _preference(rest)


def _unbracketed(value: str) -> tuple[str, str]:
    before, bracket, behind = value.partition("<")
    if bracket:
        uri, closed, rest = behind.partition(">")
        return (uri, rest) if closed else ("", "")
    uri, _, rest = before.partition(";")
    return uri, f";{rest}"


def _preference(parameters: str) -> float:
    for parameter in parameters.split(";")[1:]:
        if found := _Q.match("".join(parameter.split())):
            return min(float(found[1]), BEST)
    return BEST


def _unescaped(uri: str) -> str:
    """A number whose signs are escaped ("%2B47...") is read as if they were not."""
    scheme, colon, rest = uri.partition(":")
    user, at, host = rest.partition("@")
    plain = unquote(user)
    safe = plain.isprintable() and not _RESERVED.intersection(plain)
    return f"{scheme}{colon}{plain}{at}{host}" if safe else uri

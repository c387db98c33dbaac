"""SIP addresses that we write: the From header, and whom we ring."""

from __future__ import annotations

import re
from urllib.parse import quote

_HOST = re.compile(r"^<?\s*sips?:(?:[^@>]*@)?(\[[^\]]+\]|[^:;?>\s]+)", re.IGNORECASE)
_USER_SAFE = "-_.!~*'()&=+$,"
"""RFC 3261 section 25.1, `user` without the marks that parsers trip over."""


def from_header(name: str, user: str, host: str) -> str:
    """A name-addr (RFC 3261 section 20.10): quoted, escaped, on one line."""
    text = "".join(c for c in name if c.isprintable())
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    address = f"<sip:{quote(user, safe=_USER_SAFE, errors='replace') or 'anonymous'}@{host}>"
    return f'"{quoted}" {address}' if quoted else address


def target_uri(uri: str) -> str:
    """The URI to ring, as PJSIP wants it: on one line, "localhost" by its number."""
    line = "".join(c for c in uri.strip() if c.isprintable())
    return re.sub(r"(?i)(^<?sips?:(?:[^@>]*@)?)localhost(?=[:;?>]|$)", r"\g<1>127.0.0.1", line)


def host_of(uri: str) -> str:
    """The host of a SIP URI, "" where there is none; an IPv6 address without its brackets."""
    found = _HOST.match(uri.strip())
    return found[1].strip("[]") if found else ""


def source(address: str) -> tuple[str, int]:
    """Host and port of where a packet came from, as PJSIP writes it; IPv6 without brackets."""
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


def is_ipv6(host: str) -> bool:
    """Whether this is an IPv6 address, with or without brackets and port."""
    return host.startswith("[") or host.count(":") > 1

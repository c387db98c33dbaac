"""Where an offer wants its sound sent: to addresses, or to a host by its name."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address

from appliance.telephony.legs.name_addr import plain

_RTCP = "a=rtcp:"
_CODECS = ("a=rtpmap:", "a=fmtp:")
_DIGITS = "0123456789"


def host_by_name(message: str) -> str:
    """The first host that a description (RFC 8866) gives by a name; "" where all are addresses.

    Whoever takes such a description looks the name up first, and PJSIP does so on the thread that
    serves every call. `message` may be a whole SIP message: no header begins as such a line does.
    """
    return next((plain(host) or "?" for host in _hosts(message) if not _is_address(host)), "")


def in_no_codec(description: str) -> str:
    """The same description (RFC 8866) without a codec that anybody has: nothing is in common."""
    lines = (line for line in description.split("\r\n") if not line.startswith(_CODECS))
    return "\r\n".join(_without_codecs(line) if line[:2] == "m=" else line for line in lines)


def _without_codecs(media: str) -> str:
    return f"{' '.join(media.split()[:3])} 127\r\na=rtpmap:127 x-nothing/8000"


def _hosts(message: str) -> Iterator[str]:
    """Of `c=` (RFC 8866 section 5.7) and `a=rtcp:` (RFC 3605); PJSIP ends a line at CR, too."""
    for line in message.replace("\r", "\n").split("\n"):
        if line.startswith("c="):
            yield from _host(line[2:])
        elif line.startswith(_RTCP):
            yield from _host(line[len(_RTCP) :].strip().lstrip(_DIGITS))


def _host(connection: str) -> Iterator[str]:
    """Of "IN IP4 host/ttl"; whatever else it is counts as a name, unless nothing is there."""
    words = connection.split(None, 3)
    if odd := [word for word in words[:2] if not word.isalnum()]:
        yield odd[0]
    elif len(words) > 2 and (host := words[2].partition("/")[0]):
        yield host


def _is_address(host: str) -> bool:
    """As PJSIP reads it, which takes "127.1" as well."""
    with suppress(OSError, ValueError):
        return bool(socket.inet_aton(host))
    with suppress(ValueError):
        return bool(ip_address(host))
    return False

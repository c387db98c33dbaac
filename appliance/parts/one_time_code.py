"""Draws the one-time code, and finds the addresses of the page that the display shows beside it."""

from __future__ import annotations

import secrets
import socket

from appliance.common.own_address import own_address
from appliance.core.protocol.events_setup import CodeDrawn

DIGITS = 8


def drawn(port: int) -> CodeDrawn:
    """A new code, and where a browser finds the page, which is served at `port`."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    address = own_address()
    url = f"http://{address}:{port}/" if address else ""
    return CodeDrawn(code, tuple(filter(None, (local_name(), address))), url)


def local_name() -> str:
    """The name that multicast DNS gives this box (RFC 6762)."""
    return f"{socket.gethostname().partition('.')[0].lower()}.local"

"""Draws the one-time code, and finds the addresses of the page that the display shows beside it."""

from __future__ import annotations

import secrets
import socket

from appliance.core.setup_events import CodeDrawn

DIGITS = 8
ELSEWHERE = ("192.0.2.1", 9)
"""RFC 5737: nobody's; to connect a datagram socket to it sends nothing and tells our address."""


def drawn(port: int) -> CodeDrawn:
    """A new code, and where a browser finds the page, which is served at `port`."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    address = own_address()
    url = f"http://{address}:{port}/" if address else ""
    return CodeDrawn(code, tuple(filter(None, (local_name(), address))), url)


def local_name() -> str:
    """The name that multicast DNS gives this box (RFC 6762)."""
    return f"{socket.gethostname().partition('.')[0].lower()}.local"


def own_address() -> str:
    """The address by which the network reaches this box; "" without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:
            return ""
        return str(probe.getsockname()[0])

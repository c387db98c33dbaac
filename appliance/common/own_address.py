"""By which of its addresses this machine is reached, asked of the kernel without sending a byte."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address

NOBODYS = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""RFC 5737, RFC 3849: to connect a datagram socket to them sends nothing and tells our address."""
KINDS = {socket.AF_INET: IPv4Address, socket.AF_INET6: IPv6Address}


def own_address(family: socket.AddressFamily = socket.AF_INET, towards: str = "") -> str:
    """The address of the interface that leads `towards` an address; "" without a network.

    For a name, and for nothing, that of the default route; no name server is asked.
    """
    try:
        target = str(KINDS[family](towards))
    except ValueError:
        target = NOBODYS[family]
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            return str(probe.getsockname()[0]).partition("%")[0]
    except OSError:
        return ""

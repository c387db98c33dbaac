"""A trunk: who carries calls between the house and the telephone network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Transport = Literal["udp", "tcp", "tls"]
Srtp = Literal["off", "optional", "required"]
TRANSPORTS: tuple[Transport, ...] = ("udp", "tcp", "tls")
SRTP: tuple[Srtp, ...] = ("off", "optional", "required")
MAIN = "trunk"
"""The id of the table [trunk]; those of [trunks.ID] have their own."""


@dataclass(frozen=True, slots=True)
class Trunk:
    """A provider, a gateway, or an extension of another exchange.

    Without `registrar` it is a neighbour that knows where we are; with one, we register there
    (RFC 3261 section 10) as `user`.
    """

    host: str
    """`host` or `host:port`."""
    identity: str = ""
    """The number that the provider knows us by."""
    id: str = MAIN
    transport: Transport = "udp"
    srtp: Srtp = "off"
    """Whether the voice is encrypted (RFC 3711, keys by RFC 4568)."""
    user: str = ""
    """The user name of the account, for registration and for every challenge."""
    password: str = field(default="", repr=False)
    registrar: str = ""
    """`host` or `host:port`; none: we do not register."""
    proxy: str = ""
    """The outbound proxy, `host` or `host:port`; none: `host` is reached directly."""
    trusted: bool = False
    """Whether its P-Asserted-Identity counts (RFC 3325), and so its Remote-Party-ID and
    CC-Diversion."""
    refer: bool = False
    """Whether calls that it brought are transferred to numbers outside by itself (RFC 3515)."""
    stun: str = ""
    """`host` or `host:port` of a STUN server, where a router hides us from this trunk; none: the
    other side sees our own address."""
    ipv6: bool = False
    """Whether its name stands for an IPv6 address; one that is written as such needs no word."""
    keep_alive_seconds: float = 15.0
    """How often a registered trunk gets an empty datagram, so that a router lets calls in."""

    def shown_user(self, caller: str) -> str:
        """The user of the From header of a call by this trunk; `caller` where nobody minds."""
        return self.identity or self.user or caller

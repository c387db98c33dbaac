"""The SIP side of the box as device.toml says it: where it is rung, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PRIVATE = (
    *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
    *("::1/128", "fc00::/7", "fe80::/10"),
)
"""Networks that the internet does not reach (RFC 1918, 3927, 1122, 4193, 4291)."""


@dataclass(frozen=True, slots=True)
class SipPart:
    """Where the box is rung.

    `address`: the IPv4 address of one interface, or "0.0.0.0" for every one. `port`: UDP; 0 takes
    a free one. `address6`: an IPv6 address of the box, or "::" for every one; none: no IPv6, and no
    questions about it to name servers. `country`: ISO 3166-1 alpha-2, how numbers without a country
    code are read. `public_address`: the IPv4 address behind which a router hides the box.
    `rtp_first`: the first UDP port for audio. `max_calls`: incoming calls at once; the next one
    hears 486. `allow`: from which networks unknown people may call, besides trunks and staff; none
    named: those of `PRIVATE`, and on loopback from everywhere.
    `tcp`: whether calls may come by TCP, on `port` too; `tls_port`: where they come by TLS, with
    `certificate` and `private_key` (PEM). `trusted_certificates` (PEM): whose certificates a far
    end must have; none: any is taken, and the voice is safe from listeners only.
    """

    address: str = "127.0.0.1"
    address6: str | None = None
    port: int = 5060
    country: str = "NO"
    public_address: str | None = None
    rtp_first: int = 4000
    max_calls: int = 64
    allow: tuple[str, ...] | None = None
    tcp: bool = False
    tls_port: int | None = None
    certificate: Path | None = None
    private_key: Path | None = None
    trusted_certificates: Path | None = None

    @property
    def allowed(self) -> tuple[str, ...] | None:
        """The networks from which anybody may call; None: every one, as on loopback."""
        if self.allow is None and self.address.startswith("127."):
            return None
        return PRIVATE if self.allow is None else self.allow

"""What the box is told about its SIP side, and the error that says why it cannot start."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

EVERY_ADDRESS = "0.0.0.0"
EVERY_ADDRESS6 = "::"
CALLS_OF_THE_BUILD = 512
"""PJSUA_MAX_CALLS of our build; each leg takes one."""


class TelephonyError(RuntimeError):
    """SIP cannot start; the message is a sentence for the person who set up the box."""


@dataclass(frozen=True, slots=True)
class SipConfig:
    """The SIP side of the box.

    `address`: the IPv4 address of one interface, or "0.0.0.0" for every one. `port`: UDP; 0 takes
    a free one. `address6`: an IPv6 address of the box, or "::" for every one; none: no IPv6, and no
    questions about it to name servers. `country`: ISO 3166-1 alpha-2, how numbers without a country
    code are read.
    `public_address`: the IPv4 address behind which a router hides the box. `rtp_first`: the first
    of `rtp_ports` UDP ports for audio. `max_calls`: incoming calls at once; the next one hears 486.
    `allow`: from which networks unknown people may call, besides trunks and staff; None:
    from everywhere.
    `tcp`: whether calls may come by TCP, on `port` too; `tls_port`: where they come by TLS, with
    `certificate` and `private_key` (PEM). `trusted_certificates` (PEM): whose certificates a far
    end must have; none: any is taken, and the voice is safe from listeners only.
    `ack_seconds`: a caller whose telephone has not acknowledged our answer by then is hung up; its
    five repetitions take 7.5 s (RFC 3261 section 13.3.1.4).
    `trunk_seconds`: a trunk that has not said so much as "100 Trying" by then is taken for dead.
    `log_level`: PJSIP's own, 0 to 6; above 1 it writes whole messages, telephone numbers too.
    """

    address: str = "127.0.0.1"
    address6: str | None = None
    port: int = 5060
    country: str = "NO"
    public_address: str | None = None
    rtp_first: int = 4000
    rtp_ports: int = 4000
    max_calls: int = 64
    log_level: int = 1
    allow: tuple[str, ...] | None = None
    tcp: bool = False
    tls_port: int | None = None
    certificate: Path | None = None
    private_key: Path | None = None
    trusted_certificates: Path | None = None
    ack_seconds: float = 8.0
    trunk_seconds: float = 4.0

    @property
    def max_legs(self) -> int:
        """Legs at once: a call may ring several agents, and a leg that hangs up lingers a while.

        Never few: PJSIP numbers its calls in turn, and the number of a leg that has ended must not
        come round before the leg is let go, a poll later.
        """
        return min(CALLS_OF_THE_BUILD, 4 * self.max_calls + 32)

    @property
    def max_sounds(self) -> int:
        """Ports of the conference bridge, each of which takes 8 octets for every other one.

        A leg has one; a call may besides play, have just played, listen for keys, and record.
        """
        return self.max_legs + 6 * self.max_calls

"""Calls over IPv6, beside those over IPv4: an own socket, and accounts for nothing else."""

from __future__ import annotations

import socket

import pjsua2 as pj

from appliance.common.own_address import own_address
from appliance.core.settings.trunks import Transport, Trunk
from appliance.telephony.config import EVERY_ADDRESS6, SipConfig
from appliance.telephony.engine.stack import (
    account_config,
    secure_transport_config,
    transport_config,
)
from appliance.telephony.network.addresses import is_ipv6

UNREWRITTEN_ADDRESS6 = "2001:db8::1"
"""Stands in SDP (RFC 3849) until the leg's own address is put in its place."""
TRANSPORTS6 = {
    "udp": pj.PJSIP_TRANSPORT_UDP6,
    "tcp": pj.PJSIP_TRANSPORT_TCP6,
    "tls": pj.PJSIP_TRANSPORT_TLS6,
}


def goes_over_ipv6(trunk: Trunk) -> bool:
    """Whether calls of this trunk go over IPv6: it says so, or is written as such an address."""
    return trunk.ipv6 or is_ipv6(trunk.proxy or trunk.host)


def transport_config6(kind: Transport, config: SipConfig, port: int) -> pj.TransportConfig:
    """A socket for SIP over IPv6, on the port that IPv4 has."""
    transport = (secure_transport_config if kind == "tls" else transport_config)(config)
    transport.port = port
    transport.boundAddress = "" if config.address6 == EVERY_ADDRESS6 else config.address6 or ""
    transport.publicAddress = ""
    return transport


def account_config6(config: SipConfig) -> pj.AccountConfig:
    """The account of calls over IPv6."""
    own = own_address6_towards("") if config.address6 == EVERY_ADDRESS6 else config.address6
    return over_ipv6(account_config(config, f"[{own}]"), config)


def over_ipv6(account: pj.AccountConfig, config: SipConfig) -> pj.AccountConfig:
    """The same account for IPv6 only, so that PJSIP need not find out which of the two it has."""
    account.mediaConfig.ipv6Use = pj.PJSUA_IPV6_ENABLED_USE_IPV6_ONLY
    account.sipConfig.ipv6Use = pj.PJSUA_IPV6_ENABLED_USE_IPV6_ONLY
    rtp = account.mediaConfig.transportConfig
    every = config.address6 == EVERY_ADDRESS6
    rtp.boundAddress = "" if every else config.address6 or ""
    rtp.publicAddress = UNREWRITTEN_ADDRESS6 if every else ""
    return account


def own_address6_towards(host: str) -> str:
    """The IPv6 address of the interface that leads to `host`. Without a network: ::1."""
    return own_address(socket.AF_INET6, host) or "::1"

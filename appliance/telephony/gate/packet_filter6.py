"""Which packets the kernel hands to a SIP socket of IPv6: the same rules, for longer addresses."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable, Iterator

from appliance.telephony.gate.packet_filter import (
    AND,
    DROP,
    IF_EQUAL,
    LOAD,
    RETURN,
    TAKE,
    Instruction,
    apart,
    unasked,
)

SOURCE = 0xFFF0_0000 + 8
"""SKF_NET_OFF and the place of the source in an IPv6 header (RFC 8200 section 3)."""
WORDS = 4
ALL = 0xFFFF_FFFF


def program6(
    known: Collection[str],
    networks: Iterable[ipaddress.IPv6Network],
    banned: Collection[str],
    udp: bool,
) -> list[Instruction]:
    """As `program` of IPv4."""
    near, far = apart(networks)
    return [
        *(step for address in known for step in _within(address, TAKE)),
        *(step for address in banned for step in _within(address, DROP)),
        *(step for network in near for step in _within(network, TAKE)),
        *(unasked() if udp else ()),
        *(step for network in far for step in _within(network, TAKE)),
        (RETURN, 0, 0, DROP),
    ]


def _within(network: str | ipaddress.IPv6Network, verdict: int) -> Iterator[Instruction]:
    """Where the source lies in the network, the verdict; an address is a network of its own."""
    whole = ipaddress.IPv6Network(network)
    steps = [step for at in range(WORDS) for step in _word(whole, at)]
    for place, (code, _, _, value) in enumerate(steps):
        beyond = len(steps) - place  # past what is left and the verdict
        yield (code, 0, beyond if code == IF_EQUAL else 0, value)
    yield (RETURN, 0, 0, verdict)


def _word(network: ipaddress.IPv6Network, at: int) -> Iterator[Instruction]:
    shift = 32 * (WORDS - 1 - at)
    mask = int(network.netmask) >> shift & ALL
    if not mask:
        return
    yield (LOAD, 0, 0, SOURCE + 4 * at)
    if mask != ALL:
        yield (AND, 0, 0, mask)
    yield (IF_EQUAL, 0, 0, int(network.network_address) >> shift & ALL)

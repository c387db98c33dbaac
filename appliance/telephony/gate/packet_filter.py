"""Which packets the kernel hands to a SIP socket: a program for the socket (classic BPF).

A process may set it on its own sockets without any privilege (socket(7), SO_ATTACH_FILTER), and
what it drops costs the process nothing.
"""

from __future__ import annotations

import ctypes
import ipaddress
import socket
import struct
from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

SO_ATTACH_FILTER = 26
SO_MEMINFO = 55
MEMINFO_DROPS = 8
"""include/uapi/linux/sock_diag.h: what the socket has dropped, the filter's doing included."""

LOAD, TO_X, FROM_X, AND, IF_EQUAL, RETURN = 0x20, 0x07, 0x87, 0x54, 0x15, 0x06
SOURCE = 0xFFF0_0000 + 12
"""SKF_NET_OFF and the place of the source in an IPv4 header (RFC 791 section 3.1)."""
UDP_PAYLOAD = 8
TAKE, DROP = 0xFFFF_FFFF, 0
UNASKED = (b"REGI", b"OPTI", b"SUBS", b"PUBL", b"MESS", b"NOTI")
"""How requests begin that only trunks and staff have reason to send."""

Instruction = tuple[int, int, int, int]
Network = ipaddress.IPv4Network
N = TypeVar("N", ipaddress.IPv4Network, ipaddress.IPv6Network)


def program(
    known: Collection[str], networks: Iterable[Network], banned: Collection[str], udp: bool
) -> list[Instruction]:
    """Take all from `known` addresses and from private `networks`, where a telephone may be set up
    wrongly and must be told so; only calls from public ones, and nothing from `banned`.
    """
    near, far = apart(networks)
    return [
        (LOAD, 0, 0, SOURCE),
        (TO_X, 0, 0, 0),
        *_where_equal(map(_number, known), TAKE),
        *_where_equal(map(_number, banned), DROP),
        *(step for network in near for step in _within(network)),
        *(unasked() if udp else ()),
        *(step for network in far for step in _within(network)),
        (RETURN, 0, 0, DROP),
    ]


def apart(networks: Iterable[N]) -> tuple[list[N], list[N]]:
    """The networks that the internet does not reach, and the others."""
    every = list(networks)
    return [n for n in every if n.is_private], [n for n in every if not n.is_private]


def _number(address: str) -> int:
    return int(ipaddress.IPv4Address(address))


def _where_equal(values: Iterable[int], verdict: int) -> Iterator[Instruction]:
    for value in values:
        yield (IF_EQUAL, 0, 1, value)
        yield (RETURN, 0, 0, verdict)


def unasked() -> Iterator[Instruction]:
    """A datagram too short to hold a method is dropped by the load itself."""
    yield (LOAD, 0, 0, UDP_PAYLOAD)
    yield from _where_equal((int.from_bytes(start) for start in UNASKED), DROP)


def _within(network: Network) -> Iterator[Instruction]:
    yield (FROM_X, 0, 0, 0)
    yield (AND, 0, 0, int(network.netmask))
    yield from _where_equal((int(network.network_address),), TAKE)


def attach(sock: socket.socket, instructions: list[Instruction]) -> None:
    """Let the program decide from now on. Raises OSError."""
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in instructions)
    held = ctypes.create_string_buffer(code)
    sock.setsockopt(
        socket.SOL_SOCKET,
        SO_ATTACH_FILTER,
        struct.pack("HL", len(instructions), ctypes.addressof(held)),
    )


def dropped(sock: socket.socket) -> int:
    """How many packets the socket has dropped since it was opened (modulo 2^32)."""
    words = sock.getsockopt(socket.SOL_SOCKET, SO_MEMINFO, 4 * (MEMINFO_DROPS + 1))
    return int(struct.unpack_from("I", words, 4 * MEMINFO_DROPS)[0])

"""Asks a STUN server from where the internet sees us (RFC 8489, and RFC 3489 for old servers)."""

from __future__ import annotations

import ipaddress
import os
import socket
import struct
import time

PORT = 3478
REQUEST, ANSWER = 0x0001, 0x0101
COOKIE = 0x2112A442
MAPPED, XOR_MAPPED = 0x0001, 0x0020
IPV4 = 1
HEAD = struct.Struct("!HHI12s")
PAUSES = (0.5, 1.0, 1.5)
"""How long each of three requests waits for its answer, in seconds."""


class StunError(OSError):
    """No server answered in a way that can be understood."""


def seen_from(server: str) -> str:
    """The IPv4 address that `server` (`host` or `host:port`) sees; may wait for three seconds.

    Raises OSError where there is none.
    """
    host, _, port = server.partition(":")
    request = HEAD.pack(REQUEST, 0, COOKIE, os.urandom(12))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect((host, int(port or PORT)))
        for pause in PAUSES:
            sock.send(request)
            if found := _answer(sock, request, time.monotonic() + pause):
                return found
    raise StunError(f"{server} does not answer")


def _answer(sock: socket.socket, request: bytes, until: float) -> str:
    while (left := until - time.monotonic()) > 0:
        sock.settimeout(left)
        try:
            found = mapped_address(sock.recv(2048), request)
        except TimeoutError:
            return ""
        if found:
            return found
    return ""


def mapped_address(answer: bytes, request: bytes) -> str:
    """The address in an answer to this request; "" where there is none."""
    if len(answer) < HEAD.size or answer[:2] != ANSWER.to_bytes(2) or answer[4:20] != request[4:20]:
        return ""
    found: dict[int, bytes] = {}
    at = HEAD.size
    while at + 4 <= len(answer):
        kind, length = struct.unpack_from("!HH", answer, at)
        found.setdefault(kind, answer[at + 4 : at + 4 + length])
        at += 4 + length + -length % 4
    return _read(found.get(XOR_MAPPED, b""), COOKIE) or _read(found.get(MAPPED, b""), 0)


def _read(value: bytes, mask: int) -> str:
    if len(value) < 8 or value[1] != IPV4:
        return ""
    return str(ipaddress.IPv4Address(int.from_bytes(value[4:8]) ^ mask))

"""Ports of loopback that nobody has, and telephones that nobody answers."""

from __future__ import annotations

import socket


def free_port(kind: socket.SocketKind = socket.SOCK_DGRAM) -> int:
    """A port that is free now."""
    with socket.socket(socket.AF_INET, kind) as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def free_media_port() -> int:
    """An even one whose successor is free as well (RFC 3550 section 11)."""
    while True:
        port = free_port() & ~1
        try:
            for each in (port, port + 1, port + 2, port + 3):
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
                    sock.bind(("127.0.0.1", each))
        except OSError:
            continue
        return port


def nobody(name: str = "nobody") -> str:
    """A SIP address on which nothing listens."""
    return f"sip:{name}@127.0.0.1:{free_port()}"

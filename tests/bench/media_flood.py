"""RTP as fast as it goes: `python -m bench.media_flood PORT FLOOD SECONDS HOST SOURCE_PORT`.

FLOOD is "sound", "keys" (each packet a new key, RFC 4733), or "noise" (octets that are no RTP).
"""

from __future__ import annotations

import socket
import struct
import sys
import time

PER_SECOND = 20_000


def packet(flood: str, number: int) -> bytes:
    """The packet of that number."""
    if flood == "noise":
        return b"\xff" * 172
    kind, payload = 8, b"\xd5" * 160
    if flood == "keys":
        kind, payload = 101, struct.pack("!BBH", number % 10, 0x8A, 800)
    return struct.pack("!BBHII", 0x80, kind, number & 0xFFFF, 160 * number, 77) + payload


def flood(port: int, kind: str, seconds: float, source: tuple[str, int]) -> int:
    """Send for so long, in steps of 2 ms; how many packets it were."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(source)
        begin, sent = time.monotonic(), 0
        while (passed := time.monotonic() - begin) < seconds:
            for number in range(sent, int(passed * PER_SECOND)):
                sock.sendto(packet(kind, number), ("127.0.0.1", port))
                sent += 1
            time.sleep(0.002)
    return sent


def main() -> None:
    """The flood; prints how many packets it was."""
    port, kind, seconds, host, source_port = sys.argv[1:]
    print(flood(int(port), kind, float(seconds), (host, int(source_port))))


if __name__ == "__main__":
    main()

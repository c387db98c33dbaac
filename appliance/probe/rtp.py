"""RTP packets (RFC 3550 section 5.1) and telephone events (RFC 4733 section 2.3)."""

from __future__ import annotations

import struct
from typing import NamedTuple

HEADER = struct.Struct("!BBHII")
EVENT = struct.Struct("!BBH")
VERSION = 2 << 6
MARKER = 0x80
END = 0x80
DIGITS = "0123456789*#ABCD"
VOLUME = 10
"""dBm0 below full scale, as the event says it."""


class RtpError(ValueError):
    """A datagram that is no RTP."""


class Packet(NamedTuple):
    """A packet that came in; `at_ns` is the kernel's receive time, ns since 1970."""

    at_ns: int
    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    payload: bytes


def header(payload_type: int, marker: bool, sequence: int, timestamp: int, ssrc: int) -> bytes:
    """The twelve octets before the payload; numbers wrap at their field's size."""
    second = payload_type | (MARKER if marker else 0)
    return HEADER.pack(VERSION, second, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc)


def is_rtcp(datagram: bytes) -> bool:
    """Whether this is RTCP that came to the RTP port (RFC 5761 section 4)."""
    return len(datagram) > 1 and 192 <= datagram[1] <= 223


def parse(datagram: bytes, at_ns: int) -> Packet:
    """Read a datagram; raises RtpError where it is no RTP version 2 or cut short."""
    if len(datagram) < HEADER.size or datagram[0] >> 6 != 2:
        raise RtpError("No RTP")
    first, second, sequence, timestamp, _ = HEADER.unpack_from(datagram)
    start = HEADER.size + 4 * (first & 0x0F)
    if first & 0x10:
        start += _extension_size(datagram, start)
    stop = len(datagram) - (datagram[-1] if first & 0x20 else 0)
    if start > stop:
        raise RtpError("RTP cut short")
    payload = datagram[start:stop]
    return Packet(at_ns, second & 0x7F, bool(second & MARKER), sequence, timestamp, payload)


def _extension_size(datagram: bytes, start: int) -> int:
    if len(datagram) < start + 4:
        raise RtpError("RTP extension cut short")
    return 4 + 4 * int.from_bytes(datagram[start + 2 : start + 4], "big")


def event(digit: str, duration: int, end: bool) -> bytes:
    """The payload of a telephone event; `duration` in samples since its start."""
    return EVENT.pack(DIGITS.index(digit), (END if end else 0) | VOLUME, min(duration, 0xFFFF))


def digit_of(payload: bytes) -> str | None:
    """The key that an event names; None where it is another event or cut short."""
    if len(payload) < EVENT.size or payload[0] >= len(DIGITS):
        return None
    return DIGITS[payload[0]]

"""A request as its bytes come in: whether it is whole, so that nobody has to wait for the rest."""

from __future__ import annotations

import re
from enum import Enum, auto

END = b"\r\n\r\n"
LONGEST_LENGTH = 15
"""Digits of a length."""
CODING = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
COOKIES = re.compile(rb"\r\ncookie:([^\r\n]*)", re.IGNORECASE)
HOST = re.compile(rb"\r\nhost:", re.IGNORECASE)
FOLDED = re.compile(rb"\r\n[ \t]")
LOOSE = re.compile(rb"\r\n[^:\r\n]*[ \t]:")
LENGTHS = re.compile(rb"\r\ncontent-length:([^\r\n]*)", re.IGNORECASE)
CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


def is_odd(head: bytes) -> bool:
    """Whether two readers of a request's head could take it for different requests.

    RFC 9112 sections 5.1, 5.2, 6.1 and 6.3, and RFC 9110 section 5.5: to be refused. No browser
    sends a body in chunks by HTTP/1.1, and half a body that nobody reads is the next request.
    """
    lengths = LENGTHS.findall(head)
    return bool(
        len(HOST.findall(head)) > 1
        or len(lengths) > 1
        or any(not digits.strip(b" \t").isdigit() for digits in lengths)
        or CODING.search(head)
        or FOLDED.search(head)
        or LOOSE.search(head)
        or CONTROL.search(head.replace(b"\r\n", b""))
    )


class Stands(Enum):
    """How far a request has come."""

    MORE = auto()
    """The rest is still to come."""
    WHOLE = auto()
    """Nothing more is needed to answer it, or to refuse it."""
    LARGE = auto()
    """Its head is too large, or its body is too large to be gathered."""
    ODD = auto()
    """It could be read in two ways."""


class Gathered:
    """The bytes of a request so far. No byte is looked at twice.

    `largest_head` and `largest_body` in bytes.
    """

    def __init__(self, largest_head: int, largest_body: int) -> None:
        self._largest_head, self._largest_body = largest_head, largest_body
        self.bytes = bytearray()
        self._seen = 0
        self._body_at = 0
        self._needed = 0
        self._odd = False

    @property
    def stands(self) -> Stands:
        """How far the request has come."""
        if not self._body_at and not self._find_body():
            return Stands.LARGE if len(self.bytes) > self._largest_head else Stands.MORE
        if self._odd:
            return Stands.ODD
        if self._needed > self._largest_body:
            return Stands.LARGE
        return Stands.WHOLE if len(self.bytes) >= self._body_at + self._needed else Stands.MORE

    @property
    def cookies(self) -> str:
        """What the browser holds of us, as it stands in the head (RFC 6265 section 4.2)."""
        found = COOKIES.findall(bytes(self.bytes[: self._body_at]))
        return b"; ".join(found).decode("latin-1")

    def _find_body(self) -> bool:
        at = self.bytes.find(END, max(0, self._seen - len(END) + 1))
        self._seen = len(self.bytes)
        if at < 0:
            return False
        self._body_at = at + len(END)
        head = bytes(self.bytes[: self._body_at])
        self._odd = is_odd(head)
        digits = b"" if self._odd else b"".join(LENGTHS.findall(head)).strip()
        endless = len(digits) > LONGEST_LENGTH
        self._needed = self._largest_body + 1 if endless else int(digits or b"0")
        return True

    def take(self, into: memoryview) -> int:
        """Hand on as many bytes as there is room for; returns how many."""
        count = min(len(into), len(self.bytes))
        into[:count] = self.bytes[:count]
        del self.bytes[:count]
        return count

    def begin_anew(self) -> None:
        """The request was handed on; what is left belongs to the next one."""
        self._seen = self._body_at = self._needed = 0
        self._odd = False

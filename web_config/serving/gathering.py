"""A request as its bytes come in: whether it is whole, so that nobody has to wait for the rest."""

from __future__ import annotations

import re
from enum import Enum, auto

END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
CODING = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
COOKIES = re.compile(rb"\r\ncookie:([^\r\n]*)", re.IGNORECASE)


class Stands(Enum):
    """How far a request has come."""

    MORE = auto()
    """The rest is still to come."""
    WHOLE = auto()
    """Nothing more is needed to answer it, or to refuse it."""
    LARGE = auto()
    """Its head is there; its body is too large, or of unknown length, to be gathered."""


class Gathered:
    """The bytes of a request so far. No byte is looked at twice.

    `largest_head` and `largest_body` in bytes: a head beyond it counts as whole, so that it is
    refused.
    """

    def __init__(self, largest_head: int, largest_body: int) -> None:
        self._largest_head, self._largest_body = largest_head, largest_body
        self.bytes = bytearray()
        self._seen = 0
        self._body_at = 0
        self._needed = 0

    @property
    def stands(self) -> Stands:
        """How far the request has come."""
        if not self._body_at and not self._find_body():
            return Stands.WHOLE if len(self.bytes) > self._largest_head else Stands.MORE
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
        lengths = LENGTH.findall(head)
        unknown = CODING.search(head) or any(len(digits) > 15 for digits in lengths)
        self._needed = self._largest_body + 1 if unknown else max(map(int, lengths), default=0)
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

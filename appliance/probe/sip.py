"""SIP messages (RFC 3261 section 7) as values: built, parsed, and answered, without a socket."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex

Headers = tuple[tuple[str, str], ...]

# RFC 3261 section 7.3.3: the compact forms; a message may mix them with the long ones.
COMPACT = {
    "i": "Call-ID",
    "m": "Contact",
    "e": "Content-Encoding",
    "l": "Content-Length",
    "c": "Content-Type",
    "f": "From",
    "s": "Subject",
    "k": "Supported",
    "t": "To",
    "v": "Via",
}
REASONS = {
    100: "Trying",
    180: "Ringing",
    200: "OK",
    404: "Not Found",
    405: "Method Not Allowed",
    480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    500: "Server Internal Error",
    501: "Not Implemented",
    603: "Decline",
}
BRANCH_COOKIE = "z9hG4bK"


class SipError(ValueError):
    """A datagram or a header that is no SIP."""


@dataclass(frozen=True, slots=True)
class Uri:
    """A SIP URI without its parameters; `port` 0 where none is written."""

    user: str
    host: str
    port: int = 0

    def __str__(self) -> str:
        user = f"{self.user}@" if self.user else ""
        return f"sip:{user}{self.host}" + (f":{self.port}" if self.port else "")

    @property
    def socket_address(self) -> tuple[str, int]:
        """Where a request to this URI goes over UDP; 5060 where no port is written."""
        return self.host, self.port or 5060


@dataclass(frozen=True, slots=True)
class Address:
    """What From, To, and Contact hold (RFC 3261 section 20.10): a name, a URI, and a tag."""

    uri: Uri
    name: str = ""
    tag: str = ""

    def __str__(self) -> str:
        quoted = self.name.replace("\\", "\\\\").replace('"', '\\"')
        name = f'"{quoted}" ' if self.name else ""
        return f"{name}<{self.uri}>" + (f";tag={self.tag}" if self.tag else "")


@dataclass(frozen=True, slots=True)
class Message:
    """What requests and responses share."""

    headers: Headers
    body: bytes = b""

    def first(self, name: str) -> str:
        """The first header of that name; raises SipError where there is none."""
        for known, value in self.headers:
            if known.lower() == name.lower():
                return value
        raise SipError(f"The message has no {name} header")

    def every(self, name: str) -> Headers:
        """All headers of that name, in the order of the message."""
        return tuple(pair for pair in self.headers if pair[0].lower() == name.lower())

    @property
    def call_id(self) -> str:
        """The Call-ID, which names the dialog together with both tags."""
        return self.first("Call-ID")

    @property
    def cseq(self) -> tuple[int, str]:
        """The sequence number and the method that CSeq holds."""
        number, _, method = self.first("CSeq").partition(" ")
        if not number.isdecimal():
            raise SipError("CSeq has no number")
        return int(number), method.strip()

    @property
    def branch(self) -> str:
        """The branch of the topmost Via, which names the transaction."""
        found = re.search(r";\s*branch\s*=\s*([^;,\s]+)", self.first("Via"))
        if not found:
            raise SipError("Via has no branch")
        return found[1]

    def address(self, name: str) -> Address:
        """The header `name` read as an address."""
        return parse_address(self.first(name))


@dataclass(frozen=True, slots=True)
class Request(Message):
    """A SIP request."""

    method: str = ""
    uri: str = ""

    def __bytes__(self) -> bytes:
        return _written(f"{self.method} {self.uri} SIP/2.0", self)


@dataclass(frozen=True, slots=True)
class Response(Message):
    """A SIP response."""

    code: int = 0
    reason: str = ""

    def __bytes__(self) -> bytes:
        return _written(f"SIP/2.0 {self.code} {self.reason}", self)


def _written(start: str, message: Message) -> bytes:
    lines = [start, *(f"{name}: {value}" for name, value in message.headers)]
    if message.body:
        lines.append("Content-Type: application/sdp")
    lines.append(f"Content-Length: {len(message.body)}")
    return "\r\n".join([*lines, "", ""]).encode() + message.body


def parse(datagram: bytes) -> Request | Response:
    """Read one datagram; raises SipError where it is not SIP."""
    head, _, body = datagram.partition(b"\r\n\r\n")
    start, _, rest = head.decode("utf-8", "replace").partition("\r\n")
    headers = _parse_headers(rest)
    length = Message(headers).every("Content-Length")
    if length and length[0][1].isdecimal():
        body = body[: int(length[0][1])]
    return _parse_start(start, headers, body)


def _parse_start(start: str, headers: Headers, body: bytes) -> Request | Response:
    if status := re.fullmatch(r"SIP/2\.0 (\d{3})(?: (.*))?", start):
        return Response(headers, body, code=int(status[1]), reason=status[2] or "")
    if line := re.fullmatch(r"([A-Z]+) (\S+) SIP/2\.0", start):
        return Request(headers, body, method=line[1], uri=line[2])
    raise SipError(f"No SIP start line: {start[:60]!r}")


def _parse_headers(text: str) -> Headers:
    unfolded = re.sub(r"\r\n[ \t]+", " ", text)
    pairs: list[tuple[str, str]] = []
    for line in filter(None, unfolded.split("\r\n")):
        name, colon, value = line.partition(":")
        if not colon:
            raise SipError(f"No header: {line[:60]!r}")
        name = name.strip()
        pairs.append((COMPACT.get(name.lower(), name), value.strip()))
    return tuple(pairs)


def parse_uri(text: str) -> Uri:
    """Read a `sip:` URI; its parameters and its password are dropped."""
    found = re.match(r"sips?:(?:([^@:;]*)(?::[^@]*)?@)?([^:;?>\s]+)(?::(\d+))?", text)
    if not found:
        raise SipError(f"No SIP URI: {text[:60]!r}")
    return Uri(found[1] or "", found[2], int(found[3] or 0))


def parse_address(text: str) -> Address:
    """Read the value of From, To, or Contact."""
    before, bracket, after = text.partition("<")
    inside, _, parameters = after.partition(">") if bracket else (text, "", text)
    name = re.sub(r"\\(.)", r"\1", before.strip().strip('"')) if bracket else ""
    tag = re.search(r";\s*tag\s*=\s*([^;,\s]+)", parameters)
    return Address(parse_uri(inside.strip()), name, tag[1] if tag else "")


def raw_uri(text: str) -> str:
    """The URI of a Contact with its parameters, as it goes into a Request-URI."""
    _, bracket, after = text.partition("<")
    inside, closed, _ = after.partition(">")
    return inside if bracket and closed else text.split(";")[0].strip()


def new_branch() -> str:
    """A branch that no other transaction has (RFC 3261 section 8.1.1.7)."""
    return BRANCH_COOKIE + token_hex(8)


def reply(
    request: Request,
    code: int,
    to_tag: str = "",
    extra: Sequence[tuple[str, str]] = (),
    body: bytes = b"",
) -> Response:
    """The response to a request (RFC 3261 section 8.2.6): its Via, From, To, Call-ID, CSeq."""
    to = request.first("To")
    if to_tag and not request.address("To").tag:
        to += f";tag={to_tag}"
    kept = (("From", request.first("From")), ("To", to), ("Call-ID", request.call_id))
    headers = (*request.every("Via"), *kept, ("CSeq", request.first("CSeq")), *extra)
    return Response(headers, body, code=code, reason=REASONS.get(code, "Refused"))

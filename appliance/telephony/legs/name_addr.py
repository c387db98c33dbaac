"""Addresses as SIP headers write them, also badly; a look at each character, and junk never raises.

Whoever may call can write a header of 64 kB: nothing here goes over the same text twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from appliance.core.model import written_number

_USUAL = re.compile(
    r'(?:"([^"\\]*)"\s*|([^"<]*))<sips?:([^@%>;:?]+)@([^>;?]+)(?:[;?]([^>]*))?>', re.IGNORECASE
)
"""Nearly every address is of this shape; the others are taken apart with more patience."""
_QUOTED = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_MARK = re.compile(r'["<,]')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SCHEME = re.compile(r"(?:sips?|tel):", re.IGNORECASE)
_BEGINS = re.compile(r"\s*(?:sips?|tel):", re.IGNORECASE)
_CONTEXT = re.compile(r";phone-context=([^;?@]*)", re.IGNORECASE)
LONGEST = 80
"""Characters that a name or a user part may have before it is cut."""


@dataclass(frozen=True, slots=True)
class Address:
    """The user and host of a URI and the name before it; "" for what is not there.

    `context`: how a number without a country code is meant (RFC 3966 section 5.1.5).
    `parameters`: what stands behind the address, as it came: ";index=1".
    """

    user: str = ""
    host: str = ""
    name: str = ""
    context: str = ""
    parameters: str = ""


def read_address(value: str) -> Address:
    """A name-addr or addr-spec (RFC 3261 section 20.10), or a tel URI (RFC 3966)."""
    value = value.strip()
    if usual := _USUAL.match(value):
        quoted, bare, user, host, more = usual.groups(default="")
        if "context" not in more.lower():
            name, rest = plain(quoted or bare), value[usual.end() :]
            return Address(plain(user), host.lower(), name, parameters=rest)
    for at, mark in _marks(value):
        if mark != "<" or (end := value.find(">", at)) < 0:
            continue
        if _SCHEME.match(inside := value[at + 1 : end].strip()):
            found = replace(read_uri(inside), name=_name(value[:at]))
            return replace(found, parameters=value[end + 1 :].strip())
    return _unbracketed(value)


def read_uri(uri: str) -> Address:
    """A URI by itself; an empty address where it is neither of SIP nor a telephone number."""
    scheme = _SCHEME.match(uri)
    if scheme is None:
        return Address()
    rest = uri[scheme.end() :].partition("?")[0]
    found = _CONTEXT.search(rest)
    context = unquote(found[1]).strip() if found else ""
    if scheme[0].lower() == "tel:":
        bare = written_number.plain(unquote(rest.partition(";")[0])[: 8 * LONGEST])
        return Address(plain(bare), context=context)
    user, at, host = rest.rpartition("@")
    user = user.partition(";")[0].partition(":")[0] if at else ""
    return Address(plain(unquote(user)), host.partition(";")[0].lower(), context=context)


def listed(value: str) -> Iterator[str]:
    """The addresses of a header that may hold several (RFC 3261 section 7.3.1).

    They are divided by the commas outside quotes and angle brackets; what has no address of its
    own belongs to the next: some write the comma of a name without quotes.
    """
    begins, addressed = 0, _BEGINS.match(value) is not None
    for at, mark in _marks(value):
        if mark == "<":
            addressed = True
        elif addressed:
            yield value[begins:at].strip()
            begins, addressed = at + 1, _BEGINS.match(value, at + 1) is not None
        else:
            addressed = _BEGINS.match(value, at + 1) is not None
    if value[begins:].strip():
        yield value[begins:].strip()


def plain(text: str) -> str:
    """One line of printable characters, cut."""
    if not text.isprintable():
        text = "".join(c for c in text[: 8 * LONGEST] if c.isprintable())
    return text.strip()[:LONGEST]


def _marks(value: str) -> Iterator[tuple[int, str]]:
    """Where a "<" or "," stands outside quotes, the latter also outside angle brackets.

    What is never closed opens nothing; it is looked for once only.
    """
    at, quotes, brackets = 0, True, True
    while found := _MARK.search(value, at):
        mark, at = found[0], found.end()
        if mark == '"' and quotes:
            closed = _QUOTED.match(value, found.start())
            at, quotes = (closed.end(), True) if closed else (at, False)
        elif mark == "<" and brackets:
            yield found.start(), mark
            end = value.find(">", at)
            at, brackets = (end + 1, True) if end >= 0 else (at, False)
        elif mark == ",":
            yield found.start(), mark


def _unbracketed(value: str) -> Address:
    """Without brackets the parameters belong to the header (RFC 3261 section 20)."""
    found = _SCHEME.search(value)
    if found is None:
        return Address(name=_name(value.partition("<")[0]))
    before, rest = value[: found.start()], value[found.start() :]
    uri = rest.partition(" ")[0].partition(">")[0]
    name = _name(before[:-1]) if before.endswith("<") else ""
    return replace(read_uri(uri), name=name, parameters=rest[len(uri) :])


def _name(display: str) -> str:
    display = display.strip()
    if len(display) > 1 and display[0] == display[-1] == '"':
        display = _ESCAPED.sub(r"\1", display[1:-1])
    return plain(display)

"""What an INVITE says about who rings whom, read from its raw headers; junk never raises."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from urllib.parse import unquote

from phonenumbers import country_code_for_region

from appliance.numbers import as_known

_COMPACT = {"f": "from", "t": "to"}
"""Compact forms (RFC 3261 section 7.3.3) of the headers that are read here."""
_READ = {
    "from",
    "to",
    "privacy",
    "p-asserted-identity",
    "diversion",
    "history-info",
    "p-called-party-id",
}
_BODY = re.compile(r"\r?\n\r?\n")
_HEADER = re.compile(
    rf"^({'|'.join([*_READ, *_COMPACT])})[ \t]*:(.*(?:\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE
)
"""A header that counts, with its continuation lines (RFC 3261 section 7.3.1)."""
_USUAL = re.compile(
    r'\s*(?:"([^"\\]*)"|([^"<,:]*))\s*<sips?:([^@%>;:?]+)@([^>;?]+)[^>]*>', re.IGNORECASE
)
"""Nearly every address is of this shape; the others are taken apart with more patience."""
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>|[^",<]+|[",<]', re.DOTALL)
"""A quoted string, a URI in angle brackets, plain text, or a mark that opens neither."""
_URI = re.compile(r"(sips?|tel):([^<>\s]*)", re.IGNORECASE)
_INDEX = re.compile(r";\s*index\s*=\s*([0-9][0-9.]*)", re.IGNORECASE)
_DIGITS = re.compile(r"\+?[0-9][0-9 ().]*(?:-[0-9]{1,4})?")
_WITHHELD = frozenset({"id", "user", "header"})
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST = 80
"""Characters that a name or a user part may have before it is cut."""
_known = lru_cache(maxsize=2048)(as_known)
"""The office's own lines come in every INVITE, and reading a number takes 160 microseconds."""


@dataclass(frozen=True, slots=True)
class Address:
    """The user and host of a URI and the name before it; "" for what is not there."""

    user: str = ""
    host: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """The parties of an INVITE: numbers in E.164 where they can be read so, else as they came.

    `diverted` has the most recent diversion first: Diversion (RFC 5806), History-Info (RFC 7044),
    P-Called-Party-ID (RFC 7315 section 4.2), To. `caller` is None for a withheld number.
    """

    dialled: str
    caller: str | None
    diverted: tuple[str, ...]
    caller_name: str


def invitation(message: str, country: str, trusted: bool = False) -> Invitation:
    """Read an INVITE (RFC 3261 section 7); `country` as in `numbers.as_known`.

    `trusted`: it comes from somebody whose P-Asserted-Identity counts (RFC 3325).
    """
    start, headers = _head(_text(message))
    dialled = _number(_address(start.partition(" ")[2]), country)
    sender = _sender(headers, trusted)
    withheld = _is_withheld(sender, headers["privacy"])
    return Invitation(
        dialled=dialled,
        caller=None if withheld else _number(sender, country),
        diverted=_diverted(headers, country, dialled),
        caller_name="" if withheld else sender.name,
    )


def _sender(headers: dict[str, list[str]], trusted: bool) -> Address:
    """Who calls; what a trusted trunk asserts goes before a From that hides or pretends."""
    written = _address(next(iter(headers["from"]), ""))
    values = headers["p-asserted-identity"] if trusted else []
    asserted = next((a for a in map(_address, values) if a.user), None)
    if asserted is None:
        return written
    name = "" if _is_withheld(written, []) else written.name
    return replace(asserted, name=asserted.name or name)


def _text(message: str) -> str:
    """SWIG hands on octets that are no UTF-8 as surrogates: read them as Latin-1."""
    return _SURROGATE.sub(lambda found: chr(ord(found[0]) & 0xFF), message)


def _head(message: str) -> tuple[str, dict[str, list[str]]]:
    """The start line, and the values of the headers that count, each value by itself."""
    headers: dict[str, list[str]] = {name: [] for name in _READ}
    head = _BODY.split(message.lstrip("\r\n"), maxsplit=1)[0]
    for name, value in _HEADER.findall(head):
        name = name.lower()
        headers[_COMPACT.get(name, name)] += _values(value)
    return head.partition("\n")[0], headers


def _values(value: str) -> list[str]:
    """Split at the commas that stand outside quotes and angle brackets."""
    if "," not in value:
        return [value] if value.strip() else []
    parts = [""]
    for piece in _PIECE.findall(value):
        if piece == ",":
            parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts if part.strip()]


def _address(value: str) -> Address:
    """A name-addr or addr-spec (RFC 3261 section 20.10), or a tel URI (RFC 3966)."""
    if usual := _USUAL.match(value):
        quoted, bare, user, host = usual.groups(default="")
        return Address(_plain(user), host.lower(), _plain(quoted or bare))
    pieces = _PIECE.findall(value)
    bracket = next((i for i, piece in enumerate(pieces) if piece[0] == "<" and piece[1:]), None)
    if bracket is None:
        return _uri(value, "")
    return _uri(pieces[bracket][1:-1], _name("".join(pieces[:bracket])))


def _uri(uri: str, name: str) -> Address:
    found = _URI.search(uri)
    if not found:
        return Address(name=name)
    rest = found[2].partition("?")[0]
    if found[1].lower() == "tel":
        return Address(_plain(re.sub(r"[-.()]", "", rest.partition(";")[0])), "", name)
    user, at, host = rest.rpartition("@")
    user = re.split(r"[;:]", user, maxsplit=1)[0] if at else ""
    return Address(_plain(unquote(user)), host.partition(";")[0].lower(), name)


def _name(display: str) -> str:
    display = display.strip()
    if len(display) > 1 and display[0] == display[-1] == '"':
        display = re.sub(r"\\(.)", r"\1", display[1:-1], flags=re.DOTALL)
    return _plain(display)


def _plain(text: str) -> str:
    if not text.isprintable():
        text = "".join(c for c in text if c.isprintable())
    return text.strip()[:_LONGEST]


def _number(address: Address, country: str) -> str:
    """Only what is written as a number, with a mark behind or without, is one; "desk2" is none."""
    if not _DIGITS.fullmatch(address.user) or _domestic(country).fullmatch(address.user):
        return address.user
    return _known(address.user, country)


@cache
def _domestic(country: str) -> re.Pattern[str]:
    """Numbers that are E.164 at first sight; most callers have one."""
    return re.compile(rf"\+{country_code_for_region(country)}[1-9][0-9]{{5,11}}")


def _is_withheld(sender: Address, privacy: list[str]) -> bool:
    """RFC 3323 section 4.1 and 4.2; "id" is RFC 3325 section 9.3."""
    if sender.user.lower() in ("", "anonymous") or sender.host.startswith("anonymous.invalid"):
        return True
    asked = {word.strip().lower() for value in privacy for word in value.split(";")}
    return not asked.isdisjoint(_WITHHELD)


def _diverted(headers: dict[str, list[str]], country: str, dialled: str) -> tuple[str, ...]:
    values = [
        *headers["diversion"],
        *_most_recent_first(headers["history-info"]),
        *headers["p-called-party-id"],
        *headers["to"][:1],
    ]
    numbers = (_number(_address(value), country) for value in values)
    return tuple(dict.fromkeys(n for n in numbers if n and n != dialled))


def _most_recent_first(entries: list[str]) -> list[str]:
    """History-Info by its index (RFC 7044 section 10.3); entries without one count as oldest."""
    return sorted(reversed(entries), key=_index, reverse=True)


def _index(entry: str) -> tuple[int, ...]:
    outside = "".join(p for p in _PIECE.findall(entry) if p[0] not in '<"')
    found = _INDEX.search(outside)
    return tuple(int(n[:9]) for n in found[1].split(".") if n) if found else ()

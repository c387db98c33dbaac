"""What an INVITE says about who rings whom, read from its raw headers; junk never raises."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from appliance.common.numbers import as_known
from appliance.telephony.legs.name_addr import Address, listed, read_address, read_uri
from appliance.telephony.legs.withheld import hides, is_no_number

_NAMES = (
    *("from", "to", "privacy", "p-asserted-identity", "remote-party-id", "diversion"),
    *("cc-diversion", "history-info", "p-called-party-id"),
)
_READ = {**{name: name for name in _NAMES}, "f": "from", "t": "to"}
"""The headers that are read here, also in their compact forms (RFC 3261 section 7.3.3)."""
_FOLDED = re.compile(r"\r?\n[ \t]")
"""A line that begins with a blank goes on where the last one ended (RFC 3261 section 7.3.1)."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST = 200
"""So many values of a header are looked at."""
_MOST_DIFFERENT = 20
"""So many different ones of them are read: to read a number that is new takes 100 microseconds."""
_DIALLED = re.compile(r"([*#]31[*#])?((?:00)?[+(\[ ]*[0-9][0-9 ().\[\]-]*)(?:/[0-9]+)?#?")
"""A number behind the code that hides or shows the caller's (3GPP TS 22.030, ETSI EN 300 738),
or before a part that some exchanges add."""
_HIDING = ("#31#", "*31*")
_BARE_NUMBER = re.compile(r"(\A|[<,])[ \t]?([+(]{0,3}[0-9][0-9 .()-]{2,30})(@?)")
"""A number without "sip:" or "tel:" where an address begins."""
_PRIVACY_LIST = re.compile(
    r",[ \t]?(?=(?:full|uri|name|off|ipaddr)(?:-network)?(?:[;,]|\Z))", re.IGNORECASE
)
"""A comma within the privacy of a Remote-Party-ID, which stands in quotes or not."""
_PRIVATE = frozenset({"id", "user", "header", "full", "uri"})
"""Words of Privacy (RFC 3323 section 4.2, RFC 3325 section 9.3) and of Remote-Party-ID."""

Headers = dict[str, list[str]]
Parties = dict[str, list[Address]]


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

    `trusted`: it comes from somebody whose P-Asserted-Identity counts (RFC 3325), and
    Remote-Party-ID (draft-ietf-sip-privacy-04) and CC-Diversion, which are older than it.
    """
    start, headers = _head(_text(message))
    asked = read_uri(_requested(start))
    parties = _parties(headers) if trusted else {}
    dialled = _number(asked, country)
    caller, name = _caller(headers, parties, country)
    if asked.user.startswith(_HIDING):
        caller, name = None, ""
    return Invitation(dialled, caller, _diverted(headers, parties, country, dialled), name)


def _requested(start: str) -> str:
    """The Request-URI: between method and version, whatever the blanks; some write brackets."""
    behind = start.split(None, 1)[1:]
    uri = behind[0].rsplit(None, 1)[0] if behind else ""
    return uri[1:].partition(">")[0].strip() if uri.startswith("<") else uri.strip()


def _text(message: str) -> str:
    """SWIG hands on octets that are no UTF-8 as surrogates: read them as Latin-1."""
    if message.isascii():
        return message
    return _SURROGATE.sub(lambda found: chr(ord(found[0]) & 0xFF), message)


def head_end(message: str) -> int:
    """Where the head of a message ends: at its first empty line, or with the message."""
    ends = [end for end in (message.find("\n\r\n"), message.find("\n\n")) if end >= 0]
    return min(ends, default=len(message))


def head_lines(message: str) -> tuple[str, list[str]]:
    """The start line, and the lines of the headers, each in one piece."""
    message = message.lstrip("\r\n")
    head = message[: head_end(message)]
    if "\n " in head or "\n\t" in head:
        head = _FOLDED.sub(" ", head)
    start, *lines = head.split("\n")
    return start.rstrip(), lines


def _head(message: str) -> tuple[str, Headers]:
    """The start line, and the values of the headers that count."""
    start, lines = head_lines(message)
    headers: Headers = {name: [] for name in _NAMES}
    for line in lines:
        name, _, value = line.partition(":")
        if known := _READ.get(name.rstrip().lower()):
            headers[known].append(value.strip())
    return start, headers


def _addresses(lines: Iterable[str]) -> list[Address]:
    values = (value for line in lines for value in (listed(line) if "," in line else (line,)))
    different = dict.fromkeys(islice(values, _MOST))
    return [read_address(value) for value in islice(different, _MOST_DIFFERENT)]


def _with_scheme(line: str) -> str:
    """A header in which a number may stand for its URI."""
    return _BARE_NUMBER.sub(lambda m: f"{m[1]}{'sip' if m[3] else 'tel'}:{m[2]}{m[3]}", line)


def _parameters(address: Address) -> dict[str, str]:
    parted = (each.partition("=") for each in address.parameters.split(";"))
    return {name.strip().lower(): value.strip(' \t"').lower() for name, _, value in parted}


def _parties(headers: Headers) -> Parties:
    """What a trusted trunk asserts of each party; of the caller the better word first.

    RFC 3325, and Remote-Party-ID as draft-ietf-sip-privacy-04 has it.
    """
    parties: Parties = {"calling": _addresses(headers["p-asserted-identity"])}
    for address in _addresses(_PRIVACY_LIST.sub(" ", line) for line in headers["remote-party-id"]):
        told = _parameters(address)
        party = told.get("party", "calling")
        privacy = told.get("privacy", "").replace("-network", "").replace(",", " ").split()
        parties.setdefault(party, []).append(
            replace(address, name="") if "name" in privacy else address
        )
        if party == "calling":
            headers["privacy"] += privacy
    parties["diverting"] = _addresses(map(_with_scheme, headers["cc-diversion"]))
    return parties


def _caller(headers: Headers, parties: Parties, country: str) -> tuple[str | None, str]:
    """The caller's number (None: withheld) and name.

    What a trusted trunk asserts goes before a From that hides or pretends.
    """
    written = read_address(next(iter(headers["from"]), ""))
    sender = _best(parties.get("calling", ())) or written
    if (
        _wants_privacy(headers["privacy"])
        or hides(sender.user, sender.host)
        or sender.user.startswith(_HIDING)
    ):
        return None, ""
    names = (sender.name, "" if hides(written.user, written.host) else written.name)
    number = _number(sender, country)
    for name in names:
        if name[:1] == "+" and (known := as_known(name, country))[:1] == "+":
            number = number if number[:1] == "+" else known
    return number, next((n for n in names if _is_name(n, sender.user)), "")


def _best(asserted: Iterable[Address]) -> Address | None:
    """Of what is asserted a number, else a name; nothing that hides."""
    told = [address for address in asserted if not hides(address.user, address.host)]
    return next((a for a in told if _DIALLED.fullmatch(a.user)), told[0] if told else None)


def _is_name(name: str, user: str) -> bool:
    """Some trunks write the number again where a name would be, or that there is none."""
    return bool(name) and name[0] != "+" and name != user and not is_no_number(name)


def _wants_privacy(lines: Iterable[str]) -> bool:
    words = {word.strip().lower() for line in lines for word in line.replace(",", ";").split(";")}
    return not words.isdisjoint(_PRIVATE)


def _number(address: Address, country: str) -> str:
    """Only what is written as a number, with a mark behind or without, is one; "desk2" is none."""
    found = _DIALLED.fullmatch(address.user)
    return as_known(found[2].rstrip(), country, address.context) if found else address.user


def _diverted(headers: Headers, parties: Parties, country: str, dialled: str) -> tuple[str, ...]:
    addresses = (
        *_addresses(map(_with_scheme, headers["diversion"])),
        *parties.get("diverting", ()),
        *_most_recent_first(_addresses(headers["history-info"])),
        *parties.get("redirecting", ()),
        *_addresses(headers["p-called-party-id"]),
        *parties.get("called", ()),
        *map(read_address, headers["to"][:1]),
    )
    numbers = (_number(address, country) for address in addresses)
    return tuple(dict.fromkeys(n for n in numbers if n and n != dialled))


def _most_recent_first(entries: list[Address]) -> list[Address]:
    """History-Info by its index (RFC 7044 section 10.3); entries without one count as oldest."""
    return sorted(reversed(entries), key=_index, reverse=True) if len(entries) > 1 else entries


def _index(entry: Address) -> tuple[int, ...]:
    written = _parameters(entry).get("index", "")
    return tuple(int(n[:9]) for n in written.split(".") if n.isdecimal())

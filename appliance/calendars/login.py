"""Who asks for a calendar: Basic (RFC 7617), or Digest (RFC 7616) where a server wants that."""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from appliance.calendars.values import unquoted
from appliance.core.model.calendar import CalendarAccess

Hash = Callable[[bytes], "hashlib._Hash"]
HASHES: Mapping[str, Hash] = {"SHA-256": hashlib.sha256, "MD5": hashlib.md5}
"""Strongest first; MD5 is what most servers know."""

SESSION = "-SESS"


def basic(access: CalendarAccess) -> str:
    """What goes along unasked; in UTF-8, which servers have come to expect."""
    return f"Basic {b64encode(f'{access.user}:{access.password}'.encode()).decode()}"


def digest(
    access: CalendarAccess, challenges: str, method: str, target: str, cnonce: str = ""
) -> str | None:
    """The answer to a WWW-Authenticate that offers Digest and not Basic; None where it does not."""
    offered = list(_challenges(challenges))
    if any(scheme == "basic" for scheme, _ in offered):
        return None  # it had that: user or password are wrong
    ours = [params for scheme, params in offered if scheme == "digest" and _fits(params)]
    if not ours:
        return None
    strongest = min(ours, key=lambda params: list(HASHES).index(_hash_name(params)))
    return _answer(access, strongest, method, target, cnonce or secrets.token_hex(16))


def _fits(params: Mapping[str, str]) -> bool:
    qop = [each.strip().lower() for each in params.get("qop", "auth").split(",")]
    return _hash_name(params) in HASHES and "auth" in qop and "nonce" in params


def _hash_name(params: Mapping[str, str]) -> str:
    return params.get("algorithm", "MD5").upper().removesuffix(SESSION)


def _answer(
    access: CalendarAccess, params: Mapping[str, str], method: str, target: str, cnonce: str
) -> str:
    """RFC 7616 section 3.4; without qop as in RFC 2069, which some boxes still speak."""
    hashed = HASHES[_hash_name(params)]

    def h(*parts: str) -> str:
        return hashed(":".join(parts).encode()).hexdigest()

    nonce, realm, count = params["nonce"], params.get("realm", ""), "00000001"
    who = h(access.user, realm, access.password)
    if params.get("algorithm", "").upper().endswith(SESSION):
        who = h(who, nonce, cnonce)
    what = h(method, target)
    said = {"username": access.user, "realm": realm, "nonce": nonce, "uri": target}
    bare = {name: params[name] for name in ("algorithm",) if name in params}
    if "qop" in params:
        said |= {"response": h(who, nonce, count, cnonce, "auth", what), "cnonce": cnonce}
        bare |= {"qop": "auth", "nc": count}
    else:
        said["response"] = h(who, nonce, what)
    if "opaque" in params:
        said["opaque"] = params["opaque"]
    quoted = [f'{name}="{_escaped(value)}"' for name, value in said.items()]
    return "Digest " + ", ".join([*quoted, *(f"{name}={value}" for name, value in bare.items())])


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _challenges(header: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each scheme in lower case with its parameters (RFC 9110 section 11.6.1)."""
    places = [-1, *unquoted(header, ","), len(header)]
    found: list[tuple[str, dict[str, str]]] = []
    for part in (header[a + 1 : b].strip() for a, b in pairwise(places)):
        head, _, tail = part.partition(" ")
        if "=" not in head:
            found.append((head.lower(), {}))
            part = tail.strip()
        name, named, value = part.partition("=")
        if found and named:
            found[-1][1][name.strip().lower()] = value.strip().strip('"')
    yield from found

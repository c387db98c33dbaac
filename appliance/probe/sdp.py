"""Session descriptions (RFC 4566) for one G.711 audio stream with telephone events (RFC 4733)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

PCMU, PCMA = 0, 8
CODEC_NAMES = {PCMU: "PCMU", PCMA: "PCMA"}
_CODEC_NUMBERS = frozenset(map(str, CODEC_NAMES))
DEFAULT_DIGIT_TYPE = 101
MIRRORED = {"sendonly": "recvonly", "recvonly": "sendonly"}


class SdpError(ValueError):
    """A description without an audio stream that the test telephone can speak."""


@dataclass(frozen=True, slots=True)
class Description:
    """Where one end takes audio, and in which form; `digit_type` None: it takes no digits.

    `codecs` are static payload types (RFC 3551), the preferred one first.
    """

    host: str
    port: int
    codecs: tuple[int, ...] = (PCMA, PCMU)
    digit_type: int | None = DEFAULT_DIGIT_TYPE
    direction: str = "sendrecv"

    def answer_to(self, offer: Description) -> Description:
        """The answer to an offer (RFC 3264 section 6): one codec, digits by the offer's number."""
        codec = next(codec for codec in offer.codecs if codec in self.codecs)
        direction = MIRRORED.get(offer.direction, offer.direction)
        return replace(self, codecs=(codec,), digit_type=offer.digit_type, direction=direction)


def written(description: Description, version: int = 1) -> bytes:
    """The description as SDP; `version` rises when it changes within a dialog."""
    here = description
    digits = [] if here.digit_type is None else [here.digit_type]
    formats = " ".join(str(number) for number in (*here.codecs, *digits))
    lines = [
        "v=0",
        f"o=probe {here.port} {version} IN IP4 {here.host}",
        "s=-",
        f"c=IN IP4 {here.host}",
        "t=0 0",
        f"m=audio {here.port} RTP/AVP {formats}",
        *(f"a=rtpmap:{codec} {CODEC_NAMES[codec]}/8000" for codec in here.codecs),
        *(f"a=rtpmap:{number} telephone-event/8000" for number in digits),
        *(f"a=fmtp:{number} 0-15" for number in digits),
        "a=ptime:20",
        f"a={here.direction}",
    ]
    return "\r\n".join([*lines, ""]).encode()


def parse(body: bytes) -> Description:
    """Read an offer or answer; raises SdpError where it holds no G.711 audio."""
    text = body.decode("utf-8", "replace")
    media = re.search(r"^m=audio (\d{1,5})(?:/\d+)? RTP/AVPF? (.*?)\r?$", text, re.M)
    if not media:
        raise SdpError("The description has no m=audio over RTP/AVP")
    audio = text[media.start() :].split("\nm=")[0]
    codecs = tuple(int(n) for n in media[2].split() if n in _CODEC_NUMBERS)
    if not codecs:
        raise SdpError(f"Neither PCMU nor PCMA is among the formats: {media[2]}")
    host = re.search(r"^c=IN IP4 ([^\s/]+)", audio, re.M) or re.search(
        r"^c=IN IP4 ([^\s/]+)", text, re.M
    )
    if not host:
        raise SdpError("The description has no c= line for IPv4")
    digits = re.search(r"^a=rtpmap:(\d{1,3}) telephone-event/8000", audio, re.M | re.I)
    direction = re.search(r"^a=(sendrecv|sendonly|recvonly|inactive)\r?$", audio, re.M)
    return Description(
        host[1],
        int(media[1]),
        codecs,
        int(digits[1]) if digits else None,
        direction[1] if direction else "sendrecv",
    )

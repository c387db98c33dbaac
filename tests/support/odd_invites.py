"""INVITEs as real trunks, gateways and telephones send them: odd, and calls all the same."""

from __future__ import annotations

from dataclasses import dataclass

SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio {rtp} RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n"
)
LINE = "sip:+4710000001@127.0.0.1"


@dataclass(frozen=True, slots=True)
class OddInvite:
    """What differs from a proper INVITE; {port} and {rtp} are where the far end hears, {length} is
    how long the usual SDP is.

    `headers` take the place of those of the same name, `added` come besides, `body` may be any SDP.
    """

    headers: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    uri: str = LINE
    body: str = SDP

    def written(self, call_id: str, port: int, rtp: int = 9) -> bytes:
        """The datagram."""
        body = self.body.replace("{rtp}", str(rtp))
        usual = [
            f"Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{call_id};rport",
            "From: <sip:+4710000099@127.0.0.1>;tag=odd1",
            "To: <sip:+4710000001@127.0.0.1>",
            f"Call-ID: {call_id}",
            "CSeq: 1 INVITE",
            "Contact: <sip:+4710000099@127.0.0.1:{port}>",
            "Max-Forwards: 70",
            "Content-Type: application/sdp",
            f"Content-Length: {len(body.encode())}",
        ]
        given = {_name(header): header for header in self.headers}
        kept = [given.get(_name(header), header) for header in usual]
        text = "\r\n".join([f"INVITE {self.uri} SIP/2.0", *kept, *self.added, "", body])
        length = str(len(SDP.replace("{rtp}", str(rtp))))
        text = text.replace("{port}", str(port)).replace("{length}", length)
        return text.encode("utf-8", "surrogateescape")


def _name(header: str) -> str:
    name = header.partition(":")[0].strip().lower()
    return {"f": "from", "t": "to", "m": "contact", "v": "via"}.get(name, name)


def _from(value: str) -> OddInvite:
    return OddInvite((f"From: {value}",))


def _contact(value: str) -> OddInvite:
    return OddInvite((f"Contact: {value}",))


FROM = {
    "no user": _from("Anonymous <sip:@127.0.0.1>;tag=odd1"),
    "no user, no name": _from("<sip:@127.0.0.1>;tag=odd1"),
    "no user with a port": _from('"" <sip:@127.0.0.1:5060;transport=udp>;tag=odd1'),
    "no address": _from("<sip:>;tag=odd1"),
    "no address with a name": _from('"Kari Nordmann" <sip:>;tag=odd1'),
    "nothing in brackets": _from("<>;tag=odd1"),
    "an empty host": _from("<sip:+4710000099@>;tag=odd1"),
    "blanks in the number": _from("<sip:100 00 099@127.0.0.1>;tag=odd1"),
    "blanks in a word": _from("<sip:Unknown CLI@127.0.0.1>;tag=odd1"),
    "a blank before the number": _from("<sip: +4710000099@127.0.0.1>;tag=odd1"),
    "brackets in the number": _from("<sip:[+47]10000099@127.0.0.1>;tag=odd1"),
    "a hash and a bar": _from("<sip:#31#10000099|1@127.0.0.1>;tag=odd1"),
    "letters of ours": _from("<sip:Børre Ås@127.0.0.1>;tag=odd1"),
    "quotes within quotes": _from('"Kari "Kiki" Nordmann" <sip:+4710000099@127.0.0.1>;tag=odd1'),
    "quotes in a bare name": _from('Kari "Kiki" Nordmann <sip:+4710000099@127.0.0.1>;tag=odd1'),
    "an open quote": _from('"Kari Nordmann <sip:+4710000099@127.0.0.1>;tag=odd1'),
    "a colon in a bare name": _from("Nordlys: sentralbord <sip:+4710000099@127.0.0.1>;tag=odd1"),
    "a comma in a bare name": _from("Nordmann, Kari <sip:+4710000099@127.0.0.1>;tag=odd1"),
    "brackets in a bare name": _from("Kari <Kiki> <sip:+4710000099@127.0.0.1>;tag=odd1"),
    "octets of Latin-1": _from("K\udce5re \udcd8de <sip:+4710000099@127.0.0.1>;tag=odd1"),
    "no closing bracket": _from("<sip:+4710000099@127.0.0.1;tag=odd1"),
    "no brackets and blanks": _from("sip:100 00 099@127.0.0.1;tag=odd1"),
    "no scheme": _from("<+4710000099@127.0.0.1>;tag=odd1"),
    "a bare number": _from("+4710000099;tag=odd1"),
    "a bare word": _from("anonymous;tag=odd1"),
    "a scheme of its own": _from("<unknown:+4710000099>;tag=odd1"),
    "tel with blanks": _from("<tel:100 00 099>;tag=odd1"),
    "an open address": _from("<sip:+4710000099@[::1>;tag=odd1"),
    "a port that is none": _from("<sip:+4710000099@127.0.0.1:99999>;tag=odd1"),
    "a line that goes on": _from('"Kari "Kiki"\r\n Nordmann"\r\n\t<sip:@127.0.0.1>\r\n ;tag=odd1'),
    "parameters of no value": _from("<sip:@127.0.0.1>;x=;;y;tag=odd1"),
    "a blank before the tag": _from("<sip:@127.0.0.1> ; tag = odd1"),
    "in the compact form": OddInvite(("f: Anonymous <sip:@127.0.0.1>;tag=odd1",)),
    "without a tag": _from("<sip:@127.0.0.1>"),
}
"""Callers who cannot be read, or only by a lenient eye."""

TO = {
    "no user called": OddInvite(("To: <sip:@127.0.0.1>",)),
    "nobody called": OddInvite(("To: <sip:>",)),
    "blanks in the number called": OddInvite(("To: <sip:100 00 001@127.0.0.1>",)),
    "a colon in the name called": OddInvite(("To: Firma: Nordlys <sip:+4710000001@127.0.0.1>",)),
    "a comma in the name called": OddInvite(("To: Nordlys, AS <sip:+4710000001@127.0.0.1>",)),
    "quotes in the name called": OddInvite(('To: "Nord"lys" <sip:+4710000001@127.0.0.1>',)),
    "no user in the request": OddInvite(uri="sip:@127.0.0.1"),
    "blanks in the request": OddInvite(uri="sip:100 00 001@127.0.0.1"),
    "a bar in the request": OddInvite(uri="sip:+4710000001|x@127.0.0.1"),
    "a scheme nobody knows in the request": OddInvite(uri="soap.beep://192.0.2.103:3002"),
}
"""The called one cannot be read; it may stand elsewhere."""

CONTACT = {
    "no user to reach": _contact("<sip:@127.0.0.1:{port}>"),
    "no user and a transport": _contact("<sip:@127.0.0.1:{port};transport=udp>;q=0.5"),
    "blanks to reach": _contact("<sip:100 00 099@127.0.0.1:{port}>"),
    "quotes to reach": _contact('"Kari "Kiki"" <sip:+4710000099@127.0.0.1:{port}>'),
    "a colon to reach": _contact("Nordlys: ut <sip:+4710000099@127.0.0.1:{port}>"),
    "nowhere to reach": _contact("<sip:>"),
    "a bare address to reach": _contact("127.0.0.1:{port}"),
    "an empty contact": _contact(""),
    "open brackets to reach": _contact("<sip:+4710000099@127.0.0.1:{port}"),
}
"""Where a call is to be ended cannot be read: then where it came from."""

OTHER = {
    "an expiry in words": OddInvite(added=("Expires: 180 sec",)),
    "a session of no length": OddInvite(added=("Session-Expires:", "Min-SE: ")),
    "a session with rubbish": OddInvite(added=("Session-Expires: ;refresher=uac",)),
    "far too many hops": OddInvite(("Max-Forwards: seventy",)),
    "an empty list of methods": OddInvite(added=("Allow:", "Supported:", "Accept:")),
    "a list that ends in a comma": OddInvite(added=("Allow: INVITE, ACK,", "Supported: timer,,")),
    "a line that is no header": OddInvite(added=("this is no header", "X-Note: one")),
    "a header without a name": OddInvite(added=(": nothing",)),
    "rubbish as credentials": OddInvite(added=("Authorization: let me in",)),
    "rubbish at the end": OddInvite(added=("Retry-After: (soon",)),
}
"""Headers that nobody needs for a call, and that cannot be read (RFC 3261 section 8.2.2)."""


def _sdp(media: str, *attributes: str, name: str = "-") -> OddInvite:
    lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", f"s={name}", "c=IN IP4 127.0.0.1", "t=0 0"]
    return OddInvite(body="\r\n".join([*lines, media, *attributes, ""]))


OFFERS = {
    "keys that are not explained": _sdp("m=audio {rtp} RTP/AVP 8 101"),
    "keys with a list only": _sdp("m=audio {rtp} RTP/AVP 8 101", "a=fmtp:101 0-15"),
    "keys under another number": _sdp("m=audio {rtp} RTP/AVP 8 96", "a=fmtp:96 0-16"),
    "a codec that is not explained": _sdp("m=audio {rtp} RTP/AVP 8 99 97 0"),
    "keys without a rate": _sdp("m=audio {rtp} RTP/AVP 8 101", "a=rtpmap:101 telephone-event"),
    "a session without a name": _sdp("m=audio {rtp} RTP/AVP 8 0", name=""),
}
"""SDP that leaves out what everybody understands."""


def _said(line: str, instead: str) -> OddInvite:
    return OddInvite(body=SDP.replace(line, instead))


ENDS_IN_A_WORD = (
    SDP.replace("s=-", "s=---")
    .replace("a=rtpmap:101 telephone-event/8000\r\n", "")
    .replace("a=sendrecv", "a=sendrecv\r\na=rtpmap:101 telephone-event/8000")[:-2]
)
"""As long as the usual one."""
DESCRIPTIONS = {
    "octets behind the body": OddInvite(
        ("Content-Length: {length}",), body=f"{SDP}X-Trailer\r\nm=nothing\r\n"
    ),
    "octets behind its last word": OddInvite(
        ("Content-Length: {length}",), body=f"{ENDS_IN_A_WORD}0\r\n"
    ),
    "an origin with blanks": _said("o=- 1 1", "o=Soft Switch 9 1 1"),
    "an origin without a user": _said("o=- 1 1", "o= 1 1"),
    "an origin without its user": _said("o=- 1 1", "o=1 1"),
    "an empty origin": _said("o=- 1 1 IN IP4 127.0.0.1", "o="),
    "no origin": _said("o=- 1 1 IN IP4 127.0.0.1\r\n", ""),
    "an origin in words": _said("o=- 1 1", "o=- one two"),
    "an origin in another network": _said("o=- 1 1 IN IP4", "o=- 1 1 ATM NSAP"),
    "an attribute without a name": _said("a=sendrecv", "a=\r\na=sendrecv"),
    "an attribute that is only a value": _said("a=sendrecv", "a=:x\r\na=sendrecv"),
    "a bandwidth without a value": _said("t=0 0", "b=AS:\r\nt=0 0"),
    "a bandwidth without a colon": _said("t=0 0", "b=AS\r\nt=0 0"),
    "a bandwidth in words": _said("t=0 0", "b=AS:much\r\nt=0 0"),
    "a time in words": _said("t=0 0", "t=now"),
    "an empty time": _said("t=0 0", "t="),
    "an empty line": _said("t=0 0", "\r\nt=0 0"),
    "an empty line before the sound": _said("m=audio", "\r\n\r\nm=audio"),
    "a place with nonsense behind it": _said("c=IN IP4 127.0.0.1", "c=IN IP4 127.0.0.1/x"),
    "half a place": _said("c=IN IP4 127.0.0.1", "c=IN"),
    "text that is not explained": OddInvite(body=f"{SDP}m=text 9 RTP/AVP 98\r\n"),
    "a picture that is not explained": OddInvite(body=f"{SDP}m=video 9 RTP/AVP 98 99\r\n"),
    "sound in capitals": _said("m=audio", "m=Audio"),
    "reports to no port": _said("a=sendrecv", "a=rtcp:x\r\na=sendrecv"),
    "reports over IPv6": _said("a=sendrecv", "a=rtcp:9 IN IP6 ::1\r\na=sendrecv"),
}
"""SDP in which something that nobody needs cannot be read."""

CALLS = {**FROM, **TO, **CONTACT, **OTHER, **OFFERS, **DESCRIPTIONS}
"""All of these are calls to a line of ours, and are answered."""

REFUSED = {
    "no number in the sequence": OddInvite(("CSeq: INVITE",)),
    "a sequence beyond bounds": OddInvite(("CSeq: 36893488147419103232 INVITE",)),
    "a via that cannot be read": OddInvite(("Via: SIP/2.0/UDP 127.0.0.1:{port};;,;,,",)),
    "an empty caller": OddInvite(("From:",)),
    "a length that is none": OddInvite(("Content-Length: many",)),
    "a body of no kind": OddInvite(("Content-Type: ???",)),
    "a route that cannot be read": OddInvite(added=("Record-Route: <sip:>",)),
    "a request without a user or host": OddInvite(uri="sip:"),
}
"""These cannot be served: 400, in the words of the request."""

UNREAD_DESCRIPTIONS = {
    "no sound": OddInvite(body=SDP.partition("m=")[0]),
    "sound without a codec": _sdp("m=audio {rtp}"),
    "sound without a port": _sdp("m=audio RTP/AVP 8"),
    "sound of a kind beyond bounds": _sdp("m=audio {rtp} RTP/AVP 999"),
    "sound that nobody explains": _sdp("m=audio {rtp} RTP/AVP 99"),
    "another version": _said("v=0", "v=1"),
    "words": OddInvite(body="Hello\r\n"),
}
"""Of these SDP no sound can be made: 400."""

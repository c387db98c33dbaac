"""Hard SIP messages after the list of RFC 4475, written anew: each is one datagram.

`{port}` is where the answer goes; the names are those that the RFC gives to its files.
"""

from __future__ import annotations

from typing import Any

SDP = (
    "v=0\r\no=mhandley 29739 7272939 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\n"
    "t=0 0\r\nm=audio 49217 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
)
TO, FROM = "To: <sip:line@127.0.0.1>", "From: <sip:caller@127.0.0.1>;tag=323"
CONTACT = "Contact: <sip:caller@127.0.0.1:{port}>"


def request(
    name: str,
    *changed: str,
    method: str = "OPTIONS",
    uri: str = "sip:line@127.0.0.1",
    version: str = "SIP/2.0",
    without: tuple[str, ...] = (),
    body: str = "",
    start: str = "",
) -> bytes:
    """A sane request but for what is given: `changed` headers replace those of the same name."""
    usual = [
        f"Via: SIP/2.0/UDP 127.0.0.1:{{port}};branch=z9hG4bK{name}",
        TO,
        FROM,
        f"Call-ID: {name}.torture",
        f"CSeq: 8 {method}",
        CONTACT,
        "Max-Forwards: 70",
        f"Content-Length: {len(body)}",
        *(["Content-Type: application/sdp"] if body else []),
    ]
    given = {header.partition(":")[0].strip().lower() for header in changed}
    kept = [h for h in usual if h.partition(":")[0].lower() not in given | set(without)]
    lines = [start or f"{method} {uri} {version}", *kept, *changed, "", body]
    return "\r\n".join(lines).encode("latin-1")


def response(name: str, start: str) -> bytes:
    """An answer to a request that nobody has sent."""
    return request(name, start=start, without=("max-forwards",))


INVITE: dict[str, Any] = {"method": "INVITE", "body": SDP}
LONG = "verylong" * 120

VALID = {
    "wsinv": request(
        "wsinv",
        "TO :\r\n sip:line@127.0.0.1 ;   unknownparam",
        'from : "J Rosenberg \\\\\\""       <sip:caller@127.0.0.1>\r\n  ;\r\n  tag = 98asjd8',
        "MaX-fOrWaRdS: 0068",
        "Call-ID: wsinv.torture",
        "CSeq: 0009\r\n  INVITE",
        "Via  : SIP  /   2.0\r\n /UDP\r\n    127.0.0.1:{port};branch=z9hG4bKwsinv",
        "s :",
        "NewFangledHeader:   newfangled value\r\n continued newfangled value",
        "UnknownHeaderWithUnusualValue: ;;,,;;,;",
        'm:"Quoted string \\"\\"" <sip:caller@127.0.0.1:{port}> ; newparam =\r\n newvalue',
        without=("contact",),
        **INVITE,
    ),
    "intmeth": request(
        "intmeth",
        "CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~",
        'To: "BEL:\\\x07 NUL:\\\x01 DEL:\\\x7f" <sip:line@127.0.0.1>',
        method="!interesting-Method0123456789_*+`.%indeed'~",
        uri="sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,w!*pas$wo~d@127.0.0.1",
    ),
    "esc01": request(
        "esc01",
        uri="sip:sips%3Auser%40example.com@127.0.0.1",
        **INVITE,
    ),
    "escnull": request("escnull", "To: sip:null-%00-null@127.0.0.1", uri="sip:null-%00@127.0.0.1"),
    "esc02": request("esc02", "CSeq: 29344 RE%47IST%45R", method="RE%47IST%45R"),
    "lwsdisp": request("lwsdisp", "From: caller<sip:caller@127.0.0.1>;tag=323"),
    "longreq": request(
        "longreq",
        f'To: "I have a user name of {LONG}" <sip:line@127.0.0.1>',
        f"Unknown-{LONG}: {LONG}",
        f"Call-ID: longreq.{LONG}",
        **INVITE,
    ),
    "dblreq": request("dblreq") + request("dblreq2", method="INVITE", body=SDP),
    "semiuri": request("semiuri", uri="sip:user;par=u%40example.net@127.0.0.1"),
    "transports": request(
        "transports",
        "Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bKtransports",
        "Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bK1",
        "Via: SIP/2.0/UNKNOWN t5.example.com;branch=z9hG4bK2",
    ),
    "mpart01": request(
        "mpart01",
        "Content-Type: multipart/mixed;boundary=7a9cbec02ceef655",
        method="MESSAGE",
        body="--7a9cbec02ceef655\r\nContent-Type: text/plain\r\n\r\nX\r\n--7a9cbec02ceef655--\r\n",
    ),
    "unreason": response("unreason", "SIP/2.0 200 = 2**3 * 5**2 \u00e6 \u00f8 \u00e5"),
    "noreason": response("noreason", "SIP/2.0 100 "),
    "novelsc": request("novelsc", uri="soap.beep://192.0.2.103:3002"),
    "zeromf": request("zeromf", "Max-Forwards: 0"),
    "inv2543": request(
        "inv2543",
        "Via: SIP/2.0/UDP 127.0.0.1:{port}",
        "From: <sip:caller@127.0.0.1>",
        without=("max-forwards",),
        **INVITE,
    ),
}

INVALID = {
    "badinv01": request("badinv01", CONTACT + ";;,;,,", "Via: SIP/2.0/UDP 127.0.0.1:{port};;,;,,"),
    "clerr": request("clerr", "Content-Length: 9999", **INVITE),
    "ncl": request("ncl", "Content-Length: -999", **INVITE),
    "scalar02": request(
        "scalar02",
        "CSeq: 36893488147419103232 OPTIONS",
        "Max-Forwards: 300",
        "Expires: 10000000000",
    ),
    "scalarlg": response("scalarlg", "SIP/2.0 503 Service Unavailable"),
    "quotbal": request(
        "quotbal",
        'To: "Mr. J. User <sip:line@127.0.0.1>',
        **INVITE,
    ),
    "ltgtruri": request("ltgtruri", uri="<sip:line@127.0.0.1>"),
    "lwsruri": request("lwsruri", uri="sip:line@127.0.0.1; lr"),
    "lwsstart": request("lwsstart", start="OPTIONS  sip:line@127.0.0.1  SIP/2.0"),
    "trws": request("trws", start="OPTIONS sip:line@127.0.0.1 SIP/2.0  "),
    "escruri": request("escruri", uri="sip:line@127.0.0.1?Route=%3Csip:example.com%3E"),
    "baddate": request("baddate", "Date: Fri, 01 Jan 2010 16:00:00 EST"),
    "regbadct": request(
        "regbadct", "Contact: sip:user@example.com?Route=%3Csip:x%3E", method="REGISTER"
    ),
    "badaspec": request("badaspec", 'To: "Watson, Thomas" < sip:t.watson@example.org >'),
    "baddn": request("baddn", "From: Bell, Alexander <sip:caller@127.0.0.1>;tag=43"),
    "badvers": request("badvers", version="SIP/7.0"),
    "mismatch01": request("mismatch01", "CSeq: 8 INVITE"),
    "mismatch02": request("mismatch02", "CSeq: 8 INVITE", method="NEWMETHOD"),
    "bigcode": response("bigcode", "SIP/2.0 4294967301 better not break the receiver"),
    "badbranch": request("badbranch", "Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK"),
    "insuf": request("insuf", without=("call-id", "from", "to"), **INVITE),
    "unkscm": request("unkscm", uri="nobodyKnowsThisScheme:totallyopaquecontent"),
    "unksm2": request("unksm2", "To: isbn:2983792873", method="REGISTER"),
    "bext01": request("bext01", "Require: nothingSupportsThis", "Proxy-Require: norDoesThis"),
    "invut": request(
        "invut",
        "Content-Type: application/unknownformat",
        **INVITE,
    ),
    "regaut01": request(
        "regaut01", "Authorization: NoOneKnowsThisScheme opaque-data=here", method="REGISTER"
    ),
    "multi01": request(
        "multi01",
        *("CSeq: 5 INVITE", "CSeq: 59 OPTIONS", "Call-ID: a", "Call-ID: b", "Max-Forwards: 5"),
        *(FROM, "From: <sip:other@127.0.0.1>;tag=2", TO, "To: <sip:else@127.0.0.1>"),
        **INVITE,
    ),
    "mcl01": request("mcl01", "Content-Length: 13", "Content-Length: 5", body="There's no way"),
    "bcast": response("bcast", "SIP/2.0 200 OK").replace(b"127.0.0.1:{port}", b"255.255.255.255"),
    "cparam01": request(
        "cparam01", "Contact: sip:+19725552222@127.0.0.1;unknown", method="REGISTER"
    ),
    "regescrt": request(
        "regescrt", "Contact: <sip:user@example.com?Route=%3Csip:x%3E>", method="REGISTER"
    ),
    "sdp01": request("sdp01", "Accept: text/nobodyKnowsThis", **INVITE),
}

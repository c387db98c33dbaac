"""Who rings whom, as trunks, gateways and people write it: numbers, callers, and refusals."""

from __future__ import annotations

DIALLED: tuple[tuple[str, str], ...] = (
    ("+4710000001", "+4710000001"),
    ("%2B4710000001", "+4710000001"),
    ("10000001", "+4710000001"),
    ("004710000001", "+4710000001"),
    ("+4710000001;phone-context=x", "+4710000001"),
    ("+4710000001:secret", "+4710000001"),
    ("reception", "reception"),
    ("desk10000001", "desk10000001"),
    ("+4510000001", "+4510000001"),
    ("+441632960001", "+441632960001"),
    ("4510000001", "+4510000001"),
    ("4710000001", "+4710000001"),
    ("441632960001", "+441632960001"),
    ("47100000", "+4747100000"),
    ("10 00 00 01", "+4710000001"),
    ("+47-10-00-00-01", "+4710000001"),
    ("+4710000001/2", "+4710000001"),
    ("10000001/2", "+4710000001"),
    ("%2331%2310000001", "+4710000001"),
    ("*31#10000001", "+4710000001"),
    ("+4710000001;npdi;rn=+4799999999", "+4710000001"),
    ("4710000001;rn=99999999;npdi", "+4710000001"),
    ("701000001;phone-context=+46", "+46701000001"),
    ("0701000001;phone-context=+46", "+46701000001"),
    ("0701000001;phone-context=%2B46", "+46701000001"),
    ("10000001;phone-context=+47", "+4710000001"),
    ("0001;phone-context=+471000", "+4710000001"),
    ("10000001;phone-context=provider.example", "+4710000001"),
    ("+47580000000001", "+47580000000001"),
    ("47580000000001", "+47580000000001"),
    ("590000000001", "+47590000000001"),
)
"""Numbers in a Request-URI, and which each of them is."""

WITHHELD: tuple[tuple[str, ...], ...] = (
    ('From: "Anonymous" <sip:anonymous@anonymous.invalid>;tag=1',),
    ("From: <sip:+4710000099@anonymous.invalid>",),
    ("From: <sip:Anonymous@h>",),
    ("From: <sip:h>",),
    ("From: Kari <sip:+4710000099@h>", "Privacy: critical; id"),
    ("From: Kari <sip:+4710000099@h>", "Privacy: user"),
    ("From: Kari <sip:+4710000099@h>", "Privacy: full"),
    ('From: "unavailable" <sip:unavailable@h>',),
    ("From: <sip:unknown@h:5060>",),
    ("From: <sip:UNKNOWN@unknown.invalid>",),
    ("From: <sip:Restricted@h>",),
    ("From: <sip:private@h>;tag=1",),
    ("From: <sip:PrivateNumber@h>",),
    ("From: <sip:Unknown CLI@h>",),
    ("From: <sip:no.number@h>",),
    ("From: <sip:ukjent@h>",),
    ("From: <sip:Ukendt nummer@h>",),
    ("From: <sip:hemmelig@h>",),
    ("From: <sip:Skjult%20nummer@h>",),
    ("From: <sip:Ok%C3%A4nd%20uppringare@h>",),
    ("From: <sip:anoniem@h>",),
    ("From: <sip:onbekend@h>",),
    ("From: <sip:afgeschermd@h>",),
    ("From: <sip:unbekannt@h>",),
    ("From: <sip:num%C3%A9ro%20masqu%C3%A9@h>",),
    ("From: <tel:anonymous>",),
    ("From: sip:unavailable@h;tag=1",),
    ("From: <sip:0000000000@h>",),
    ("From: <sip:+@h>",),
    ("From: <sip:anonymous-111@h>",),
    ("From: Anonymous <sip:@h>",),
    ("From: <sip:>",),
    ("From: <sip:%2331%2310000099@h>",),
    ("From: <sip:*31*10000099@h>",),
    ("From: <sip:Out-Of-Area@h>",),
    ("From: <sip:out%20of%20area@h>",),
    ("From: <sip:OutOfArea@h>",),
    ("From: <sip:nodata@h>",),
    ("From: <sip:no data@h>",),
    ("From: <sip:undef@h>",),
    ("From: <sip:-@h>",),
    ("From: <sip:.@h>",),
    ("From: <sip:--@h>",),
    ("From: <sip:_@h>",),
    ("From: <sip:anonymous%40anonymous.invalid@h>",),
    ("From: <sip:+4710000099%40anonymous.invalid@h>",),
    ("From: <sip:Anonymous%40192.0.2.1@h>",),
)
"""From, and what stands beside it, of a caller who is not told."""

CALLERS: tuple[tuple[str, str | None, str], ...] = (
    ('"+4522334455" <sip:4522334455@h>', "+4522334455", ""),
    ('"4522334455" <sip:4522334455@h>', "+4522334455", ""),
    ("+4710000099 <sip:+4710000099@h>", "+4710000099", ""),
    ('"+47 10 00 00 99" <sip:account5@h>', "+4710000099", ""),
    ('"+4710000099" <sip:anonymous@anonymous.invalid>', None, ""),
    ('"Anonymous" <sip:+4710000099@h>', "+4710000099", ""),
    ("Ukjent nummer <sip:+4710000099@h>", "+4710000099", ""),
    ("Hansen, Kari <sip:+4710000099@h>;tag=1", "+4710000099", "Hansen, Kari"),
    ('"Hansen, Kari" <sip:+4710000099@h>;tag=1', "+4710000099", "Hansen, Kari"),
    ("Firma: Kari <sip:+4710000099@h>", "+4710000099", "Firma: Kari"),
    ('"Kari "K" Nordmann" <sip:+4710000099@h>', "+4710000099", 'Kari "K" Nordmann'),
    ('Kari "K <sip:+4710000099@h>', "+4710000099", 'Kari "K'),
    ("<sip:100 00 077@h>", "+4710000077", ""),
    ("Kari <tel:+47-10-00-00-99;ext=2>", "+4710000099", "Kari"),
    ("sip:+4710000099@h;tag=1", "+4710000099", ""),
    ("<sip:+4710000099@h;user=phone>;tag=1", "+4710000099", ""),
    ("<sip:0701000001@h;phone-context=+46;user=phone>", "+46701000001", ""),
    ("<sip:+4710000099@h", "+4710000099", ""),
)
"""From, the number that it tells, and the name."""

WITHOUT_SCHEME: tuple[str, ...] = (
    *("+4510000002", "<+4510000002>", "<+4510000002>;reason=no-answer", "<+4510000002@h>"),
    *("Kari <4510000002>", "+4510000002;reason=no-answer", "+4510000002@h", "<004510000002>"),
)
"""Diversion by way of one and the same line."""

REQUEST_LINES: tuple[str, ...] = (
    *("INVITE  sip:10000001@h SIP/2.0", "INVITE\tsip:10000001@h SIP/2.0"),
    *("INVITE sip:10000001@h  SIP/2.0", "INVITE sip:10000001@h\tSIP/2.0"),
    *("INVITE <sip:10000001@h> SIP/2.0", "INVITE <sip:10000001@h;user=phone> SIP/2.0"),
    *("INVITE  < tel:10000001 > SIP/2.0", "INVITE sip:10 00 00 01@h SIP/2.0"),
)
"""All of them ring +4710000001."""

WAYS = (
    "+47(0)10000099",
    "+47 (0) 10 00 00 99",
    "+47 [0] 10 00 00 99",
    "0047(0)10000099",
    "00 47 (0) 10000099",
    "(+47)10000099",
    "(+47) 10 00 00 99",
    "[+47]10000099",
    "(0047)10000099",
    "++4710000099",
    "00+4710000099",
    "+004710000099",
    "+4710000099#",
    "++47 10000099 #",
    "+47-10-00-00-99",
    "+47.10.00.00.99",
    "+47\u00a010\u202f00\u00a000\u00a099",
    "+47\u201110000099",
    "\u202a+47 10 00 00 99\u202c",
)
"""How people, forms and gateways write +4710000099."""

RETRY_AFTER = (
    ("Retry-After: 120", 120.0),
    ("Retry-After: 1 (busy);duration=60", 2.0),
    ("retry-after:18000;duration=3600", 3600.0),
    ("Retry-After: 0", 2.0),
    ("Retry-After: soon", None),
    ("X-Retry-After: 5", None),
)
"""Headers of a registrar's refusal, and after how many seconds it is asked again."""

QOP = (("auth-int", True), ("auth,auth-int", False), ("auth", False), ("", False))
"""What a registrar takes as proof, and whether it takes auth-int alone."""


def challenge(qop: str) -> str:
    """The header with which a registrar asks for it."""
    return f'WWW-Authenticate: Digest realm="a, b", nonce="1", qop="{qop}"'

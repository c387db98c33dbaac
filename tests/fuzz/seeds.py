"""Real texts of every kind that strangers, devices and people give to the box, to be mutated."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from faults.torture import INVALID, VALID
from settings.documents import OFFICE
from support.odd_calendars import DOCUMENTS
from support.odd_callers import (
    CALLERS,
    DIALLED,
    QOP,
    REQUEST_LINES,
    RETRY_AFTER,
    WAYS,
    WITHHELD,
    WITHOUT_SCHEME,
    challenge,
)
from support.odd_invites import CALLS, REFUSED, UNREAD_DESCRIPTIONS
from support.odd_keys import EVENTS, INFOS, KEYLESS_INFOS, Sent

import appliance
from appliance.control.requests import FORMS
from appliance.control.view_line import ViewLines
from appliance.core.model.ids import CallId, TrailStep
from appliance.core.model.told import Cause, Told
from appliance.core.model.trouble import Trouble
from appliance.core.protocol.view import Arrival, CallView, Lamp, LoopView, PartView, Row, View
from appliance.core.settings.directory import Agent, Client, Office
from appliance.core.settings.lines import Line
from hardware.modem.fields import pack_septets, semi_octets
from hardware.modem.pdu import submit_parts

TOP = Path(appliance.__file__).parent.parent

INVITES = [*CALLS.values(), *REFUSED.values(), *UNREAD_DESCRIPTIONS.values()]


def ringing(*lines: str, start: str = "INVITE sip:+4710000001@127.0.0.1 SIP/2.0") -> str:
    """An INVITE of these lines, as it is read: octets of UTF-8."""
    return "\r\n".join((start, *lines, "", "")).encode().decode("latin-1")


SIP = [
    *(call.written(f"odd{n}", 5070).decode("latin-1") for n, call in enumerate(INVITES)),
    *(ringing(start=f"INVITE sip:{number}@h SIP/2.0") for number, _ in DIALLED),
    *(ringing(start=start) for start in REQUEST_LINES),
    *(ringing(*lines) for lines in WITHHELD),
    *(ringing(f"From: {sender}") for sender, _, _ in CALLERS),
    *(ringing(f"Diversion: {diverted}, <sip:4510000003@h>") for diverted in WITHOUT_SCHEME),
    *(ringing(f"To: <sip:{way}@h>", f"History-Info: <tel:{way}>;index=1") for way in WAYS),
    *(ringing(line, start="SIP/2.0 429 Too Many Requests") for line, _ in RETRY_AFTER),
    *(ringing(challenge(qop), start="SIP/2.0 401 Unauthorized") for qop, _ in QOP),
    *(message.decode("latin-1") for message in (*VALID.values(), *INVALID.values())),
    (
        "INVITE sip:+4710000001@127.0.0.1 SIP/2.0\r\n"
        'From: "Kari" <sip:anonymous@anonymous.invalid>;tag=1\r\n'
        "To: <tel:10000001;phone-context=+47>\r\nPrivacy: id;header\r\n"
        "P-Asserted-Identity: <tel:+4710000099>, <sip:+4710000099@127.0.0.1>\r\n"
        "Remote-Party-ID: <sip:10000099@127.0.0.1>;party=calling;privacy=full;screen=yes\r\n"
        "Diversion: <sip:+4710000002@127.0.0.1>;reason=unconditional;counter=1\r\n"
        "CC-Diversion: <sip:+4710000003@127.0.0.1>\r\nP-Called-Party-ID: <sip:line@h>\r\n"
        "History-Info: <sip:+4710000004@127.0.0.1?Reason=SIP>;index=1,"
        " <sip:+4710000005@127.0.0.1>;index=1.1;mp=1\r\n\r\n"
    ),
    (
        'SIP/2.0 302 Moved\r\nContact: "Anna, A" <sip:%2B47(0)10000044@h;user=phone>;q=0.5,\r\n'
        " <sip:(+47)10000045@h>;q=0.75;expires=60\r\nm: tel:+47-10-00-00-46;q=0.1\r\n\r\n"
    ),
]
SDP = [
    text[text.index("\r\n\r\n") :] for text in SIP if "m=audio" in text and "\r\n\r\n" in text
] + [
    "\r\n\r\nv=0\no=- 1 1 IN IP6 ::1\ns=-\nc=IN IP6 ::1\nt=0 0\nm=audio 4000 RTP/SAVP 0 3 8 9 18 96"
    "\na=rtpmap:96 opus/48000/2\na=fmtp:96 useinbandfec=1\na=rtpmap:101 telephone-event/8000\n"
    "a=fmtp:101 0-16\na=ptime:20\na=sendonly\nm=video 0 RTP/AVP 31\n",
]


def packets_written(packets: list[Sent]) -> str:
    """A line for each packet of a telephone event."""
    return "\n".join(
        f"{at:.3f} {p.digit} {p.stamp} {p.duration} {p.sequence} {p.marked:d}{p.ended:d}"
        for at, p in packets
    )


KEYS = [
    *(packets_written(packets)[:2000] for _, packets in EVENTS.values()),
    *(f"{kind}\n\n{body}" for kind, body in (*INFOS, *KEYLESS_INFOS)),
]

NUMBER = "+4710000001"
_STAMP = "62112031410440"
_SHORT = "0481" + semi_octets("1999").hex()
_NAMED = "0DD0" + pack_septets(b"Nordlys").hex()
REPORTS = [
    "00060A0A9174010000106211203141044062112031410540007F",
    "0006070A917401000010621120314104406211203141044030",
]
PLAIN = "00040A9174010000100000621120314104400AE8329BFD4697D9EC37"
LONG = "00440A9174010000100008621120314104400B0500034202010048006500690021"
DELIVERS = [
    *REPORTS,
    PLAIN,
    LONG,
    f"0004{_SHORT}0000{_STAMP}05C8329BFD06",
    "00440A9174010000100008621120314104400A060804424202020048D83D",
    f"0044{_NAMED}0000{_STAMP}180B000342020124010125010150D0482C07895C0A1122",
]
SUBMITS = [
    part.pdu
    for text in ("Hei", "æøå{€}", "Hei 😀" * 20, "a" * 200)
    for part in submit_parts(NUMBER, text, reference=66, status_report=True)
]


def _length(pdu: str) -> int:
    """Octets of a PDU without the service centre's address, which is empty here."""
    return len(pdu) // 2 - 1


MODEM_LINES = [
    f"+CMGL: 1,0,,{_length(PLAIN)}\r\n{PLAIN}\r\n+CMGL: 2,1,,{_length(LONG)}\r\n{LONG}\r\nOK\r\n",
    f"+CMGR: 0,,{_length(PLAIN)}\r\n{PLAIN}\r\nOK\r\n",
    '\r\n+CMTI: "SM",3\r\n+CDS: 24\r\n' + REPORTS[0] + "\r\n+CMT: ,23\r\n" + PLAIN + "\r\n",
    "AT+CMGS=23\r\r\n> \r\n+CMGS: 12\r\n\r\nOK\r\n",
    "+CMS ERROR: 314\r\n+CME ERROR: SIM busy\r\nERROR\r\nRDY\r\n+CFUN: 1\r\n+CMS ERROR: 38\r\n",
    "AT+CMGS=23> COMMAND NOT SUPPORT\r\nERROR:12\r\n+CMS ERROR: network timeout\r\n",
    '+CMEE: 1\r\nOK\r\n+CMGF: 0\r\nOK\r\n+CSCS: "GSM"\r\nOK\r\n',
    '+COPS: 0,0,"Fjordnett",7\r\n+CSQ: 21,99\r\n+CREG: 0,1\r\n'
    '+CEREG: 2,5,"1A2B","01C3",7\r\nOK\r\n',
    '+CCLK: "26/11/30,10:00:00+04"\r\n+CCLK: "26/11/30,10:00:00-48"\r\nOK\r\n',
    '+CPMS: "SM",3,20,"SM",3,20,"SM",3,20\r\n+CPMS: ("SM","ME","SR"),("SM","ME"),("SM")\r\nOK\r\n',
    '+CSCA: "+4710000000",145\r\n+CPBS: "SM",10,250\r\n'
    "+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)\r\nOK\r\n",
    "+CPIN: READY\r\n+CPINR: SIM PIN,3,3\r\n+CCID: 8947000000000000001F\r\n89470000000000000012\r\n"
    "Maker\r\nModel 7600\r\nRev 1.0\r\nOK\r\n",
]
SMS_WORDS = [
    *("Møde til 12:30", "lunsj 30 min", "ferie", "tilbake", "status?", "STOP sms", "START", "ute"),
    *("bezet tot 9.15", "meeting for 2 hours", "opptatt i 1 time", "away until 24:00", "pause 45m"),
]
SMS = [*DELIVERS, *SUBMITS, *MODEM_LINES, *SMS_WORDS]

_SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
_RESPONSE = (
    "<d:response><d:href>/cal/a&amp;b.ics</d:href><d:propstat><d:prop><d:getetag>1</d:getetag>"
    "<c:calendar-data>BEGIN:VCALENDAR&#13;\nEND:VCALENDAR</c:calendar-data></d:prop>"
    "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
)
XML = [
    f'<?xml version="1.0" encoding="utf-8"?>\n<d:multistatus {_SPACES}>{inside}</d:multistatus>'
    for inside in (
        _RESPONSE,
        _RESPONSE * 2,
        "<d:response><d:href>/a.ics</d:href><d:status>HTTP/1.1 404 Not Found"
        "</d:status></d:response>",
        "<d:response><d:href>/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/>"
        "<c:calendar/></d:resourcetype></d:prop></d:propstat></d:response>",
        "<![CDATA[x]]><!-- y --><?z?><d:response><d:href>b.ics</d:href></d:response>",
    )
] + ['<?xml version="1.0" encoding="utf-16"?><a/>', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']
CHALLENGES = [
    'Digest realm="dav", qop="auth,auth-int", algorithm=SHA-256, nonce="abc", opaque="def"',
    'Digest realm="a, \\"b\\"", nonce="x", algorithm=MD5-sess, qop=auth, Negotiate, Bearer',
    'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"',
    'Basic realm="dav", charset="UTF-8"',
]
CALENDARS = [*(each.decode("latin-1") for each in DOCUMENTS), *XML, *CHALLENGES]

_DEMO = (TOP / "appliance/demo/office.toml").read_text()
SETTINGS = [
    OFFICE,
    _DEMO,
    *(
        '[office]\nname = "Fjordkontoret"\n' + section
        for section in (
            'sms_quiet = "22:00-07:00"\nmark = "111"\noutgoing = ["2"]\nring_seconds = 20\n',
            "[hours.day]\nweekly = {mon = ['08:00-16:00', '17-18']}\n"
            "closed_days = ['2026-12-24']\n",
            "[contacts.a]\nname = 'Ola'\nnumber = '10000009'\n"
            "[partners.p]\nname='P'\nnumber='10000008'\n[trunk]\nhost='sip.example.org'\n",
            "[announcements.a]\nlines = []\n[announcements.a.texts]\nnb = 'Hei'\nen = '''Hi'''\n",
            "[agents.kari]\nname = 'Kari'\naddress = 'sip:kari@127.0.0.1'\nextension = '12'\n"
            "calendar = {url = 'https://cal.example.org/a.ics', user = 'u', password = 'p'}\n",
            "[clients.n]\nname = 'N'\nquestions = [{question = 'Q?', answer = 'A'}]\n"
            "[[clients.n.screening]]\nrule = 'answer'\n"
            "[[clients.n.screening]]\nrule = 'urgent'\nnote = 'x'\n",
        )
    ),
]
DEVICES = [
    *((TOP / "hardware/wiring" / f"{n}-device.toml").read_text() for n in ("eight", "twenty_four")),
    '[sip]\nport = 5060\nallow = ["192.168.1.0/24"]\naddress6 = "::1"\n[web]\nhost = "0.0.0.0"\n'
    'port = 80\nhttps_port = 443\nnames = ["box"]\n[backup]\nkind = "folder"\nkeep = 3\n',
    '[modem]\nkind = "serial"\nport = "/dev/ttyUSB0"\npin = "1234"\n'
    '[modem.spare]\nport = "/dev/ttyUSB1"\n'
    "[speech.voices]\nnb = 'nb.onnx'\n[clock]\ntrusted = true\n[folders]\ndata = 'd'\n",
]

_NOW = "2026-11-30T12:00:00+01:00"
_ENTRY = {"begins": _NOW, "ends": _NOW, "shown": "busy", "all_day": False}
_VALUES: dict[str, object] = {
    **dict.fromkeys(("again", "urgent", "ok", "in_calls"), True),
    **dict.fromkeys(("until", "read_at"), _NOW),
    **{"status": "away", "disposition": "message", "seconds": 30.5, "what": "hold"},
    **{"number": NUMBER, "agent_uri": "sip:anna@127.0.0.1:5070", "sms_to": None},
    **{"entries": [_ENTRY, _ENTRY], "skipped": 1, "mended": 0, "code": "123 456"},
}
_WHY = Trouble(Cause.STATUS, {"said": "486 Busy Here"})
_STEP = TrailStep(
    datetime(2026, 11, 20, 10, 0, 0, 250000, UTC),
    Told.NOT_TAKEN,
    {"who": "Anna", "why": _WHY},
    "anna",
)
_CALL = CallView("c1", "Hage", "1", "", "ringing", "Anna", "hage")
VIEW = View(
    rows=(Row("Hage", "huge"),),
    lamps=(Lamp("anna", "Anna", "free", ""),),
    calls=(replace(_CALL, language="nb", since=5.5, trail=(_STEP,)),),
    loops=(LoopView("sales", "Salg", ("anna",), 1, 5.5),),
    parts=(PartView("modem", "fault", "Plug it in."),),
    arrivals=(Arrival(CallId("c1"), 5.5, "1", None, ("2",), (("To", "x"),), ("PCMA/8000",)),),
)
CONTROL = [
    *(
        json.dumps({"do": do, **{name: _VALUES.get(name, "anna") for name in form.fields}})
        for do, form in FORMS.items()
    ),
    '{"do": "watch"}',
    '{"ok": false, "words": "\\ud83d no"}',
    ViewLines().line_of(VIEW).decode(),
]

FORM_TABLES = (Office, Client, Line, Agent)
FORM = [
    *(
        urlencode({field.name: said for field in fields(table)})
        for table in FORM_TABLES
        for said in ("on", "30", "Nordlys", "+4710000001", "one\r\ntwo", "anna", "nb")
    ),
    "name=Fjordkontoret&country=NO&time_zone=Europe/Oslo&ring_seconds=20,5&max_calls=8&sms_quiet=22-7",
    "name=N&questions.1.question=Q&questions.1.answer=A&questions.2.question=R&screening.1.rule=%2B47",
    "name=K&address=sip%3Aa%40h&pin=1234&pin.clear=1&calendar.url=https%3A%2F%2Fa&languages=nb&roles.1=2",
    "weekly.mon=8-16%2C+17%E2%80%9318&weekly.tue=&record_prompts.nb=Hei&members.anna=2&members.bo=1",
]
